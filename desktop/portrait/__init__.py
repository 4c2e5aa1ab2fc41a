"""Portraits of risk: of an area, a place, a subject."""
