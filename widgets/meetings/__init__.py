"""Widgets of the joint meeting."""
