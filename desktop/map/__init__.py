"""The map of a seat: what it shows, what lies over it, what it says."""
