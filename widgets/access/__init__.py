"""Forms and lists of officers: login, lock, chip, looks."""
