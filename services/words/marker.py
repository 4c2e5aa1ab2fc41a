"""The marker for texts of the interface that are defined outside functions."""

from __future__ import annotations


def N_(text: str, /, ctx: str = "") -> str:
    """The text itself, marked for the catalogue; `words(text, ctx=…)` makes it the reader's when it is shown."""
    return text
