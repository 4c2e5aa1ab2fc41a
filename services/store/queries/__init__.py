"""Questions to the tables, one file for each subject."""
