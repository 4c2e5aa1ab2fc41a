from __future__ import annotations

from datetime import timedelta

import pytest

from services.cases.door import Door
from services.cases.handover import MOST, Handovers
from services.domain.handover import Chapter
from services.domain.incidents import Severity
from services.domain.people import Duty, Officer, OfficerRole, Role
from services.domain.refusals import Refusal
from services.store.engine import Database

OUT = Officer(0, "li", "", OfficerRole.DISPATCHER)
IN = Officer(0, "wang", "", OfficerRole.DISPATCHER)


@pytest.fixture
def clock(ticking):
    return ticking


@pytest.fixture
def table(city: Database) -> Handovers:
    return Handovers(city)


def test_that_the_sheet_tells_what_the_next_shift_must_know(table, city, door: Door, a_report, clock) -> None:
    red = door.take(a_report(severity=Severity.RED, reported_at=clock() - timedelta(hours=20))).incident
    late = door.take(a_report(lon=116.35, reported_at=clock() - timedelta(hours=30), category="noise")).incident
    with city.unit() as unit:
        unit.add(
            "people", role=int(Role.FULL_TIME), name="某", duty=int(Duty.ON), position_at=clock() - timedelta(hours=5)
        )
        unit.put("incidents", late, version=1, shelved_until=clock() + timedelta(hours=1))
        unit.commit()
    sheet = table.make(OUT).sheet
    assert [line.incident for line in sheet.lines[Chapter.REDS]] == [red]
    assert [line.incident for line in sheet.lines[Chapter.DUE]] == [red]
    assert [line.incident for line in sheet.lines[Chapter.OVERDUE]] == [late]
    assert [line.what for line in sheet.lines[Chapter.PROMISES]] == ["shelved"]
    assert len(sheet.lines[Chapter.WORKERS]) == 1
    assert {line.source for line in sheet.lines[Chapter.FEEDS]} == {"grid", "silent"}


def test_that_a_long_chapter_counts_what_it_does_not_list(table, city, door: Door, a_report, clock) -> None:
    for n in range(MOST + 3):
        door.take(a_report(severity=Severity.RED, reported_at=clock() - timedelta(hours=n), text=str(n)))
    sheet = table.make(OUT).sheet
    assert len(sheet.lines[Chapter.REDS]) == MOST
    assert sheet.count(Chapter.REDS) == MOST + 3


def test_that_both_sides_sign_what_stands_there_and_nothing_changes_after(table, city, clock) -> None:
    made = table.make(OUT)
    noted = table.annotate(made.id, 1, {"feed/silent": "厂家明早到场", "x": "  "}, OUT)
    assert noted.notes == {"feed/silent": "厂家明早到场"}
    with pytest.raises(Refusal, match=r"handover\.not_given"):
        table.take(made.id, 2, IN)
    given = table.give(made.id, 2, OUT)
    with pytest.raises(Refusal, match=r"handover\.signed"):
        table.annotate(made.id, 3, {}, OUT)
    with pytest.raises(Refusal, match=r"handover\.same"):
        table.take(made.id, 3, OUT)
    taken = table.take(made.id, 3, IN)
    assert (taken.given_by, taken.taken_by) == ("li", "wang")
    assert taken.sheet == made.sheet
    assert taken.is_whole
    assert given.digest == taken.digest


def test_that_a_sheet_that_was_changed_after_the_signature_is_not_taken(table, city) -> None:
    made = table.make(OUT)
    table.give(made.id, 1, OUT)
    with city.unit() as unit:
        unit.put("handovers", made.id, notes={"x": "hidden"})
        unit.commit()
    with pytest.raises(Refusal, match=r"handover\.broken"):
        table.take(made.id, 2, IN)


def test_that_of_two_who_take_it_at_once_one_does(table, city) -> None:
    made = table.make(OUT)
    table.give(made.id, 1, OUT)
    table.take(made.id, 2, IN)
    with pytest.raises(Refusal, match=r"handover\.taken"):
        table.take(made.id, 2, Officer(0, "zhao", "", OfficerRole.DISPATCHER))


def test_that_only_the_centre_hands_over_the_city(table) -> None:
    clerk = Officer(0, "clerk", "", OfficerRole.DEPARTMENT)
    with pytest.raises(Refusal, match=r"handover\.not_yours"):
        table.make(clerk)
    made = table.make(OUT)
    for order in (table.give, table.take):
        with pytest.raises(Refusal, match=r"handover\.not_yours"):
            order(made.id, made.version, clerk)
