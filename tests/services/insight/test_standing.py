"""What a wall shows as one value: it agrees with the database, adds up, and orders by what matters."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState, PlaceStatus, Severity
from services.insight.reading import Reading
from services.insight.standing import MOST, Standing, standing
from services.live.picture import load_picture
from services.store.engine import Database


@pytest.fixture
def count(city: Database):
    """Counts the city as it is now."""

    def counted() -> tuple[Standing, Reading, datetime]:
        now = city.clock()
        with city.reading() as reader:
            return standing(load_picture(reader, now), now), Reading(city), now

    return counted


def test_that_every_figure_opens_as_many_cases_as_it_counts(fill, count) -> None:
    fill(900)
    found, reading, _ = count()
    opened = {name: figure for name, figure in found.figures.items() if figure.cases is not None}
    assert {"reported_today", "open_now", "overdue", "closed_in_time"} <= set(opened)
    for name, figure in opened.items():
        assert reading.cases(figure.cases, limit=1).total == figure.value, name


def test_that_a_clock_that_goes_before_ours_leaves_no_figure_that_its_cases_contradict(fill, count, clock) -> None:
    ahead = clock() + timedelta(seconds=30)
    fill(3, reported_at=ahead, closed_at=ahead, due_at=ahead, state=int(IncidentState.CLOSED), flaw=0)
    found, reading, _ = count()
    for name in ("reported_today", "closed_today", "closed_in_time"):
        figure = found.figures[name]
        assert figure.value == reading.cases(figure.cases, limit=1).total == 3, name


def test_that_levels_towns_and_the_figure_count_the_same_open_incidents(fill, count) -> None:
    fill(700)
    found, reading, _ = count()
    total = found.figures["open_now"].value
    assert total > 20
    assert sum(level.open for level in found.levels) == total
    assert found.open_by_town.total == total
    for level in found.levels:
        assert level.open == reading.cases(CaseFilter(open_only=True, severity=level.severity), limit=1).total
    for status, n in (
        (PlaceStatus.UNLOCATED, found.open_by_town.unlocated),
        (PlaceStatus.OUTSIDE, found.open_by_town.outside),
    ):
        assert n == reading.cases(CaseFilter(open_only=True, place=status), limit=1).total
    assert found.overdue_by_town.total == found.figures["overdue"].value


def test_that_the_newest_stand_by_report_and_the_highest_by_level_then_waiting_then_newest(fill, count) -> None:
    fill(900)
    found, _, _ = count()
    assert len(found.newest) == MOST
    assert [case.reported_at for case in found.newest] == sorted((c.reported_at for c in found.newest), reverse=True)
    keys = [(case.severity, not case.waiting, -case.reported_at.timestamp()) for case in found.highest]
    assert keys == sorted(keys)
    assert all(case.state.is_open for case in (*found.newest, *found.highest))


def test_that_the_longest_over_are_late_and_none_of_them_is_suspended(fill, count) -> None:
    fill(900)
    found, _, now = count()
    assert found.longest_over
    assert all(case.due_at < now and case.state is not IncidentState.SUSPENDED for case in found.longest_over)
    assert [case.due_at for case in found.longest_over] == sorted(case.due_at for case in found.longest_over)


def test_that_the_red_one_is_the_newest_that_waits(fill, count) -> None:
    now = count()[2]
    opened = {"closed_at": None, "severity": int(Severity.RED), "due_at": now + timedelta(hours=1)}
    fill(1, seed=2, **opened, state=int(IncidentState.IN_PROGRESS), reported_at=now - timedelta(minutes=1))
    waiting = fill(1, seed=3, **opened, state=int(IncidentState.REPORTED), reported_at=now - timedelta(minutes=9))
    found, _, _ = count()
    assert found.red is not None
    assert found.red.id == waiting[0]
    assert found.red.waiting


def test_that_an_empty_city_counts_nothing_and_names_no_red_one(count) -> None:
    found, _, _ = count()
    assert found.red is None
    assert found.newest == found.highest == found.longest_over == ()
    assert found.open_by_town.total == 0
