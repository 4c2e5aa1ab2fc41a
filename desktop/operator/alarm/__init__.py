"""Alarms: their states, shelves and floods."""
