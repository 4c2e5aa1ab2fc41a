"""What is seen while a city is made for the first time."""
