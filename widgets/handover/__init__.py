"""Widgets of the handover."""
