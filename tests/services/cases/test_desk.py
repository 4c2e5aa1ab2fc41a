from __future__ import annotations

from collections.abc import Callable

import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.rulebook import RuleBook
from services.domain.incidents import IncidentState, Report
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database

DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "desk02", "钱", OfficerRole.DISPATCHER)
POLICE = Officer(3, "police", "孙", OfficerRole.DEPARTMENT, department="police")


@pytest.fixture
def desk(city: Database) -> Desk:
    return Desk(city, RuleBook(read_deadlines()))


@pytest.fixture
def an_incident(door: Door, a_report: Callable[..., Report]) -> int:
    return door.take(a_report()).incident


def order(verb: Verb, incident: int, version: int, **details: object) -> Order:
    return Order(verb, incident, version, Details(**details))  # type: ignore[arg-type]


def test_that_a_whistle_finds_its_owner_and_the_owner_takes_it_on(desk: Desk, an_incident: int, city: Database) -> None:
    assert desk.carry_out(order(Verb.FILE, an_incident, 1), DESK).version == 2
    assert desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="police"), OTHER).version == 3
    assert desk.carry_out(order(Verb.ACCEPT, an_incident, 3), POLICE).version == 4
    with city.reading() as reader:
        found = reader.incident(an_incident)
    assert found is not None
    assert (found.live.state, found.department, found.assigned_by) == (IncidentState.ACCEPTED, "police", "desk02")
    assert found.live.acked


def test_that_the_second_dispatcher_is_refused_and_told_who_was_faster(desk: Desk, an_incident: int) -> None:
    desk.carry_out(order(Verb.FILE, an_incident, 1), DESK)
    desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="water"), OTHER)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="police"), DESK)
    assert refusal.value.code == "desk.conflict"
    assert refusal.value.values["officer"] == "desk02"


def test_that_the_same_order_twice_changes_nothing(desk: Desk, an_incident: int) -> None:
    told = order(Verb.ASSIGN, an_incident, 1, department="water")
    assert not desk.carry_out(told, DESK).again
    done = desk.carry_out(told, DESK)
    assert done.again
    assert done.version == 2


def test_that_a_step_of_another_side_is_refused_with_what_is_possible(desk: Desk, an_incident: int) -> None:
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.FILE, an_incident, 1), OTHER)
    assert refusal.value.code == "desk.not_yours"
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.ACCEPT, an_incident, 1), DESK)
    assert refusal.value.code == "desk.not_now"
