"""A small city with a history that knows every trap: no place, outside, no town, flawed times, no department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from services.domain.areas import AreaKind, Level
from services.domain.incidents import IncidentState, PlaceStatus, Severity, TimeFlaw
from services.store.engine import Clock, Database
from services.store.unit import Unit

NOW = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)  # 14:32 on the city's clock
TOWNS, VILLAGES, GRIDS = 3, 2, 2
DEPARTMENTS = ("police", "water", "housing", "health")
ENDED_AFTER = 0.93

Fill = Callable[..., list[int]]


@pytest.fixture
def clock() -> Clock:
    """Ten seconds into a minute, so that whole minutes and moments differ."""
    return lambda: NOW


@pytest.fixture
def city(database: Database) -> Database:
    """Three towns of two villages of two grids, four departments, three sources, no incident yet."""
    with database.unit() as unit:
        _settings(unit)
        _catalogue(unit)
        _areas(unit)
        unit.commit()
    return database


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


def _settings(unit: Unit) -> None:
    for key, value in {"city.name_zh": "小城", "city.name_en": "Small City", "city.timezone": "Asia/Shanghai"}.items():
        unit.remember(key, value)


def _catalogue(unit: Unit) -> None:
    unit.add("fields", code="all", name_zh="综合", name_en="General", rank=0)
    for rank, code in enumerate(DEPARTMENTS):
        unit.add("departments", code=code, name_zh=code, name_en=code, field="all", rank=rank)
    for rank, code in enumerate(("hotline", "grid", "silent")):
        unit.add("sources", code=code, name_zh=code, name_en=code, rank=rank)
    for rank, code in enumerate(("leak", "fight", "noise", "never")):
        unit.add(
            "categories", code=code, name_zh=code, name_en=code, kind=1, severity=1 + rank, department=DEPARTMENTS[rank]
        )


def _areas(unit: Unit) -> None:
    def add(level: Level, code: str, parent: int | None, households: int) -> int:
        return unit.add(
            "areas", level=int(level), code=code, name=code, kind=int(AreaKind.URBAN), parent_id=parent,
            households=households, valid_from=date(2020, 1, 1),
        )  # fmt: skip

    city = add(Level.CITY, "410000000000", None, 3600)
    for t in range(TOWNS):
        town = add(Level.TOWN, f"4100000{t + 1:02}000", city, 1200)
        for v in range(VILLAGES):
            village = add(Level.VILLAGE, f"4100000{t + 1:02}{v + 1:03}", town, 600)
            for g in range(GRIDS):
                # the last grid of each village is an industrial park: nobody lives there
                add(Level.GRID, f"4100000{t + 1:02}{v + 1:03}{g + 1:03}", village, 0 if g else 600)


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
        "department": random.choice((*DEPARTMENTS[:3], None)), "reported_at": at, "due_at": due,
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
