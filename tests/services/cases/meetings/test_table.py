from __future__ import annotations

from datetime import timedelta

import pytest

from services.bundle import read_deadlines
from services.cases.deciding.meetings import refuse_bound
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.meetings.table import Meetings
from services.cases.rulebook import RuleBook
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.domain.incidents import IncidentState
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.queries import tickets

DESK = Officer(0, "desk", "", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
LEADER = Officer(0, "mayor", "", OfficerRole.LEADER)
WATER = Officer(0, "water", "", OfficerRole.DEPARTMENT, department="water")
HOUR = timedelta(hours=1)


@pytest.fixture
def rules() -> RuleBook:
    return RuleBook(read_deadlines())


@pytest.fixture
def table(city: Database, rules: RuleBook) -> Meetings:
    return Meetings(city, rules)


@pytest.fixture
def watch(city: Database, rules: RuleBook) -> Watch:
    return Watch(city, WatchRules(), rules)


@pytest.fixture
def a_shuttlecock(city: Database, door: Door, a_report, clock) -> int:
    """A ticket that two departments have given back."""
    ident = door.take(a_report()).incident
    with city.unit() as unit:
        for n, department in enumerate(("police", "housing")):
            unit.add(
                "holdings", incident_id=ident, department=department, begin=clock() - (9 - 4 * n) * HOUR,
                end=clock() - (6 - 4 * n) * HOUR, verb="return", reason="not_ours", words="不属我局", by=department,
            )  # fmt: skip
        unit.put("incidents", ident, version=1, state=int(IncidentState.RETURNED), returns=2)
        unit.commit()
    return ident


def test_that_a_ticket_that_came_back_twice_goes_before_a_meeting_by_itself_and_once(
    table, watch, a_shuttlecock
) -> None:
    assert watch.look().met == 1
    assert watch.look().met == 0
    (item,) = table.waiting()
    assert (item.incident, item.cause, item.returns) == (a_shuttlecock, "two_departments", 2)


def test_that_the_ledger_tells_who_held_it_how_long_and_why_it_went_back(table, watch, a_shuttlecock) -> None:
    watch.look()
    page = table.page(table.waiting()[0].id)
    assert [(held.department, held.end - held.begin, held.reason) for held in page.ledger] == [
        ("police", 3 * HOUR, "not_ours"),
        ("housing", 3 * HOUR, "not_ours"),
    ]


def test_that_a_decision_binds(table, watch, a_shuttlecock, city) -> None:
    watch.look()
    item = table.waiting()[0]
    table.decide(item.id, item.version, "water", "管网漏点在市政侧", LEADER)
    with city.reading() as reader:
        case = tickets.cases(reader, [a_shuttlecock])[a_shuttlecock]
    assert (case.incident.department, case.incident.live.state) == ("water", IncidentState.ASSIGNED)
    assert not case.incident.in_meeting
    with pytest.raises(Refusal, match=r"desk\.bound"):
        refuse_bound(case)
    assert table.waiting() == []
    assert watch.look().met == 0


def test_that_of_two_clerks_one_writes_the_decision(table, watch, a_shuttlecock) -> None:
    watch.look()
    item = table.waiting()[0]
    table.decide(item.id, item.version, "water", "市政侧", LEADER)
    with pytest.raises(Refusal, match=r"meeting\.decided"):
        table.decide(item.id, item.version, "police", "另有意见", DESK)


def test_that_departments_decide_nothing_and_nothing_is_decided_without_words(table, watch, a_shuttlecock) -> None:
    watch.look()
    item = table.waiting()[0]
    with pytest.raises(Refusal, match=r"meeting\.not_yours"):
        table.decide(item.id, item.version, "water", "x", WATER)
    with pytest.raises(Refusal, match=r"meeting\.words"):
        table.decide(item.id, item.version, "water", "  ", DESK)


def test_that_a_meeting_is_called_by_hand_and_held_with_minutes(table, city, door, a_report, rules, clock) -> None:
    ident, desk = door.take(a_report()).incident, Desk(city, rules)
    desk.carry_out(Order(Verb.ASSIGN, ident, 1, Details(department="water")), DESK)
    desk.carry_out(Order(Verb.CALL_MEETING, ident, 2, Details(words="权责不清")), DESK)
    with pytest.raises(Refusal, match=r"desk\.in_meeting"):
        desk.carry_out(Order(Verb.CALL_MEETING, ident, 3), DESK)
    item = table.waiting()[0]
    meeting = table.plan(clock() + 24 * HOUR, [item.id], DESK, "二楼会议室", "副市长")
    assert table.waiting()[0].meeting == meeting
    with pytest.raises(Refusal, match=r"meeting\.minutes"):
        table.close(meeting, 1, "", DESK)
    table.close(meeting, 1, "三家到会，议定由供水公司主办", DESK)
    assert table.planned()[0].minutes.startswith("三家到会")


def test_that_days_lost_are_told_by_department_with_their_cases(table, a_shuttlecock, clock) -> None:
    found = table.lost(clock() - 24 * HOUR, clock())
    assert {one.department: (one.time, one.cases) for one in found} == {
        "police": (3 * HOUR, (a_shuttlecock,)),
        "housing": (3 * HOUR, (a_shuttlecock,)),
    }


def test_that_a_decision_needs_an_owner_and_stands_in_the_list_of_decisions(table, watch, a_shuttlecock) -> None:
    watch.look()
    (item,) = table.waiting()
    with pytest.raises(Refusal, match=r"meeting\.owner"):
        table.decide(item.id, item.version, "", "由水务部门主办", LEADER)
    assert table.decided() == []
    table.decide(item.id, item.version, "water", "由水务部门主办", LEADER)
    assert [(one.id, one.owner, one.decision) for one in table.decided()] == [(item.id, "water", "由水务部门主办")]


def test_that_a_meeting_lists_its_items_and_cuts_what_is_too_long(table, watch, a_shuttlecock, clock) -> None:
    watch.look()
    (item,) = table.waiting()
    meeting = table.plan(clock() + HOUR, [item.id], LEADER, place="长" * 900, chair="长" * 900)
    assert [one.id for one in table.items_of(meeting)] == [item.id]
    assert len(table.planned()[0].place) == 200
