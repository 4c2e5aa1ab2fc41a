"""Lists of cases: whole, in any order, the same on either database, and never shifting."""

from __future__ import annotations

import pytest

from services.domain.case_filter import CaseFilter, CaseOrder
from services.domain.incidents import IncidentState
from services.insight.briefing.areas import recent_of
from services.insight.briefing.whole import read_briefing
from services.insight.reading import Reading
from services.store.engine import Database


@pytest.mark.parametrize("order", list(CaseOrder))
def test_that_every_order_holds_every_case_once(city: Database, fill, order: CaseOrder):
    ids = set(fill(120))
    for descending in (False, True):
        found = Reading(city).case_list(CaseFilter(), order, descending).ids.tolist()
        assert len(found) == len(ids)
        assert set(found) == ids


@pytest.mark.parametrize(("order", "name"), [(CaseOrder.CLOSED, "closed_at"), (CaseOrder.DUE, "due_at")])
def test_that_what_is_not_known_comes_last_either_way(city: Database, fill, order: CaseOrder, name: str):
    fill(60)
    fill(5, seed=2, due_at=None)
    reading = Reading(city)
    for descending in (False, True):
        ids = reading.case_list(CaseFilter(), order, descending).ids.tolist()
        times = [getattr(case.live, name) for case in reading.cases_of(ids)]
        known = [time for time in times if time is not None]
        assert times[: len(known)] == sorted(known, reverse=descending)
        assert len(known) < len(times)


def test_that_a_page_of_a_list_keeps_its_order_and_shows_what_is_true_now(city: Database, fill):
    ids = fill(30)
    reading = Reading(city)
    wanted = reading.case_list(CaseFilter()).ids.tolist()[5:15]
    with city.unit() as unit:
        unit.put("incidents", wanted[3], state=int(IncidentState.VOIDED))
        unit.commit()
    cases = reading.cases_of(wanted)
    assert [case.live.id for case in cases] == wanted
    assert cases[3].live.state is IncidentState.VOIDED
    assert reading.cases_of([max(ids) + 1]) == ()


def test_that_personal_data_is_masked_in_every_page(city: Database, fill):
    ids = fill(1, text="电话 13812342210", address="南街 13812342210")
    (case,) = Reading(city).cases_of(ids)
    assert "13812342210" not in case.text + case.address


def test_that_any_area_of_a_map_opens_what_was_reported_in_it(city: Database, fill):
    fill(400)
    briefing = read_briefing(city)
    reading = Reading(city)
    for area in range(1, len(briefing.picture.areas)):
        count = recent_of(briefing.picture, area, briefing.at)
        assert reading.cases(count.cases, limit=1).total == count.value
    assert sum(recent_of(briefing.picture, area, briefing.at).value for area in range(1, 4)) > 20


def test_that_the_day_so_far_opens_hour_by_hour(city: Database, fill):
    fill(100)
    fill(40, seed=3, reported_at=city.clock().replace(hour=3, minute=0), closed_at=None)
    curve = read_briefing(city).today.curve
    counts = [curve.until(hour) for hour in range(1, len(curve.today) // 60 + 1)]
    assert len(counts) == 14
    assert counts[-1].value >= 40
    for count in counts:
        assert Reading(city).cases(count.cases, limit=1).total == count.value


def test_that_two_readings_of_one_moment_have_one_mark(city: Database, fill):
    fill(50)
    first, second = read_briefing(city), read_briefing(city)
    assert first.mark == second.mark
    fill(1, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    assert read_briefing(city).mark != first.mark


def test_that_no_panel_shows_the_name_or_the_number_of_who_reported(city: Database, fill, clock) -> None:
    (ident,) = fill(1, text="我是王小明，请回电13812342210", address="王小明家")
    with city.unit() as unit:
        unit.add(
            "reports", incident_id=ident, source="hotline", reported_at=clock(), received_at=clock(),
            text="王小明又来电", contact="13812342210", contact_name="王小明",
        )  # fmt: skip
        unit.note("li", "return", f"incident/{ident}", why="王小明（13812342210）不在")
        unit.commit()
    reading = Reading(city)
    card = reading.incident_card(ident)
    for shown in (card, reading.cases(CaseFilter()), reading.cases_of([ident])):
        assert "王小明" not in repr(shown)
        assert "13812342210" not in repr(shown)
    assert card.incident.text == "我是王**，请回电138****2210"
