"""Grid workers who walk their rounds: each stays near where the shift found them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.domain.facts import PersonMoved
from services.domain.people import Duty
from services.domain.refusals import Refusal
from services.store import queries_live
from services.store.engine import Database

AGAIN = timedelta(minutes=2)  # who is on duty is asked again after so long
STEP, PULL = 0.0005, 0.25  # degrees of a step, and how much of the way back home is taken with it


@dataclass(slots=True)
class Walker:
    """A person on duty: where they are now, and about where they belong."""

    id: int
    version: int
    lon: float
    lat: float
    home: tuple[float, float]


class Walkers:
    """Lets people on duty move; asks for all of them rarely, since they are thousands."""

    def __init__(self, database: Database, random: Random) -> None:
        self._database, self._random = database, random
        self._known: list[Walker] = []
        self._homes: dict[int, tuple[float, float]] = {}
        self._asked: datetime | None = None

    def move(self, count: int, now: datetime) -> int:
        """Some walk a little; returns how many did. Who was changed by others meanwhile is left alone."""
        if self._asked is None or now - self._asked > AGAIN:
            self._ask(now)
        moved = 0
        for walker in self._random.sample(self._known, min(count, len(self._known))):
            moved += self._walk(walker, now)
        return moved

    def _ask(self, now: datetime) -> None:
        self._asked = now
        with self._database.reading() as reader:
            rows = [row for row in queries_live.workforce(reader) if row.duty == Duty.ON and row.lon is not None]
        for row in rows:
            self._homes.setdefault(row.id, (row.lon, row.lat))
        self._known = [Walker(row.id, row.version, row.lon, row.lat, self._homes[row.id]) for row in rows]

    def _walk(self, walker: Walker, now: datetime) -> bool:
        lon = walker.lon + PULL * (walker.home[0] - walker.lon) + self._random.gauss(0, STEP)
        lat = walker.lat + PULL * (walker.home[1] - walker.lat) + self._random.gauss(0, STEP)
        try:
            with self._database.unit() as unit:
                unit.put("people", walker.id, version=walker.version, lon=lon, lat=lat, position_at=now)
                unit.say(PersonMoved(walker.id, walker.version + 1, Duty.ON, lon, lat, now))
                unit.commit()
        except Refusal as refusal:
            if refusal.code != "store.changed":
                raise
            self._known.remove(walker)
            return False
        walker.version, walker.lon, walker.lat = walker.version + 1, lon, lat
        return True
