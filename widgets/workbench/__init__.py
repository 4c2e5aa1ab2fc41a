"""The form of a scenario: conditions without code."""
