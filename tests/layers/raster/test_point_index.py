"""Markers by level and cell, with changes that wait in the hot list."""

from __future__ import annotations

import numpy as np
import pytest

from layers.raster.point_index import HOT, PointIndex

EXTENT = 1000.0


@pytest.fixture
def index() -> PointIndex:
    """1,000 random markers of four levels."""
    rng = np.random.default_rng(1)
    return PointIndex.of(rng.uniform(0, EXTENT, 1000), rng.uniform(0, EXTENT, 1000), rng.integers(0, 4, 1000), EXTENT)


def test_that_a_marker_is_found_where_it_is_and_not_where_it_was(index: PointIndex) -> None:
    x, y = index.place_of(17) or (0.0, 0.0)
    assert index.nearest(x, y, 0.01) == 17
    assert index.change(17, 1500.0, 1500.0, 3)
    assert index.nearest(x, y, 0.01) != 17
    assert index.nearest(1500.0, 1500.0, 1.0) == 17
    assert index.change(17, np.nan, 0.0, 0)
    assert index.nearest(1500.0, 1500.0, 1.0) == -1
    assert index.place_of(17) is None


def test_that_the_nearest_is_of_the_highest_level_even_among_changes() -> None:
    index = PointIndex.of(np.array([10.0, 10.2]), np.array([10.0, 10.0]), np.array([0, 2]), EXTENT)
    assert index.nearest(10.0, 10.0, 1.0) == 1
    index.change(5, 10.6, 10.0, 3)
    assert index.nearest(10.0, 10.0, 1.0) == 5
    index.change(5, 10.0, 10.0, 1)
    assert index.nearest(10.0, 10.0, 1.0) == 1


def test_that_rows_without_a_place_are_never_indexed() -> None:
    index = PointIndex.of(np.array([np.nan, 5.0, np.inf]), np.array([1.0, np.nan, 2.0]), np.zeros(3), EXTENT)
    assert len(index.x) == 0
    assert index.nearest(1.0, 1.0, EXTENT) == -1


def test_that_markers_outside_the_extent_are_kept_and_found(index: PointIndex) -> None:
    index = PointIndex.of(np.array([-500.0, 2000.0]), np.array([-500.0, 2000.0]), np.zeros(2), EXTENT)
    assert index.nearest(-500.0, -500.0, 1.0) == 0
    assert index.nearest(2000.0, 2000.0, 1.0) == 1


def test_that_a_box_holds_sorted_and_changed_markers(index: PointIndex) -> None:
    x, y, _ = index.by_row(1000)
    index.change(3, 250.0, 250.0, 0)
    index.change(4, np.nan, 0.0, 0)
    expected = {row for row in range(1000) if row not in (3, 4) and 200 <= x[row] <= 300 and 200 <= y[row] <= 300} | {3}
    assert set(index.inside(200, 200, 300, 300).tolist()) == expected


def test_that_a_full_hot_list_says_how_far_it_came() -> None:
    index = PointIndex.none()
    rows = np.arange(HOT + 10)
    done = index.change_some(rows, rows.astype(float), rows.astype(float), np.zeros(len(rows)))
    assert done == HOT
    assert not index.change(HOT + 1, 0.0, 0.0, 0)
    assert index.change(5, 1.0, 2.0, 3), "one that is in the list already needs no more room"


def test_that_of_two_changes_to_one_marker_the_later_wins(index: PointIndex) -> None:
    index.change_some(np.array([7, 7]), np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.array([0, 3]))
    assert index.place_of(7) == (2.0, 2.0)
    assert index.hot == 1


def test_that_by_row_tells_every_marker_as_it_is_now(index: PointIndex) -> None:
    index.change(9, 1.0, 2.0, 3)
    index.change(1002, 3.0, 4.0, 1)
    x, y, level = index.by_row(1003)
    assert (x[9], y[9], level[9]) == (1.0, 2.0, 3)
    assert (x[1002], y[1002], level[1002]) == (3.0, 4.0, 1)
    assert np.isnan(x[1000])
