"""The queue: what stands in it, how it is counted and ordered."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus
from services.domain.queue_choice import NO_TOWN, Choice, Sort, Tab
from services.insight.figures import open_now, overdue
from services.insight.queue import SOON, arrange
from services.insight.search import SearchIndex
from services.live.picture import load_picture


@pytest.fixture
def picture(city, fill, clock):
    fill(700)
    fill(3, seed=2, state=int(IncidentState.RETURNED), closed_at=None, due_at=clock() + SOON / 2)
    with city.reading() as reader:
        return load_picture(reader, clock())


def rows(picture, found, name):
    return picture.incidents.column(name)[found.rows]


def test_that_the_counts_of_the_tabs_are_the_figures_of_the_bar(picture, clock) -> None:
    counts = arrange(picture, Choice(), None, clock()).counts
    figure = open_now(picture, clock())
    parts = dict(figure.parts)
    assert counts[Tab.ALL] == figure.value > 0
    assert counts[Tab.OVERDUE] == overdue(picture, clock()).value > 0
    assert counts[Tab.UNLOCATED] == parts["unlocated"] > 0
    assert counts[Tab.OUTSIDE] == parts["outside"] > 0
    assert counts[Tab.TO_ASSIGN] == parts["to_assign"]


@pytest.mark.parametrize("tab", list(Tab))
def test_that_each_tab_shows_as_many_rows_as_it_counts(picture, clock, tab) -> None:
    found = arrange(picture, Choice(tab=tab), None, clock())
    assert len(found.rows) == found.counts[tab]


def test_that_the_deadline_orders_and_what_is_stopped_comes_last(picture, clock) -> None:
    found = arrange(picture, Choice(), None, clock())
    running = rows(picture, found, "state") != IncidentState.SUSPENDED
    assert np.all(np.diff(rows(picture, found, "due_at")[running]) >= 0)
    assert not running[-1]
    assert np.all(np.diff(running.astype(int)) <= 0)


@pytest.mark.parametrize("sort", [Sort.LEVEL, Sort.STATE])
def test_that_a_column_orders_both_ways(picture, clock, sort) -> None:
    name = {Sort.LEVEL: "severity", Sort.STATE: "state"}[sort]
    up = rows(picture, arrange(picture, Choice(sort=sort), None, clock()), name).astype(int)
    down = rows(picture, arrange(picture, Choice(sort=sort, turned=True), None, clock()), name).astype(int)
    assert np.all(np.diff(up) >= 0)
    assert np.all(np.diff(down) <= 0)


def test_that_the_newest_report_comes_first(picture, clock) -> None:
    found = arrange(picture, Choice(sort=Sort.REPORTED), None, clock())
    assert np.all(np.diff(rows(picture, found, "reported_at")) <= 0)


def test_that_towns_and_no_town_add_up_with_everything_placed(picture, clock) -> None:
    towns = [
        len(arrange(picture, Choice(town=int(at)), None, clock()).rows) for at in picture.areas.at_level(Level.TOWN)
    ]
    none = len(arrange(picture, Choice(town=NO_TOWN), None, clock()).rows)
    whole = arrange(picture, Choice(), None, clock())
    placed = np.count_nonzero(rows(picture, whole, "place") == PlaceStatus.LOCATED)
    assert none > 0
    assert sum(towns) + none == placed


def test_that_an_area_of_the_map_narrows_at_its_own_level(picture, clock) -> None:
    grid = int(picture.areas.at_level(Level.GRID)[0])
    found = arrange(picture, Choice(area=grid), None, clock())
    assert set(rows(picture, found, "grid").tolist()) == {grid}


def test_that_words_narrow_by_category_number_and_place(picture, clock) -> None:
    index = SearchIndex.of(picture)
    leak = arrange(picture, Choice(text="leak"), index, clock())
    assert set(rows(picture, leak, "category").tolist()) == {picture.categories["leak"]}
    number = picture.incidents.row(5)["number"].decode()
    assert 5 in arrange(picture, Choice(text=number.lower()), index, clock()).rows
    both = arrange(picture, Choice(text="leak 410000001"), index, clock())
    assert 0 < len(both.rows) < len(leak.rows)
    assert len(arrange(picture, Choice(text="nothing-like-it"), index, clock()).rows) == 0


def test_that_time_alone_moves_incidents_to_the_overdue(picture, clock) -> None:
    before = arrange(picture, Choice(), None, clock()).counts[Tab.OVERDUE]
    after = arrange(picture, Choice(), None, clock() + timedelta(hours=24)).counts[Tab.OVERDUE]
    assert after > before
