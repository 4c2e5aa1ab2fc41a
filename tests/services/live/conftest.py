"""A city that lives: a clock that can be moved on, a door that takes reports, people on duty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.intake import Rules
from services.domain.areas import Level
from services.domain.incidents import Report
from services.domain.people import Duty, Role
from services.geo.atlas import Atlas
from services.store.engine import Database


@dataclass
class Ticking:
    """A clock that goes on when it is told to."""

    now: datetime = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Ticking:
    """The time of the city; half past two in the afternoon there."""
    return Ticking()


@pytest.fixture
def door(city: Database) -> Door:
    """The door of intake, over the city's own borders."""
    return Door(city, Rules(Atlas(city), read_deadlines()))


@pytest.fixture
def workers(city: Database) -> list[int]:
    """The ids of three people on duty in the first grids."""
    with city.unit() as unit:
        grids = unit.areas(Level.GRID)[:3]
        found = [
            unit.add(
                "people", role=int(Role.FULL_TIME), name="某", area_id=grid.id, duty=int(Duty.ON),
                lon=116.31, lat=33.81, position_at=unit.now,
            )
            for grid in grids
        ]  # fmt: skip
        unit.commit()
    return found


@pytest.fixture
def a_report(clock: Ticking) -> Callable[..., Report]:
    """A report of now from the first grid; keyword values overrule."""

    def make(**values: object) -> Report:
        usual: dict[str, object] = {
            "source": "hotline", "category": "leak", "text": "水管漏水", "reported_at": clock.now, "lon": 116.31,
            "lat": 33.81,
        }  # fmt: skip
        return Report(**(usual | values))  # type: ignore[arg-type]

    return make
