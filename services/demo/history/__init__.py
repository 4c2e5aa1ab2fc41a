"""Two years of the demo city: what happened, where, when, and what was written of it."""
