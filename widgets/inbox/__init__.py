"""Widgets of the inbox."""
