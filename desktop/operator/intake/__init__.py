"""A new incident: caller, words, place."""
