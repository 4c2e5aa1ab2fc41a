"""Files into the city: what their rows mean for what is there, row by row, twice without harm."""
