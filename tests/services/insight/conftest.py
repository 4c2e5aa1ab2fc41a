"""A small city with a history that knows every trap: no place, outside, no town, flawed times, no department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus, Severity, TimeFlaw
from services.store.engine import Clock, Database

NOW = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)  # 14:32 on the city's clock
DEPARTMENTS = ("police", "water", "housing")
ENDED_AFTER = 0.93

Fill = Callable[..., list[int]]


@pytest.fixture
def clock() -> Clock:
    """Ten seconds into a minute, so that whole minutes and moments differ."""
    return lambda: NOW


@pytest.fixture
def fill(city: Database) -> Fill:
    """Writes incidents of 200 days; keyword values overrule what chance would choose."""

    def write(count: int, seed: int = 1, **fixed: Any) -> list[int]:
        random, ids = Random(seed), list[int]()
        with city.unit() as unit:
            areas = {area.id: area for area in unit.areas()}
            grids = [area for area in areas.values() if area.level is Level.GRID]
            for _ in range(count):
                values = _incident(random, grids, areas) | fixed
                number = f"T-{seed}-{len(ids)}"
                ids.append(unit.add("incidents", number=number, **values))
            unit.commit()
        return ids

    return write


def _incident(random: Random, grids: list[Any], areas: dict[int, Any]) -> dict[str, Any]:
    at = NOW - timedelta(seconds=random.triangular(0, 200 * 86400, 0))
    grid = random.choice(grids)
    village = areas[grid.parent]
    due = at + timedelta(hours=24)
    closed = at + timedelta(hours=random.expovariate(1 / 9))
    over = closed < NOW and random.random() < ENDED_AFTER
    category = random.choice(("leak", "fight", "noise"))
    values = {
        "source": random.choice(("hotline", "hotline", "grid")), "category": category,
        "severity": int(random.choice(list(Severity))), "kind": 1,
        "state": int(IncidentState.CLOSED if over else random.choice(OPEN)), "place": int(PlaceStatus.LOCATED),
        "lon": 116.4, "lat": 33.9, "town_id": village.parent, "village_id": village.id, "grid_id": grid.id,
        "department": random.choice((*DEPARTMENTS, None)), "reported_at": at, "due_at": due,
        "closed_at": closed if over else None, "flaw": int(TimeFlaw.NONE),
    }  # fmt: skip
    chance = random.random()
    if chance < 0.04:
        return values | {**NOWHERE, "place": int(PlaceStatus.UNLOCATED), "lon": None, "lat": None}
    if chance < 0.08:
        return values | {**NOWHERE, "place": int(PlaceStatus.OUTSIDE)}
    if chance < 0.11:
        return values | NOWHERE
    if chance < 0.14 and over:
        return values | {"closed_at": at - timedelta(hours=1), "flaw": int(TimeFlaw.CLOSED_BEFORE_REPORTED)}
    return values


OPEN = (
    IncidentState.REPORTED,
    IncidentState.FILED,
    IncidentState.ASSIGNED,
    IncidentState.IN_PROGRESS,
    IncidentState.SUSPENDED,
)
NOWHERE = {"town_id": None, "village_id": None, "grid_id": None}
