"""Questions to the database, one file for each subject."""
