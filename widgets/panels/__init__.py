"""Panels: what a seat shows beside its map."""
