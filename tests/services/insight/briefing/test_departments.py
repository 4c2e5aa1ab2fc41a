from __future__ import annotations

from datetime import timedelta

from services.domain.evaluation import Group, Part
from services.domain.incidents import IncidentState
from services.insight.briefing.departments import DAYS, LEAST, DepartmentsPage
from services.insight.briefing.whole import read_briefing
from services.insight.evaluation.keeping import catch_up
from services.insight.evaluation.table import last_days
from services.insight.reading import Reading
from services.store.engine import Database


def departments(city: Database) -> DepartmentsPage:
    catch_up(city)
    return read_briefing(city).departments


def closed(city: Database, fill, department: str | None, in_time: int, late: int) -> None:
    at = city.clock() - timedelta(days=2)
    common = {"department": department, "closed_at": at, "state": int(IncidentState.CLOSED), "flaw": 0}
    common["reported_at"] = at - timedelta(days=1)
    fill(in_time, seed=len(department or "") * 10 + 1, due_at=at + timedelta(hours=1), **common)
    fill(late, seed=len(department or "") * 10 + 2, due_at=at - timedelta(hours=1), **common)


def test_that_only_a_department_whose_interval_leaves_the_city_out_is_named(city: Database, fill):
    closed(city, fill, "police", 100, 2)
    closed(city, fill, "water", 99, 3)
    closed(city, fill, "housing", 60, 40)
    page = departments(city)
    assert [row.code for row in page.ranked] == ["housing", "water", "police"]
    assert [row.clear for row in page.ranked] == [-1, 1, 1]
    assert page.finding.values["below"].codes == ("housing",)
    assert page.ranked[0].due == 100
    assert page.total.due == 304


def test_that_departments_alike_are_not_ranked_in_words(city: Database, fill):
    for code, late in (("police", 3), ("water", 5), ("housing", 4)):
        closed(city, fill, code, 100 - late, late)
    page = departments(city)
    assert {row.clear for row in page.ranked} == {0}
    assert page.finding.text.startswith("The departments can't be told apart")


def test_that_few_cases_give_no_interval_and_no_rank(city: Database, fill):
    closed(city, fill, "police", LEAST - 1, 0)
    closed(city, fill, None, 50, 0)
    page = departments(city)
    assert not page.ranked
    assert [(row.code, row.due, row.interval) for row in page.unranked] == [("police", 29, None), (None, 50, None)]


def test_that_what_is_overdue_counts_as_due_and_suspended_does_not(city: Database, fill):
    late = {"department": "water", "closed_at": None, "due_at": city.clock() - timedelta(hours=1), "flaw": 0}
    fill(3, seed=1, state=int(IncidentState.ASSIGNED), **late)
    fill(5, seed=2, state=int(IncidentState.SUSPENDED), **late)
    row = departments(city).unranked[0]
    assert (row.overdue.value, row.open.value, row.due) == (3, 8, 3)


def test_that_the_page_says_what_the_evaluation_says(city: Database, fill):
    fill(700)
    page = departments(city)
    zone = read_briefing(city).picture.city.zone
    table = Reading(city).evaluation(Group.DEPARTMENT, last_days(city.clock(), DAYS, zone), city.clock())
    assert {row.code: row.due for row in page.rows if row.due} == {row.key: row.sums.of(Part.DUE) for row in table.rows}
    for row in page.rows:
        same = next((other for other in table.rows if other.key == row.code), None)
        if same is not None:
            assert row.in_time.value == same.sums.of(Part.IN_TIME)
            assert (row.interval, row.clear) == (same.interval, same.clear)


def test_that_what_is_finished_and_not_closed_is_late_only_once_its_limit_has_passed(city: Database, fill):
    now = city.clock()
    common = {"department": "water", "closed_at": None, "flaw": 0, "state": int(IncidentState.FINISHED)}
    common |= {"reported_at": now - timedelta(hours=9), "finished_at": now - timedelta(hours=2)}
    fill(2, seed=1, due_at=now + timedelta(hours=1), **common)
    fill(3, seed=2, due_at=now - timedelta(hours=1), **common)
    row = departments(city).total
    assert (row.in_time.value, row.late.value, row.waiting.value, row.unfinished.value) == (0, 3, 2, 0)


def test_that_the_page_says_while_cases_are_still_being_counted(city: Database, fill):
    closed(city, fill, "police", 4, 0)
    page = read_briefing(city).departments
    assert page.behind == 4
    assert "still being counted" in page.qualifier.text
    assert departments(city).behind == 0
