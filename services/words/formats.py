"""How values are written in the reader's language: numbers and times in one place."""

from __future__ import annotations

from services.words.moments import Moments
from services.words.numbers import Numbers


class Formats(Moments, Numbers):
    """Numbers and times by the table of the visual language; what is not known is a dash."""
