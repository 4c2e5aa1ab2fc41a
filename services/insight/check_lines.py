"""The lines and chapters of a check."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.refusals import Sayable


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: what, how many there should be and are; `expected` None only tells.

    `of` is the denominator of a rate; `parts` are the terms of a sum; `which` names what was found, where that helps,
    and `each` lists it, one below the other.
    """

    what: str
    found: int
    expected: int | None = None
    of: int | None = None
    parts: tuple[int, ...] = ()
    ctx: str = ""
    which: str = ""
    each: tuple[Sayable, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it is as it should be."""
        return self.expected is None or self.expected == self.found


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lines about one subject."""

    title: str
    lines: tuple[Line, ...]
