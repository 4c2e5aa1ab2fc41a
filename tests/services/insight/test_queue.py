"""The queue: what stands in it, how it is counted and ordered."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus
from services.domain.people import Officer, OfficerRole
from services.domain.queue_choice import NO_TOWN, Choice, SavedView, Sort, Tab
from services.insight.figures import open_now, overdue
from services.insight.queue import SOON, arrange
from services.insight.queue_reading import QueueReading
from services.insight.search import SearchIndex
from services.insight.texts import Texts
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


def test_that_a_search_finds_the_words_of_a_description(city, picture, clock) -> None:
    index, ids = SearchIndex.of(picture), picture.incidents.column("id")
    texts = Texts().more([(int(ids[3]), "红绿灯全灭"), (int(ids[5]), "红绿灯 大货车")])
    found = arrange(picture, Choice(text="红绿灯"), index, clock(), texts=texts)
    assert sorted(found.rows.tolist()) == [3, 5]
    assert found.counts[Tab.ALL] == 2
    assert arrange(picture, Choice(text="红绿灯 货车"), index, clock(), texts=texts).rows.tolist() == [5]


def test_that_a_dispatchers_own_are_those_he_had_in_hand_and_a_departments_all_that_it_owns(
    city, picture, clock
) -> None:
    ids = [int(one) for one in picture.incidents.column("id")[:4]]
    with city.unit() as unit:
        unit.put("incidents", ids[0], assigned_by="d05")
        unit.put("incidents", ids[2], acked_by="d05")
        unit.commit()
    reading = QueueReading(city)
    whose = reading.whose(Officer(5, "d05", "", OfficerRole.DISPATCHER), picture)
    assert rows(picture, arrange(picture, Choice(tab=Tab.MINE), None, clock(), whose), "id").tolist() == sorted(
        [ids[0], ids[2]], key=lambda one: rows_of(picture, clock).index(one)
    )
    police = reading.whose(Officer(6, "p01", "", OfficerRole.DEPARTMENT, department="police"), picture)
    own = arrange(picture, Choice(tab=Tab.MINE), None, clock(), police)
    assert set(rows(picture, own, "department").tolist()) == {picture.departments["police"]}


def rows_of(picture, clock) -> list[int]:
    return rows(picture, arrange(picture, Choice(), None, clock()), "id").tolist()


def test_that_a_shelved_case_is_on_its_shelf_until_its_time_and_unacknowledged_after_it(city, fill, clock) -> None:
    [ident] = fill(1, seed=9, state=int(IncidentState.FILED), closed_at=None, shelved_until=clock() + SOON)
    with city.reading() as reader:
        picture = load_picture(reader, clock())
    now, later = (arrange(picture, Choice(), None, at).counts for at in (clock(), clock() + 2 * SOON))
    assert (now[Tab.SHELVED], now[Tab.UNACKED]) == (1, 0)
    assert (later[Tab.SHELVED], later[Tab.UNACKED]) == (0, 1)
    assert ident == int(picture.incidents.row(0)["id"])


def test_that_views_of_ones_own_are_counted_beside_the_tabs(picture, clock) -> None:
    views = (Choice(tab=Tab.OVERDUE), Choice(severity=1), Choice(tab=Tab.OVERDUE, severity=1))
    found = arrange(picture, Choice(), None, clock(), views=views)
    assert found.views == tuple(len(arrange(picture, view, None, clock()).rows) for view in views)


def test_that_a_view_kept_in_a_file_that_was_edited_by_hand_is_left_out() -> None:
    kept = SavedView("夜班", Tab.OVERDUE, "路灯", "411481115000", "", 1).kept()
    assert SavedView.of(kept) == SavedView("夜班", Tab.OVERDUE, "路灯", "411481115000", "", 1)
    assert SavedView.of(kept | {"tab": "gone"}) is None
    assert SavedView.of({"name": "x"}) is None
