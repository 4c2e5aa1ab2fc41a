"""A city whose clock goes on, officers of it, and the watch over its limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.bundle import read_deadlines
from services.cases.rulebook import RuleBook
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.domain.people import Officer, OfficerRole
from services.store.engine import Database


@pytest.fixture
def clock(ticking: Any) -> Any:
    return ticking


@pytest.fixture
def hire(city: Database) -> Callable[..., dict[str, Officer]]:
    """Adds officers by login: a role and a department each."""

    def take_on(**rows: tuple[OfficerRole, str | None]) -> dict[str, Officer]:
        found = {}
        with city.unit() as unit:
            for login, (role, department) in rows.items():
                ident = unit.add("officers", login=login, name=login, role=int(role), department=department)
                found[login] = Officer(ident, login, login, role, department=department)
            unit.commit()
        return found

    return take_on


@pytest.fixture
def watch(city: Database) -> Watch:
    hours = timedelta(hours=1)
    return Watch(city, WatchRules(climbs=(4 * hours, 24 * hours)), RuleBook(read_deadlines()))
