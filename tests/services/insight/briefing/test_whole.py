from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState, PlaceStatus, Severity
from services.insight.briefing.areas import MEASURES
from services.insight.briefing.count import Count
from services.insight.briefing.whole import LEVELS, Briefing, read_briefing
from services.insight.by_area import open_by_area, overdue_by_area
from services.insight.evaluation.keeping import catch_up
from services.insight.reading import Reading
from services.store.engine import Database


@pytest.fixture
def briefing(city: Database, fill) -> Briefing:
    fill(900)
    catch_up(city)
    return read_briefing(city)


def opened(city: Database, count: Count) -> int:
    return Reading(city).cases(count.cases, limit=1).total


def test_that_every_figure_opens_as_many_cases_as_it_says(city: Database, briefing: Briefing):
    counts = list(briefing.counts())
    assert len(counts) > 100
    wrong = {
        (count.title.text, str(count.cases)): count.value for count in counts if opened(city, count) != count.value
    }
    assert not wrong
    assert sum(count.value > 0 for count in counts) > 80


def test_that_every_day_and_hour_of_the_plots_opens_its_cases(city: Database, briefing: Briefing):
    calendar, week = briefing.trends.calendar, briefing.trends.week
    days = [calendar.of_day(at, closed) for at in range(0, len(calendar.dates), 7) for closed in (False, True)]
    hours = [week.cell(weekday, hour) for weekday in range(7) for hour in range(0, 24, 5)]
    assert sum(count.value for count in hours)
    for count in [*days, *hours]:
        assert opened(city, count) == count.value


def test_that_each_ledger_adds_up_to_the_city_at_every_level(briefing: Briefing):
    totals = {
        measure: {briefing.areas[level].ledger.cells["total", measure].value for level in LEVELS}
        for measure in MEASURES
    }
    assert {measure: len(found) for measure, found in totals.items()} == dict.fromkeys(MEASURES, 1)
    for level in LEVELS:
        cells = briefing.areas[level].ledger.cells
        for measure in MEASURES:
            parts = [cells[row, measure].value for row in ("areas", "none", "unlocated", "outside")]
            assert sum(parts) == cells["total", measure].value
            assert all(parts) or measure == "overdue"


def test_that_the_ledger_agrees_with_what_the_map_counts(briefing: Briefing):
    for level in LEVELS:
        cells = briefing.areas[level].ledger.cells
        for measure, tally in (
            ("open", open_by_area(briefing.picture, level)),
            ("overdue", overdue_by_area(briefing.picture, level, briefing.at)),
        ):
            assert cells["total", measure].value == tally.total
            assert cells["none", measure].value == tally.none
            for row in briefing.areas[level].rows:
                assert getattr(row, measure).value == tally.of(row.area)
        for row in briefing.areas[level].rows:
            assert row.recent.value == briefing.picture.recent[row.area]


def test_that_a_redrawn_area_keeps_the_ledger_whole(city: Database, fill):
    fill(300)
    with city.unit() as unit:
        gone = next(area for area in unit.areas(Level.TOWN))
        unit.put("areas", gone.id, valid_to=date(2026, 11, 1))
        unit.commit()
    briefing = read_briefing(city)
    page = briefing.areas[Level.TOWN]
    assert page.ledger.areas == 2
    for count in page.ledger.cells.values():
        assert opened(city, count) == count.value
    assert page.ledger.cells["none", "open"].value == open_by_area(briefing.picture, Level.TOWN).none


def test_that_the_departments_add_up_with_those_that_nobody_owns(briefing: Briefing):
    page = briefing.departments
    for name in ("in_time", "late", "waiting", "unfinished", "overdue", "open"):
        assert sum(getattr(row, name).value for row in page.rows) == getattr(page.total, name).value
    assert page.total.open.value == briefing.areas[Level.TOWN].ledger.cells["total", "open"].value
    assert any(row.code is None for row in page.unranked)


