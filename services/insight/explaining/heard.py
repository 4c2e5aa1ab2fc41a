"""The signals that a scenario counts, of one place or of the whole city, for comparing a warning with others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import Place
from services.domain.scenarios import Per, Scenario
from services.risk.world import METRES
from services.store.queries import signals
from services.store.reader import Reader

AREAS = {Per.TOWN: "town_id", Per.VILLAGE: "village_id", Per.GRID: "grid_id"}


def heard(reader: Reader, scenario: Scenario, begin: datetime, end: datetime, zone: tzinfo) -> list[Any]:
    """Rows of `queries.signals.COLUMNS` that the scenario counts, perceived from `begin` on and before `end`."""
    rows = signals.since(reader, begin, end, scenario.heard())
    filters, sources = scenario.filters, frozenset(scenario.sources)
    hours = frozenset(hour for pair in filters.hours for hour in _hours(*pair))
    found = []
    for row in rows:
        if sources and row.source not in sources:
            continue
        if filters.least is not None and row.value < filters.least:
            continue
        if hours or filters.months:
            moment = datetime.fromtimestamp(row[1] / 1000, zone)
            if (hours and moment.hour not in hours) or (filters.months and moment.month not in filters.months):
                continue
        found.append(row)
    return found


def at_place(scenario: Scenario, rows: Sequence[Any], place: Place, radius_m: float | None, subject: str) -> list[Any]:
    """Those of some rows that belong to one situation: of its area, within its circle, or about its subject."""
    match scenario.per:
        case Per.CITY:
            return list(rows)
        case Per.SUBJECT:
            return [row for row in rows if subject and row.subject == subject]
        case Per.SPOT:
            if place.lon is None or place.lat is None:
                return []
            lon, lat = place.lon, place.lat
            wide = METRES * math.cos(math.radians(lat))
            reach = radius_m or scenario.parameters.get("radius_m", 200.0)
            return [
                row for row in rows
                if row.lon is not None and math.hypot((row.lon - lon) * wide, (row.lat - lat) * METRES) <= reach
            ]  # fmt: skip
        case _:
            wanted = {"town_id": place.town, "village_id": place.village, "grid_id": place.grid}[AREAS[scenario.per]]
            return [row for row in rows if wanted is not None and getattr(row, AREAS[scenario.per]) == wanted]


def cells(rows: Sequence[Any], radius_m: float) -> NDArray[np.int64]:
    """For each row the number of the square, as large as a circle of that radius, in which it lies; -1 without one."""
    lon = np.array([math.nan if row.lon is None else row.lon for row in rows], float)
    lat = np.array([math.nan if row.lat is None else row.lat for row in rows], float)
    found = np.full(len(rows), -1, np.int64)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if len(known):
        side = radius_m * math.sqrt(math.pi)
        wide = METRES * math.cos(math.radians(float(lat[known].mean())))
        x = np.floor(lon[known] * wide / side).astype(np.int64)
        y = np.floor(lat[known] * METRES / side).astype(np.int64)
        found[known] = (x << 32) ^ (y & 0xFFFFFFFF)
    return found


def _hours(begin: int, end: int) -> Sequence[int]:
    return range(begin, end) if begin <= end else [*range(begin, 24), *range(end)]
