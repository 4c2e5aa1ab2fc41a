"""What the inbox shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeLook:
    """A notice in words. `waits`: nobody at this seat has acknowledged it; `urgent` is told by a mark, not a colour."""

    key: int
    sentence: str
    under: str
    state: str
    waits: bool
    urgent: bool
