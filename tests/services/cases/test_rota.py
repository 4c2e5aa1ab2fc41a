"""The duty roster: who keeps it, and whom a notice reaches by it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from services.cases.rota import Rota
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.rota import Shift, minute_of
from services.store.engine import Database
from services.store.queries import notices, rota
from services.store.tables.live import journal

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def clock(ticking):
    return ticking


@pytest.fixture
def officers(hire) -> dict[str, Officer]:
    """Two of the water department, one of the police, an administrator."""
    return hire(
        chief=(OfficerRole.ADMIN, None),
        water1=(OfficerRole.DEPARTMENT, "water"),
        water2=(OfficerRole.DEPARTMENT, "water"),
        police=(OfficerRole.DEPARTMENT, "police"),
    )


@pytest.fixture
def at(ticking):
    """Moves the clock to a time of Tuesday, 24 November, as the city has it."""

    def go(text: str) -> None:
        hour, minute = divmod(minute_of(text), 60)
        ticking.now = datetime(2026, 11, 24, hour, minute, tzinfo=SHANGHAI)

    return go


def told(city: Database, department: str) -> set[str]:
    with city.unit() as unit:
        known = notices.active_officers(unit)
        names = {officer.id: officer.login for officer in known}
        return {names[ident] for ident in rota.department_now(unit, known, department)}


def test_that_without_a_roster_all_of_a_department_are_told(city, officers, at) -> None:
    at("03:00")
    assert told(city, "water") == {"water1", "water2"}


def test_that_those_on_duty_are_told_by_day_and_by_night(city, officers, at) -> None:
    keeper = Rota(city)
    keeper.add(Shift("water1", 2, minute_of("08:00"), minute_of("20:00")), officers["chief"])
    keeper.add(Shift("water2", 2, minute_of("20:00"), minute_of("08:00")), officers["chief"])
    at("09:00")
    assert told(city, "water") == {"water1"}
    at("22:00")
    assert told(city, "water") == {"water2"}


def test_that_an_hour_with_nobody_on_duty_reaches_all_rather_than_none(city, officers, at) -> None:
    Rota(city).add(Shift("water1", 2, minute_of("08:00"), minute_of("12:00")), officers["chief"])
    at("18:00")
    assert told(city, "water") == {"water1", "water2"}


def test_that_one_departments_roster_silences_nobody_of_another(city, officers, at) -> None:
    Rota(city).add(Shift("water1", 0, 0, 0), officers["chief"])
    at("09:00")
    with city.unit() as unit:
        known = notices.active_officers(unit)
        wanted = [officers[login].id for login in ("water1", "water2", "police")]
        assert rota.on_duty(unit, known, wanted) == [officers["water1"].id, officers["police"].id]


def test_that_only_administrators_keep_it(city, officers) -> None:
    with pytest.raises(Refusal):
        Rota(city).add(Shift("water1", 0, 0, 0), officers["police"])
    with pytest.raises(Refusal):
        Rota(city).replace([], officers["police"])
    with pytest.raises(Refusal):
        Rota(city).remove([1], officers["police"])
    assert Rota(city).lines() == []


def test_that_the_same_line_twice_stands_once_and_goes_at_once(city, officers) -> None:
    keeper, line = Rota(city), Shift("water1", 1, 0, 60)
    assert keeper.add(line, officers["chief"]) == 1
    assert keeper.add(line, officers["chief"]) == 0
    assert keeper.remove([one.id for one in keeper.lines()], officers["chief"]) == 1
    assert keeper.lines() == []


def test_that_a_new_roster_takes_the_place_of_the_old_whole_or_not_at_all(city, officers) -> None:
    keeper = Rota(city)
    keeper.add(Shift("water1", 1, 0, 60), officers["chief"])
    with pytest.raises(Refusal):
        keeper.replace([Shift("water2", 1, 0, 60), Shift("gone", 1, 0, 60)], officers["chief"])
    assert [line.login for line in keeper.lines()] == ["water1"]
    assert keeper.replace([Shift("water2", 0, 1200, 480)], officers["chief"]) == 2
    assert [line.login for line in keeper.lines()] == ["water2", "water2"]


def test_that_each_change_stands_in_the_journal(city, officers) -> None:
    keeper = Rota(city)
    keeper.add(Shift("water1", 1, 0, 60), officers["chief"])
    keeper.replace([Shift("water2", 0, 0, 0)], officers["chief"])
    with city.reading() as reader:
        lines = reader.all(select(journal.c.verb, journal.c.officer).where(journal.c.officer == "chief"))
    assert [line.verb for line in lines] == ["add_duty", "replace_rota"]
