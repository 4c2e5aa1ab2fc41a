"""Who may do what with which case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.access.login import Logins
from services.access.rights import MAY, SEATS, Right, may, may_take, refuse_unless, sees, sides
from services.domain.incidents import IncidentClass, IncidentState, LiveIncident, Place, PlaceStatus, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Side, Verb

R = OfficerRole
AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
CASE = LiveIncident(
    1, 1, "N1", "hotline", "leak", Severity.BLUE, IncidentClass.ORDINARY, IncidentState.ASSIGNED,
    Place(PlaceStatus.LOCATED, 116.3, 33.8, 11, 111, 1111), AT, AT, None, 1, department="water",
)  # fmt: skip


def an(role: OfficerRole, **values: object) -> Officer:
    return replace(Officer(7, "lin", "Lin", role), **values)  # type: ignore[arg-type]


def test_that_every_right_is_somebodys_and_has_a_sentence() -> None:
    for right in Right:
        assert MAY[right]
        nobody = an(R.WALL)
        with pytest.raises(Refusal) as refusal:
            refuse_unless(nobody, right)
        assert refusal.value.code == f"rights.{right}"
        assert "Lin" in str(refusal.value)


@pytest.mark.parametrize(
    ("officer", "seen"),
    [
        (an(R.DISPATCHER), True),
        (an(R.SUPERVISOR), True),
        (an(R.LEADER), True),
        (an(R.DEPARTMENT, department="water"), True),
        (an(R.DEPARTMENT, department="police"), False),
        (an(R.DEPARTMENT), False),
        (an(R.TOWN, area=11), True),
        (an(R.TOWN, area=1111), True),
        (an(R.TOWN, area=12), False),
        (an(R.TOWN), False),
        (an(R.TOWN, area=12, also=frozenset({R.DEPARTMENT}), department="water"), True),
    ],
)
def test_that_an_officer_sees_the_own_cases(officer: Officer, seen: bool) -> None:
    assert sees(officer, CASE) is seen
    assert may(officer, Right.SEE_PERSONAL, CASE) is (seen and R.LEADER not in officer.roles)


def test_that_a_department_with_a_child_ticket_sees_the_case() -> None:
    assert sees(an(R.DEPARTMENT, department="police"), CASE, helpers=("police",))


def test_that_personal_data_are_not_everybodys_who_sees_the_case() -> None:
    assert not any(may(an(role), Right.SEE_PERSONAL, CASE) for role in (R.WALL, R.LEADER, R.ADMIN))


def test_that_steps_go_by_the_sides_of_the_table() -> None:
    owner, stranger = an(R.DEPARTMENT, department="water"), an(R.DEPARTMENT, department="police")
    assert sides(owner, CASE) == {Side.OWNER}
    assert may_take(owner, Verb.ACCEPT, CASE)
    assert not may_take(stranger, Verb.ACCEPT, CASE)
    assert not may_take(stranger, Verb.NOTE, CASE)
    assert not may_take(an(R.WALL), Verb.NOTE, CASE)
    assert may_take(an(R.DISPATCHER), Verb.RECALL, CASE)


def test_that_the_briefing_is_for_those_who_see_the_whole_city(logins: Logins) -> None:
    assert R.TOWN not in SEATS["briefing"]
    assert R.DEPARTMENT not in SEATS["briefing"]
    assert {R.WALL, R.SYSTEM}.isdisjoint(SEATS["operator"])
