"""What is known from the cases: figures, cards and pages, and whether the database is whole."""
