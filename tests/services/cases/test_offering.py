"""Which steps are offered: only those that may be taken, never one without a meaning now, the usual one first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.cases.offering import offered, offered_for_child
from services.domain.cases import Case, Child, Request, RequestKind, RequestState
from services.domain.incidents import Incident, IncidentClass, IncidentState, LiveIncident, Place, PlaceStatus, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.steps import STEPS, Verb, sides_of

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
DESK = Officer(1, "dispatch-1", "调度 01", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
DISPATCHER = Officer(2, "dispatch-2", "调度 02", OfficerRole.DISPATCHER)
OWNER = Officer(3, "traffic", "交警", OfficerRole.DEPARTMENT, department="traffic")
WALL = Officer(4, "wall", "", OfficerRole.WALL)


def a_case(state: IncidentState, requests: tuple[Request, ...] = (), **live: object) -> Case:
    place = Place(PlaceStatus.LOCATED, 116.4, 33.9, 1, 2, 3)
    made = LiveIncident(
        7, 4, "YC-20261123-0127", "hotline", "signal", Severity.ORANGE, IncidentClass.ORDINARY, state, place, NOW,
        department="traffic",
    )  # fmt: skip
    return Case(Incident(replace(made, **live), "text", "address"), requests)


def a_request(kind: RequestKind) -> Request:
    return Request(1, 1, kind, RequestState.PENDING, "weather", "rain", 24.0, None, "traffic", NOW)


def verbs(case: Case, officer: Officer) -> list[Verb]:
    return [step.verb for step in offered(case, officer, NOW)]


@pytest.mark.parametrize("officer", [DESK, DISPATCHER, OWNER, WALL])
@pytest.mark.parametrize("state", list(IncidentState))
def test_that_nothing_is_offered_that_the_table_does_not_allow(state: IncidentState, officer: Officer) -> None:
    case = a_case(state)
    sides = sides_of(officer, "traffic", (1, 2, 3))
    assert all(STEPS[state, verb].allows(sides) for verb in verbs(case, officer))


@pytest.mark.parametrize(
    ("state", "officer", "usual"),
    [
        (IncidentState.REPORTED, DESK, Verb.ASSIGN),
        (IncidentState.FILED, DISPATCHER, Verb.ASSIGN),
        (IncidentState.ASSIGNED, OWNER, Verb.ACCEPT),
        (IncidentState.ASSIGNED, DESK, Verb.URGE),
        (IncidentState.IN_PROGRESS, OWNER, Verb.FINISH),
        (IncidentState.FINISHED, DESK, Verb.VERIFY),
        (IncidentState.VERIFIED, DESK, Verb.CLOSE),
        (IncidentState.MERGED, DESK, Verb.UNMERGE),
    ],
)
def test_that_the_usual_next_step_stands_first(state: IncidentState, officer: Officer, usual: Verb) -> None:
    assert verbs(a_case(state), officer)[0] is usual


def test_that_a_request_that_waits_is_decided_first() -> None:
    case = a_case(IncidentState.ACCEPTED, (a_request(RequestKind.EXTENSION),))
    assert verbs(case, DESK)[:2] == [Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION]
    assert Verb.GRANT_SUSPENSION not in verbs(case, DESK)
    assert Verb.ASK_EXTENSION not in verbs(case, OWNER)
    assert Verb.WITHDRAW in verbs(case, OWNER)


def test_that_without_a_request_nothing_can_be_granted_or_withdrawn() -> None:
    found = verbs(a_case(IncidentState.ACCEPTED), DESK)
    assert not {Verb.GRANT_EXTENSION, Verb.REFUSE_SUSPENSION, Verb.WITHDRAW} & set(found)


def test_that_what_is_seen_is_not_acknowledged_again_and_what_is_shelved_not_shelved() -> None:
    case = a_case(IncidentState.FILED, acked=True, shelved_until=NOW + timedelta(hours=1))
    found = verbs(case, DESK)
    assert Verb.ACKNOWLEDGE not in found
    assert Verb.SHELVE not in found
    assert Verb.UNSHELVE in found
    assert Verb.SHELVE in verbs(a_case(IncidentState.FILED, shelved_until=NOW - timedelta(hours=1)), DESK)


def test_that_an_incident_with_an_open_child_ticket_is_not_finished() -> None:
    case = a_case(IncidentState.IN_PROGRESS)
    with_child = replace(case, incident=replace(case.incident, children=1))
    assert Verb.FINISH in verbs(case, OWNER)
    assert Verb.FINISH not in verbs(with_child, OWNER)


def test_that_a_further_department_takes_the_steps_of_its_own_ticket() -> None:
    child = Child(9, 1, "fire", IncidentState.ASSIGNED, "clear the lane", NOW, "dispatch-1")
    case = replace(a_case(IncidentState.IN_PROGRESS), children=(child,))
    fire = Officer(5, "fire", "消防", OfficerRole.DEPARTMENT, department="fire")
    assert offered_for_child(case, child, fire)[0].verb is Verb.ACCEPT
    assert Verb.ACCEPT not in [step.verb for step in offered_for_child(case, child, OWNER)]


def test_that_who_may_only_look_is_offered_nothing() -> None:
    assert verbs(a_case(IncidentState.ASSIGNED), WALL) == []
    assert verbs(a_case(IncidentState.DRAFT), WALL) == []
