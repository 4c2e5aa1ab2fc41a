"""What one row of the queue shows, in the reader's words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from services.words import Words

WARN, FULL, TRIPLE = 0.8, 1.0, 3.0


@dataclass(frozen=True, slots=True)
class RowLook:
    """One incident as a row: names are the reader's, times seconds since the epoch (NaN: none).

    `begun_at`: since when its limit counts. `stopped`: its limit does not run. `ended`: nothing is left to do; it
    leaves at the next arranging. `warn_at` and `triple_at` are the marks of its own rule, counted in the rule's own
    time. `who`: whose seat has it open. `like`: what it may be a duplicate of. `unseen`: nobody has acknowledged it.
    `shelved`: until when its alarm is silent, in words, `shelved_by`: by whom and why.
    """

    incident: int
    severity: int
    title: str
    place: str
    source: str
    number: str
    state: str
    owner: str
    begun_at: float
    due_at: float
    stopped: bool = False
    ended: bool = False
    warn_at: float = math.nan
    triple_at: float = math.nan
    who: str = ""
    like: str = ""
    unseen: str = ""
    shelved: str = ""
    shelved_until: float = math.nan
    shelved_by: str = ""
    marks: tuple[str, ...] = ()

    def share(self, now: datetime) -> float | None:
        """How much of the limit is used: 0.8 at its first mark, 1 at its end, 3 at the last; None without one.

        Nights and holidays that a rule does not count lie between its marks, so that the pie stands still in them as
        far as the marks tell.
        """
        if self.ended or math.isnan(self.due_at) or self.due_at <= self.begun_at:
            return None
        at, points = now.timestamp(), self._points()
        for (begin, low), (end, high) in pairwise(points):
            if at <= end:
                return low + (high - low) * max(0.0, at - begin) / (end - begin) if end > begin else high
        begin, low = points[-1]
        return low + (at - begin) / (self.due_at - self.begun_at)

    def _points(self) -> list[tuple[float, float]]:
        """The marks that are known, in the order of time, each with the share that is used there."""
        points = [(self.begun_at, 0.0)]
        for at, share in ((self.warn_at, WARN), (self.due_at, FULL), (self.triple_at, TRIPLE)):
            if not math.isnan(at) and at > points[-1][0]:
                points.append((at, share))
        return points

    def is_shelved(self, now: datetime) -> bool:
        """Whether its alarm is silent still; it comes back by itself."""
        return bool(self.shelved) and self.shelved_until > now.timestamp()

    def left(self, now: datetime) -> timedelta | None:
        """What is left of the limit, below zero beyond it; None without one."""
        return None if self.ended or math.isnan(self.due_at) else timedelta(seconds=self.due_at - now.timestamp())

    def limit(self, now: datetime, words: Words) -> str:
        """The words beside the pie: what is left, how far over, or that it is stopped."""
        return self.state if self.stopped or self.ended else words.formats.remaining(self.left(now))

    def spoken(self, now: datetime, words: Words, level: str) -> str:
        """The row read aloud: level, thing, place, state, time left, and what else is marked."""
        told = (level, self.title, self.place, self.state, self.limit(now, words), *self.marks)
        more = tuple(part for part in (self.unseen, self.like, self.who) if part)
        if self.is_shelved(now):
            more = (*more, *filter(None, (self.shelved, self.shelved_by)))
        return words.formats.listing((*told, *more))
