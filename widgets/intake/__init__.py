"""The form of a new incident."""
