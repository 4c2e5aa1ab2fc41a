"""A flood of alarms as a few groups."""
