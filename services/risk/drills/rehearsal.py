"""The signals of one drill: the n-th is the same whoever makes it, so that another program can go on in the middle."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.areas import Level
from services.domain.drills import LiveDrill
from services.domain.incidents import UNLOCATED, Place, PlaceStatus
from services.domain.signals import Signal
from services.risk.drills.scripts import Script, Stream
from services.risk.world import METRES
from services.store.reader import Reader

AROUND_M = 150.0


@dataclass(frozen=True, slots=True)
class DrillGround:
    """Where a drill can happen: a point in each grid (longitude, latitude), drawn more often where more live."""

    points: NDArray[np.float64]
    cumulated: NDArray[np.float64]

    @classmethod
    def of(cls, reader: Reader) -> DrillGround:
        """The finest drawn level of a city."""
        for level in (Level.GRID, Level.VILLAGE, Level.TOWN, Level.CITY):
            drawn = [area for area in reader.areas(level, geometry=True) if area.geometry]
            if drawn:
                inside = shapely.point_on_surface(shapely.from_wkb(np.array([area.geometry for area in drawn], object)))
                weights = np.array([area.households + 1 for area in drawn], float)
                return cls(shapely.get_coordinates(inside), np.cumsum(weights))
        return cls(np.zeros((0, 2)), np.zeros(0))

    def draw(self, random: Random) -> tuple[float, float] | None:
        """A point somewhere; None in a city without borders."""
        if not len(self.points):
            return None
        at = int(np.searchsorted(self.cumulated, random.random() * self.cumulated[-1], side="right"))
        lon, lat = self.points[min(at, len(self.points) - 1)].tolist()
        return lon, lat


class Rehearsal:
    """One drill of a script on a city's ground; streams of sources that the city does not have are left out."""

    def __init__(self, drill: LiveDrill, script: Script, ground: DrillGround, sources: Collection[str]) -> None:
        self.drill, self._script, self._ground = drill, script, ground
        self._streams = tuple(stream for stream in script.streams if stream.source in sources)
        random = Random(f"drill {drill.id}")
        spots = (ground.draw(random) for _ in range(script.spots))
        self._spots = [spot for spot in spots if spot is not None]
        minutes = (drill.ends_at - drill.begun_at) / timedelta(minutes=1)
        self.total = int(minutes * script.per_minute) if self._streams else 0

    def due(self, now: datetime) -> int:
        """How many signals there have to be at a moment."""
        gone = (min(now, self.drill.ends_at) - self.drill.begun_at) / timedelta(minutes=1)
        return max(0, min(self.total, int(gone * self._script.per_minute)))

    def signal(self, number: int) -> Signal:
        """The n-th signal, from 0, at its moment."""
        random = Random(f"drill {self.drill.id} {number}")
        minute = number / self._script.per_minute
        stream = self._stream(minute, random)
        low, high = stream.value
        subject = f"{stream.subject}-{random.randrange(stream.subjects)}" if stream.subjects else ""
        return Signal(
            source=stream.source, kind=stream.kind, at=self.drill.begun_at + timedelta(minutes=minute),
            place=self._place(stream, subject, random), subject=subject, value=round(random.uniform(low, high), 2),
            origin=f"drill:{self.drill.id}", drill=self.drill.id,
        )  # fmt: skip

    def _stream(self, minute: float, random: Random) -> Stream:
        streams = [stream for stream in self._streams if stream.begin <= minute < stream.end] or self._streams
        return random.choices(streams, [stream.share for stream in streams])[0]

    def _place(self, stream: Stream, subject: str, random: Random) -> Place:
        """Near a spot or anywhere; what a thing tells always comes from where it stands."""
        fixed = Random(f"drill {self.drill.id} {subject}") if subject else random
        near = fixed.random() < stream.near and self._spots
        found = fixed.choice(self._spots) if near else self._ground.draw(fixed)
        if found is None:
            return UNLOCATED
        far = (self._script.radius_m if near else AROUND_M) * math.sqrt(fixed.random())
        turn = 2 * math.pi * fixed.random()
        lon, lat = found
        lon += far * math.cos(turn) / (METRES * math.cos(math.radians(lat)))
        return Place(PlaceStatus.LOCATED, lon, lat + far * math.sin(turn) / METRES)