def test_that_sources_and_categories_hold_every_case_once(briefing: Briefing):
    page = briefing.inflow
    assert sum(stream.now.value for stream in page.sources) == page.total.value
    assert sum(stream.now.value for stream in page.categories) == page.total.value
    assert page.total.value == briefing.trends.spans[0].reported.value
    assert sum(stream.before.value for stream in page.sources) == briefing.trends.spans[0].before.value
    assert [stream.now.value for stream in page.sources] == sorted((s.now.value for s in page.sources), reverse=True)
    assert len(page.sources) == 3  # the silent one too


def test_that_a_page_is_of_one_moment_though_reports_go_on(city: Database, fill):
    fill(50)
    before = read_briefing(city)
    fill(20, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    after = read_briefing(city)
    assert after.picture.reported_total == before.picture.reported_total + 20
    for briefing in (before, after):
        everything = briefing.areas[Level.TOWN].ledger.cells["total", "open"].value
        assert everything == briefing.departments.total.open.value == briefing.today.key_figures[2].main.value


def test_that_an_empty_city_has_pages_that_say_so(city: Database):
    briefing = read_briefing(city)
    assert briefing.today.finding.text == "No incident has been reported yet."
    assert all(count.value == 0 for count in briefing.counts())
    assert briefing.inflow.finding.text.startswith("Nothing was reported")
    assert briefing.departments.finding.text.startswith("No department had enough")
    assert not briefing.today.urgent


def test_that_the_first_incidents_to_look_at_are_red_then_overdue(city: Database, fill):
    now = city.clock()
    common = {"closed_at": None, "state": int(IncidentState.ASSIGNED), "place": int(PlaceStatus.LOCATED)}
    later = now + timedelta(hours=2)
    fill(1, seed=1, severity=int(Severity.BLUE), due_at=now - timedelta(hours=9), **common)
    fill(1, seed=2, severity=int(Severity.ORANGE), due_at=now - timedelta(hours=1), **common)
    fill(1, seed=3, severity=int(Severity.YELLOW), due_at=later, **common)
    fill(1, seed=4, severity=int(Severity.RED), due_at=later, **common)
    suspended = {**common, "state": int(IncidentState.SUSPENDED)}
    fill(1, seed=5, severity=int(Severity.ORANGE), due_at=now - timedelta(days=9), **suspended)
    page = read_briefing(city).today
    assert [urgent.number for urgent in page.urgent] == ["T-4-0", "T-2-0", "T-1-0", "T-5-0"]
    assert page.reds.value == 1


def test_that_yesterdays_figure_ends_at_the_same_minute(city: Database, fill):
    now = city.clock()
    flat = {"closed_at": None, "state": int(IncidentState.REPORTED)}
    for at, seed in (
        (now, 1),
        (now - timedelta(days=1), 2),
        (now - timedelta(hours=23), 3),
        (now - timedelta(days=7), 4),
    ):
        fill(1, seed=seed, reported_at=at, flaw=0, **flat)
    figure = read_briefing(city).today.key_figures[0]
    assert [count.value for _, count in figure.parts] == [1, 1]
    assert opened(city, figure.parts[0][1]) == 1


def test_that_filters_by_area_and_owner_divide_all_cases(city: Database, fill):
    fill(200)
    reading = Reading(city)
    inside = reading.cases(CaseFilter(level=Level.TOWN)).total
    none = reading.cases(CaseFilter(level=Level.TOWN, no_area=True)).total
    apart = sum(reading.cases(CaseFilter(place=p)).total for p in (PlaceStatus.UNLOCATED, PlaceStatus.OUTSIDE))
    assert inside + none + apart == reading.cases(CaseFilter()).total == 200
    owned = sum(reading.cases(CaseFilter(department=code)).total for code in ("police", "water", "housing", "health"))
    assert owned + reading.cases(CaseFilter(unowned=True)).total == 200
