"""Routing advice: who should own a case, with how much confidence and why; learned from the city's own cases."""
