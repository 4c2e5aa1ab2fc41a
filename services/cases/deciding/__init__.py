"""What each step makes of a case: pure decisions, no database; one file for each group of steps."""
