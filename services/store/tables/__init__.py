"""The tables, one file for each subject; Alembic makes them."""
