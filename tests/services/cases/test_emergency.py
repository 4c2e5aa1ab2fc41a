from __future__ import annotations

from dataclasses import replace

import pytest

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.emergency import Emergencies
from services.cases.notice import Inbox
from services.cases.plans import plan_for, read_plans
from services.cases.rulebook import RuleBook
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import IncidentClass
from services.domain.notices import NoticeKind
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.live.advance import advance
from services.live.picture import load_picture
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

DESK = Officer(0, "desk", "", OfficerRole.DISPATCHER)


@pytest.fixture
def officers(hire) -> dict[str, Officer]:
    return hire(
        desk=(OfficerRole.DISPATCHER, None),
        mayor=(OfficerRole.LEADER, None),
        water=(OfficerRole.DEPARTMENT, "water"),
        police=(OfficerRole.DEPARTMENT, "police"),
    )


@pytest.fixture
def responses(city: Database) -> Emergencies:
    general = plan_for(read_plans(), "leak")
    return Emergencies(city, [replace(general, departments=("police",))])


@pytest.fixture
def a_hazard(city: Database, door: Door, a_report) -> int:
    ident = door.take(a_report()).incident
    with city.unit() as unit:
        unit.put("incidents", ident, version=1, kind=int(IncidentClass.MAJOR), department="water")
        unit.commit()
    return ident


def test_that_a_response_calls_those_whom_its_plan_names(responses, a_hazard, officers, city) -> None:
    ident = responses.open(a_hazard, officers["desk"])
    found = responses.read(ident)
    assert {call.name for call in found.roll} == {"desk", "mayor", "water", "police"}
    assert [step.rank for step in found.steps] == list(range(1, len(found.steps) + 1))
    assert Inbox(city).read(officers["police"])[0].notice.kind is NoticeKind.EMERGENCY


def test_that_a_lower_level_leaves_the_leaders_in_peace_and_raising_it_calls_them(
    responses, a_hazard, officers
) -> None:
    ident = responses.open(a_hazard, officers["desk"], ResponseLevel.IV)
    assert "mayor" not in {call.name for call in responses.read(ident).roll}
    responses.grade(ident, 1, ResponseLevel.II, officers["desk"], "火势蔓延")
    found = responses.read(ident)
    assert found.live.level is ResponseLevel.II
    assert "mayor" in {call.name for call in found.roll}
    assert sum(call.name == "desk" for call in found.roll) == 1


def test_that_steps_and_the_roll_are_ticked_once(responses, a_hazard, officers) -> None:
    ident = responses.open(a_hazard, officers["desk"])
    step = responses.read(ident).steps[0].id
    assert responses.tick(ident, step, officers["desk"])
    assert not responses.tick(ident, step, officers["mayor"])
    assert responses.answer(ident, officers["water"])
    assert not responses.answer(ident, officers["water"])
    responses.log(ident, officers["police"], "现场已封控")
    found = responses.read(ident)
    assert found.steps[0].done_by == "desk"
    assert [line.verb for line in found.log] == ["log", "present", "step", "open"]


def test_that_two_who_open_it_at_once_open_one(responses, a_hazard, officers) -> None:
    assert responses.open(a_hazard, officers["desk"]) == responses.open(a_hazard, officers["mayor"])


def test_that_a_response_that_stood_down_takes_no_further_orders(responses, a_hazard, officers, city) -> None:
    ident = responses.open(a_hazard, officers["desk"])
    responses.stand_down(ident, 1, officers["desk"], "险情排除，无人受伤")
    with pytest.raises(Refusal, match=r"emergency\.ended"):
        responses.log(ident, officers["desk"], "x")
    assert responses.standing() == []
    told = [receipt.notice.values for receipt in Inbox(city).read(officers["water"])]
    assert [values.get("ended") for values in told].count("1") == 1


def test_that_departments_command_nothing(responses, a_hazard, officers) -> None:
    with pytest.raises(Refusal, match=r"emergency\.not_yours"):
        responses.open(a_hazard, officers["water"])


def test_that_the_watch_sets_one_going_for_a_major_hazard_and_tells_the_leaders_once(a_hazard, officers, city) -> None:
    watch = Watch(city, WatchRules(), RuleBook(read_deadlines()))
    assert watch.look().responses == 1
    assert watch.look().responses == 0
    kinds = [receipt.notice.kind for receipt in Inbox(city).read(officers["mayor"])]
    assert sorted(kinds) == [NoticeKind.EMERGENCY, NoticeKind.MAJOR]


def test_that_seats_hear_of_it_as_if_they_had_loaded_it(responses, a_hazard, officers, city, clock) -> None:
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, clock()))
    feed = open_feed(city)
    ident = responses.open(a_hazard, officers["desk"])
    responses.grade(ident, 1, ResponseLevel.I, officers["desk"], "扩大")
    other = responses.open(_another(city, a_hazard), officers["desk"])
    responses.stand_down(other, 1, officers["desk"], "误报")
    facts, _ = feed.poll(cursor)
    feed.close()
    picture, touched = advance(picture, facts)
    with city.reading() as reader:
        assert picture.emergencies == load_picture(reader, clock()).emergencies
    assert touched.emergencies
    assert officers["mayor"].id in touched.officers


def _another(city: Database, like: int) -> int:
    with city.unit() as unit:
        live = unit.live_incident(like)
        ident = unit.add(
            "incidents", number="x", source=live.source, category=live.category, severity=1, kind=3, state=1, place=2,
            reported_at=live.reported_at,
        )  # fmt: skip
        unit.commit()
    return ident
