"""The simulated officers: each takes the steps of their own side, and leaves the desk to people who are at work."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from services.bundle import Services
from services.cases.reasons import read_reasons
from services.connectors.simulator.staff import OF_OWNER, REASON, USUAL, DeskPart, Staff, read_words
from services.domain.incidents import IncidentState, Report
from services.domain.orders import Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import STEPS, Needs, Verb
from services.insight.check import check, is_whole
from services.store import queries_live


@pytest.fixture
def staff(demo: Services) -> Staff:
    with demo.database.reading() as reader:
        owners = {category.code: category.department for category in reader.catalogue().categories}
    return Staff(demo.database, demo.desk, Random(7), owners, read_words())


def report(demo: Services, count: int) -> None:
    with demo.database.reading() as reader:
        catalogue = reader.catalogue()
    leaves = [one.code for one in catalogue.categories if one.active and one.department]
    for at in range(count):
        now = demo.database.clock()
        demo.door.take(Report(catalogue.sources[0].code, leaves[at % len(leaves)], "路灯不亮", now, external=f"r{at}"))


def rounds(demo: Services, staff: Staff, clock: Any, count: int, minds_desk: bool = True) -> None:
    for _ in range(count):
        with demo.database.reading() as reader:
            rows = [row for row in queries_live.open_incidents(reader) if row.state in USUAL]
        for row in rows:
            clock.on(30)
            staff.take(row, minds_desk)


def test_that_every_step_they_draw_is_one_of_the_table_with_all_that_it_needs() -> None:
    words, reasons = read_words(), read_reasons()
    for state, choices in USUAL.items():
        for verb, _ in choices:
            step = STEPS[state, verb]
            if Needs.REASON in step.needs:
                assert REASON[verb] in {reason.code for reason in reasons.for_step(verb)}
            if Needs.WORDS in step.needs:
                assert all(words[str(verb)])


def test_that_a_day_of_the_desk_is_made_of_many_kinds_of_steps(demo: Services, staff: Staff, clock: Any) -> None:
    report(demo, 40)
    rounds(demo, staff, clock, 20)
    with demo.database.reading() as reader:
        verbs = {row[0] for row in reader.all(text("select distinct verb from orders_done"))}
        assert len(queries_live.open_incidents(reader)) < 20
        assert is_whole(check(reader, clock.now))
    assert {"assign", "accept", "finish", "verify", "close"} <= verbs


def test_that_the_desks_part_is_left_to_people(demo: Services, staff: Staff, clock: Any) -> None:
    report(demo, 3)
    rounds(demo, staff, clock, 4, minds_desk=False)
    with demo.database.reading() as reader:
        verbs = {Verb(row[0]) for row in reader.all(text("select distinct verb from orders_done"))}
        assert verbs <= OF_OWNER
        assert any(row.state == IncidentState.REPORTED for row in queries_live.open_incidents(reader))


@pytest.mark.parametrize(
    ("part", "minds"), [(DeskPart.AUTO, True), (DeskPart.SIMULATOR, True), (DeskPart.PEOPLE, False)]
)
def test_that_the_city_says_whose_part_it_is(demo: Services, staff: Staff, part: DeskPart, minds: bool) -> None:
    with demo.database.unit() as unit:
        unit.remember("simulator.desk", part)
        unit.commit()
    assert staff.minds_desk() is minds


def test_that_somebody_who_works_at_the_desk_has_it_to_themselves_for_ten_minutes(
    demo: Services, staff: Staff, clock: Any
) -> None:
    assert staff.minds_desk()
    with demo.database.reading() as reader:
        row = queries_live.open_incidents(reader)[0]
    person = Officer(1, "dispatcher1", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
    demo.desk.carry_out(Order(Verb.ACKNOWLEDGE, row.id, row.version), person)
    assert not staff.minds_desk()
    clock.on(601)
    assert staff.minds_desk()


def test_that_a_step_on_an_incident_that_moved_on_is_refused(demo: Services, staff: Staff, clock: Any) -> None:
    with demo.database.reading() as reader:
        row = next(r for r in queries_live.open_incidents(reader) if r.state == IncidentState.IN_PROGRESS)
    staff.take(row, True)
    with pytest.raises(Refusal) as refusal:
        staff.take(row, True)
    assert refusal.value.code == "desk.conflict"
