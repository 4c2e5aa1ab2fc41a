"""Officers of a city, taken on as a test needs them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.domain.people import Officer, OfficerRole
from services.store.engine import Database


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
