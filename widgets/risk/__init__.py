"""Warnings as widgets: rows of a list, the parts of the explanation card."""
