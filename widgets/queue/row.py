"""What one row of the queue shows, in the reader's words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.words import Words


@dataclass(frozen=True, slots=True)
class RowLook:
    """One incident as a row: names are the reader's, times seconds since the epoch (NaN: none).

    `stopped`: its limit does not run. `ended`: nothing is left to do; it leaves at the next arranging.
    """

    incident: int
    severity: int
    title: str
    place: str
    source: str
    number: str
    state: str
    owner: str
    reported_at: float
    due_at: float
    stopped: bool = False
    ended: bool = False

    def share(self, now: datetime) -> float | None:
        """How much of the limit is used; None without one."""
        span = self.due_at - self.reported_at
        if self.ended or math.isnan(span) or span <= 0:
            return None
        return (now.timestamp() - self.reported_at) / span

    def left(self, now: datetime) -> timedelta | None:
        """What is left of the limit, below zero beyond it; None without one."""
        return None if self.ended or math.isnan(self.due_at) else timedelta(seconds=self.due_at - now.timestamp())

    def limit(self, now: datetime, words: Words) -> str:
        """The words beside the pie: what is left, how far over, or that it is stopped."""
        return self.state if self.stopped or self.ended else words.formats.remaining(self.left(now))

    def spoken(self, now: datetime, words: Words, level: str) -> str:
        """The row read aloud: level, thing, place, time left."""
        return words.formats.listing((level, self.title, self.place, self.state, self.limit(now, words)))
