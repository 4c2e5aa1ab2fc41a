"""A city whose clock can be moved on, and people on duty."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from services.domain.areas import Level
from services.domain.people import Duty, Role
from services.store.engine import Database


@pytest.fixture
def clock(ticking: Any) -> Any:
    """The time of the city; half past two in the afternoon there, until it is moved on."""
    return ticking


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
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits until something is true, looking again and again, at most twenty seconds."""

    def wait(true: Callable[[], bool]) -> None:
        pause = threading.Event()
        for _ in range(400):
            if true():
                return
            pause.wait(0.05)
        raise AssertionError("it never came true")

    return wait
