"""The signals that a scenario counts, of one place or of the whole city, for comparing a warning with others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import Place
from services.domain.scenarios import Per, Scenario
from services.risk.world import METRES
from services.store.queries import warning_card
from services.store.reader import Reader

AREAS = {Per.TOWN: "town_id", Per.VILLAGE: "village_id", Per.GRID: "grid_id"}


def heard(
    reader: Reader, scenario: Scenario, begin: datetime, end: datetime, zone: tzinfo, where: Where | None = None
) -> list[Any]:
    """Rows of `queries.warning_card.heard` that the scenario counts, of one situation where one is given.

    Perceived from `begin` on and before `end`, by time.
    """
    only = where.within(scenario) if where is not None else ()
    if only is None:
        return []
    rows = warning_card.heard(reader, scenario.heard(), begin, end, *only)
    filters, sources = scenario.filters, frozenset(scenario.sources)
    hours = frozenset(hour for pair in filters.hours for hour in _hours(*pair))
    found = []
    for row in rows:
        if sources and row.source not in sources:
            continue
        if filters.least is not None and row.value < filters.least:
            continue
        if hours or filters.months:
            moment = datetime.fromtimestamp(row.millis / 1000, zone)
            if (hours and moment.hour not in hours) or (filters.months and moment.month not in filters.months):
                continue
        if where is None or where.holds(row):
            found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class Where:
    """Where a situation is, or whom it is about; `radius_m` with the place's point is its circle."""

    place: Place
    radius_m: float | None
    subject: str

    @property
    def circle(self) -> tuple[float, float, float] | None:
        """Longitude, latitude and metres; None for an area or a subject."""
        place = self.place
        if place.lon is None or place.lat is None or self.radius_m is None:
            return None
        return place.lon, place.lat, self.radius_m

    def within(self, scenario: Scenario) -> tuple[Any, ...] | None:
        """What the database is asked; None where there is no such place."""
        if scenario.per is Per.CITY:
            return ()
        if scenario.per is Per.SUBJECT:
            return (warning_card.about(self.subject),) if self.subject else None
        circle = self.circle
        if circle is not None:
            lon, lat, metres = circle
            high = metres / METRES
            wide = high / math.cos(math.radians(lat))
            return (warning_card.in_box(lon - wide, lat - high, lon + wide, lat + high),)
        ident = self.area(scenario)
        return None if ident is None else (warning_card.in_area(AREAS[scenario.per], ident),)

    def holds(self, row: Any) -> bool:
        """Whether a row of the box lies in the circle too."""
        circle = self.circle
        if circle is None or row.lon is None:
            return True
        lon, lat, metres = circle
        wide = METRES * math.cos(math.radians(lat))
        return math.hypot((row.lon - lon) * wide, (row.lat - lat) * METRES) <= metres

    def area(self, scenario: Scenario) -> int | None:
        """The id of the area that the scenario looks at one by one; None where it looks otherwise."""
        place = self.place
        return {Per.TOWN: place.town, Per.VILLAGE: place.village, Per.GRID: place.grid}.get(scenario.per)


def cells(points: Sequence[tuple[float, float]], radius_m: float, middle: float) -> NDArray[np.int64]:
    """For each point (longitude, latitude) the number of the square, as large as a circle of that radius, it lies in.

    `middle` is the latitude at which a square is one.
    """
    if not points:
        return np.zeros(0, np.int64)
    found = np.array(points, float)
    side = radius_m * math.sqrt(math.pi)
    wide = METRES * math.cos(math.radians(middle))
    x = np.floor(found[:, 0] * wide / side).astype(np.int64)
    y = np.floor(found[:, 1] * METRES / side).astype(np.int64)
    return np.asarray((x << 32) ^ (y & 0xFFFFFFFF))


def _hours(begin: int, end: int) -> Sequence[int]:
    return range(begin, end) if begin <= end else [*range(begin, 24), *range(end)]
