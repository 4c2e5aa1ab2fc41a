"""Markers by their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.map.live import joined
from widgets.map.markers import Markers


def some() -> Markers:
    """Numbers 30, 10, 20 at 3, 1, 2 metres from the origin."""
    x = np.array([103.0, 101.0, 102.0])
    return Markers.of(np.array([30, 10, 20]), x, x, np.array([0, 1, 2]), (100.0, 100.0), 50.0)


def test_that_each_number_is_where_it_was_put() -> None:
    markers = some()
    assert markers.place_of(10) == pytest.approx((101.0, 101.0))
    assert markers.nearest(103.0, 103.0, 0.1) == 30
    assert markers.place_of(99) is None
    assert [markers.number_of(markers.row_of(number)) for number in (10, 20, 30)] == [10, 20, 30]


def test_that_changes_move_add_and_take_away() -> None:
    markers = some()
    numbers, x, alive = np.array([20, 77, 10]), np.array([110.0, 120.0, 0.0]), np.array([True, True, False])
    assert markers.change(numbers, x, x, np.array([3, 3, 3]), alive) == 3
    assert markers.place_of(20) == pytest.approx((110.0, 110.0))
    assert markers.nearest(120.0, 120.0, 0.1) == 77
    assert markers.place_of(10) is None
    assert sorted(markers.inside(100, 100, 150, 150)) == [20, 30, 77]


def test_that_sorting_anew_changes_nothing_that_is_seen() -> None:
    markers = some()
    markers.change(
        np.array([77, 20]), np.array([120.0, 0.0]), np.array([120.0, 0.0]), np.zeros(2), np.array([True, False])
    )
    again = markers.resorted()
    assert again.points.hot == 0
    for number in (10, 20, 30, 77):
        assert again.place_of(number) == markers.place_of(number)
    moved = markers.resorted((0.0, 0.0), 200.0)
    assert moved.place_of(77) == pytest.approx((120.0, 120.0))


def test_that_of_joined_changes_the_last_one_to_a_marker_counts() -> None:
    one = tuple(np.array(column) for column in ([1, 2], [1.0, 2.0], [1.0, 2.0], [0, 0], [True, True]))
    two = tuple(np.array(column) for column in ([2, 3], [9.0, 3.0], [9.0, 3.0], [3, 0], [False, True]))
    numbers, x, _, level, alive = joined([one, two])
    assert dict(zip(numbers.tolist(), x.tolist(), strict=True)) == {1: 1.0, 2: 9.0, 3: 3.0}
    assert dict(zip(numbers.tolist(), alive.tolist(), strict=True))[2] is False
    assert dict(zip(numbers.tolist(), level.tolist(), strict=True))[2] == 3
