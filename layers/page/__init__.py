"""The map as one page for a browser without a network."""
