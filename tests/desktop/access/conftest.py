"""Officers of the small city, logins whose hashes are quick to reckon, and a seat of one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from desktop.access.holder import Holder
from desktop.context import SeatContext
from services.access.login import Logins
from services.access.officers import Entry, Officers
from services.access.passwords import Passwords
from services.bundle import Services
from services.domain.people import OfficerRole

PASSWORD = "Regen-7-Wolken"


@pytest.fixture
def logins(services: Services) -> Logins:
    return Logins(services.database, Passwords(10, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))


@pytest.fixture
def officers(services: Services, logins: Logins) -> Officers:
    """With an administrator (chief) and a dispatcher (lin)."""
    made = Officers(services.database, logins)
    chief = made.add(None, Entry("chief", "Chief", OfficerRole.ADMIN), PASSWORD)
    made.add(chief, Entry("lin", "Lin Hua", OfficerRole.DISPATCHER), PASSWORD, must_change=False)
    return made


@pytest.fixture
def seated(make_context: Callable[..., SeatContext], officers: Officers, logins: Logins) -> Callable[..., SeatContext]:
    """A context of a seat at which an officer has logged in."""

    def one(login: str = "lin", lang: str = "en", **more: object) -> SeatContext:
        entered = logins.enter(login, PASSWORD, "operator", "desk")
        holder = Holder(entered.officer, entered.scope, entered.session, logins)
        return make_context("operator", lang, officer=holder, **more)

    return one
