"""The window of evaluation: departments, towns, villages, grids and workers by what they closed, and in time."""
