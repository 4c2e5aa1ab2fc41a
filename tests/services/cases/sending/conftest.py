"""A small city with people at their posts, of whom each test says where they are and what they can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.domain.people import Duty, Role
from services.live.picture import Picture, load_picture
from services.store.engine import Database

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
CODE = "410000001001001"  # the first grid: a square of 0.02 degrees from 116.3, 33.8

PutPerson = Callable[..., int]


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: NOW


@pytest.fixture
def database(fresh_database: Callable[[str], str], clock: Any) -> Any:
    """Embedded only: what is asked of the database is two plain questions."""
    made = Database(fresh_database("sqlite"), clock)
    yield made
    made.close()


@pytest.fixture
def put_person(city: Database) -> PutPerson:
    """Puts one person at a post; keyword values overrule. `minutes`: how old the position is; `area`: a code."""

    def put(area: str = CODE, minutes: float = 1.0, **values: Any) -> int:
        with city.unit() as unit:
            home = {each.code: each.id for each in unit.areas()}[area]
            usual = {
                "role": int(Role.FULL_TIME), "name": "王小明", "phone": "", "area_id": home, "duty": int(Duty.ON),
                "lon": 116.31, "lat": 33.81, "position_at": NOW - timedelta(minutes=minutes), "skills": "",
            }  # fmt: skip
            ident = unit.add("people", **(usual | values))
            unit.commit()
        return ident

    return put


@pytest.fixture
def picture_of(city: Database) -> Callable[[], Picture]:
    """What is known now."""

    def load() -> Picture:
        with city.reading() as reader:
            return load_picture(reader, NOW)

    return load
