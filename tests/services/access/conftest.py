"""A real city with officers in it, and logins whose hashes are quick to reckon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from services.access.login import Logins
from services.access.officers import Entry, Officers
from services.access.passwords import Passwords
from services.commandline.bench import load
from services.domain.people import Officer, OfficerRole
from services.store.engine import Clock, Database

_shared = load(Path(__file__).parents[1] / "conftest.py")
city = _shared.city
PASSWORD = "Regen-7-Wolken"
QUICK = Passwords(10, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def ticking(clock: Clock) -> Any:
    """A clock that a test moves on."""
    return _shared.Ticking(clock())


@pytest.fixture
def logins(city: Database) -> Logins:
    return Logins(city, QUICK)


@pytest.fixture
def officers(city: Database, logins: Logins) -> Officers:
    return Officers(city, logins)


@pytest.fixture
def admin(officers: Officers) -> Officer:
    return officers.add(None, Entry("chief", "Chief", OfficerRole.ADMIN), PASSWORD)


@pytest.fixture
def add(officers: Officers, admin: Officer) -> Callable[..., Officer]:
    """Adds an officer of a role who needs not change the password."""

    def one(login: str, role: OfficerRole = OfficerRole.DISPATCHER, **more: Any) -> Officer:
        entry = Entry(login, login.title(), role, **more)
        return officers.add(admin, entry, PASSWORD, must_change=False)

    return one
