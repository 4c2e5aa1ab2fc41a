"""Widgets of emergency responses."""
