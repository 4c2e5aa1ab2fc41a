"""The queue: a list of incidents read straight from the picture's columns, painted by one delegate."""
