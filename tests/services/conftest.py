"""A small city that the tests of services share, on either database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.intake import Rules
from services.domain.areas import AreaKind, Level
from services.domain.incidents import Report
from services.geo.atlas import Atlas
from services.store.engine import Clock, Database
from services.store.unit import Unit

TOWNS, VILLAGES, GRIDS = 3, 2, 2
DEPARTMENTS = ("police", "water", "housing", "health")
WEST, SOUTH, SIDE = 116.3, 33.8, 0.02  # grids are squares of 0.02 degrees, towns side by side


@dataclass
class Ticking:
    """A clock that goes on when it is told to."""

    now: datetime = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def ticking() -> Ticking:
    """A clock to be moved on, for modules that make it their `clock`."""
    return Ticking()


@pytest.fixture
def real_data() -> Path:
    """The folder of real data; the test is skipped where it is missing."""
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (GRIDCOMMAND_DATA)")
    return folder


@pytest.fixture
def json_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a value as a JSON file."""

    def write(value: Any, name: str = "areas.geojson") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def door(city: Database) -> Door:
    """The door of intake, over the city's own borders."""
    return Door(city, Rules(Atlas(city), read_deadlines()))


@pytest.fixture
def a_report(clock: Clock) -> Callable[..., Report]:
    """A report of now from the first grid; keyword values overrule."""

    def make(**values: object) -> Report:
        usual: dict[str, object] = {
            "source": "hotline", "category": "leak", "text": "水管漏水", "reported_at": clock(), "lon": 116.31,
            "lat": 33.81,
        }  # fmt: skip
        return Report(**(usual | values))  # type: ignore[arg-type]

    return make


@pytest.fixture
def city(database: Database) -> Database:
    """Three towns of two villages of two grids, four departments, three sources, no incident yet."""
    settle(database)
    return database


@pytest.fixture
def make_small_city() -> Callable[[Database], None]:
    """Writes the small city into a database of the test's own."""
    return settle


def settle(database: Database) -> None:
    """Writes the small city into an empty database."""
    with database.unit() as unit:
        _settings(unit)
        _catalogue(unit)
        _areas(unit)
        unit.commit()


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
    def add(level: Level, code: str, parent: int | None, households: int, box: tuple[float, ...]) -> int:
        return unit.add(
            "areas", level=int(level), code=code, name=code, kind=int(AreaKind.URBAN), parent_id=parent,
            households=households, valid_from=date(2020, 1, 1), geometry=shapely.to_wkb(shapely.box(*box)),
        )  # fmt: skip

    def box(t: int, v: int, g: int, wide: int, high: int) -> tuple[float, ...]:
        west, south = WEST + SIDE * GRIDS * t + SIDE * g, SOUTH + SIDE * v
        return west, south, west + SIDE * wide, south + SIDE * high

    city = add(Level.CITY, "410000000000", None, 3600, box(0, 0, 0, TOWNS * GRIDS, VILLAGES))
    for t in range(TOWNS):
        town = add(Level.TOWN, f"4100000{t + 1:02}000", city, 1200, box(t, 0, 0, GRIDS, VILLAGES))
        for v in range(VILLAGES):
            village = add(Level.VILLAGE, f"4100000{t + 1:02}{v + 1:03}", town, 600, box(t, v, 0, GRIDS, 1))
            for g in range(GRIDS):
                # the last grid of each village is an industrial park: nobody lives there
                code, households = f"4100000{t + 1:02}{v + 1:03}{g + 1:03}", 0 if g else 600
                add(Level.GRID, code, village, households, box(t, v, g, 1, 1))
