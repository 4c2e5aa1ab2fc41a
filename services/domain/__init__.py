"""Values and rules of grassroots governance: standard library only, no database, no screen."""
