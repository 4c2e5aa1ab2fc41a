"""The way before a seat: a demo opens at once, a real city asks, a picture needs a password where there is one."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.access.entrance import Entrance
from desktop.access.holder import NOBODY
from desktop.application import Application
from services.access.login import Logins
from services.access.officers import Entry, Officers
from services.bundle import Services
from services.domain.people import OfficerRole
from services.domain.refusals import Refusal
from services.words import Words

PASSWORD = "Regen-7-Wolken"
Make = Callable[..., Entrance]


@pytest.fixture
def entrance(qapp: QApplication, services: Services) -> Make:
    def make(seat: str = "operator", officer: str | None = None, picture: bool = True) -> Entrance:
        options = argparse.Namespace(
            command=seat, officer=officer, screenshot=Path("x.png") if picture else None, scale=1.0, size="800x600",
            theme=None,
        )  # fmt: skip
        return Entrance(Application(options, Words("en")), services)

    return make


@pytest.fixture
def demo(services: Services) -> Services:
    """The small city as a demo, made before its officers could log in."""
    with services.database.unit() as unit:
        unit.remember("city.demo", "1")
        for login, role in (("dispatcher1", 2), ("leader1", 6), ("system", 8)):
            unit.add("officers", login=login, name=login, role=role, active=True)
        unit.add("officers", login="d_water", name="Water", role=4, department="water", active=True)
        unit.commit()
    return services


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_that_a_demo_opens_at_once_as_its_usual_officer(demo: Services, entrance: Make) -> None:
    holder = entrance(picture=False).ask()
    assert holder is not None
    assert holder.now.login == "dispatcher1"
    assert holder.now.roles == {OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR}
    assert holder.session
    assert Logins(demo.database).enter("leader1", "yanshi2026", "briefing", "").officer.login == "leader1"


def test_that_a_demo_opens_as_the_officer_who_was_named(demo: Services, entrance: Make) -> None:
    holder = entrance(officer="d_water").ask()
    assert holder is not None
    assert (holder.now.department, holder.scope.department) == ("water", "water")
    assert refused(entrance(officer="nobody").ask) == "login.no_officer"
    assert refused(entrance(officer="system").ask) == "login.seat"
    assert refused(entrance("briefing", "d_water").ask) == "login.seat"


def test_that_a_picture_of_a_demo_writes_nothing(demo: Services, entrance: Make) -> None:
    entrance()
    with demo.database.reading() as reader:
        before = reader.count("journal"), reader.count("sessions")
    holder = entrance().ask()
    assert holder is not None
    assert holder.session == ""
    with demo.database.reading() as reader:
        assert (reader.count("journal"), reader.count("sessions")) == before


def test_that_a_wall_never_asks(services: Services, entrance: Make) -> None:
    holder = entrance("wall", picture=False).ask()
    assert holder is not None
    assert holder.now.role is OfficerRole.WALL
    assert holder.session == ""


def test_that_a_picture_of_a_real_city_needs_a_password_as_soon_as_there_is_one(
    services: Services, entrance: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = entrance().ask()
    assert holder is not None
    assert holder.now == NOBODY
    logins = Logins(services.database)
    officers = Officers(services.database, logins)
    officers.add(None, Entry("chief", "Chief", OfficerRole.ADMIN), PASSWORD)
    assert refused(entrance().ask) == "login.picture"
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert refused(entrance(officer="chief").ask) == "login.wrong"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    way = entrance(officer="chief")
    holder = way.ask()
    assert holder is not None
    assert holder.now.login == "chief"
    way.leave(holder)
    assert logins.seen(holder.session) is None
