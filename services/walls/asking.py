"""What a wall reads besides the live picture: what people asked for, and the facts behind a red warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.live.mercator import to_mercator
from services.store.engine import Database
from services.store.queries import walls

MOST_MEMBERS = 400


@dataclass(frozen=True, slots=True)
class Demands:
    """Incidents reported within `days` before `at`: (code, all, of them still open), the most first."""

    at: datetime
    days: int
    categories: tuple[tuple[str, int, int], ...]
    sources: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One fact behind a warning: the code of its source, when, and where in Web Mercator metres (NaN: nowhere)."""

    source: str
    at: datetime
    x: float
    y: float


class WallReading:
    """Answers a wall off the GUI thread; every call is one consistent state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def demands(self, days: int, now: datetime) -> Demands:
        """What was asked for lately."""
        begin = now - timedelta(days=days)
        with self._database.reading() as reader:
            by = {column: tuple(walls.reported_by(reader, column, begin, now)) for column in ("category", "source")}
        return Demands(now, days, by["category"], by["source"])

    def members(self, warning: int) -> tuple[Member, ...]:
        """The facts behind a warning, oldest first, of very many the newest ones."""
        with self._database.reading() as reader:
            found = walls.members(reader, warning, MOST_MEMBERS)
        made = []
        for row in reversed(found):
            nowhere = row.lon is None or row.lat is None
            x, y = (float("nan"),) * 2 if nowhere else (float(at) for at in to_mercator(row.lon, row.lat))
            made.append(Member(row.source, row.at, x, y))
        return tuple(made)
