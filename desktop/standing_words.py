"""How many warnings stand and how many points they make, in the reader's words."""

from __future__ import annotations

from services.words import Words


def standing_of(count: int, words: Words) -> str:
    """How many warnings stand."""
    return words.plural("{n} warning stands", "{n} warnings stand", count, ctx="portrait")


def points_of(points: int, words: Words) -> str:
    """How many points they make."""
    return words.plural("{n} point", "{n} points", points, ctx="portrait")
