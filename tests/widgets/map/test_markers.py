"""Markers by their numbers."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from layers.raster.density import Density
from layers.raster.scene import View
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


def test_that_a_marker_in_a_crowd_gives_way_and_one_alone_does_not() -> None:
    rng = np.random.default_rng(1)
    x = np.r_[rng.normal(500, 30, 5000), 20.0]
    y = np.r_[rng.normal(500, 30, 5000), 20.0]
    level = np.zeros(5001, int)
    level[0] = 3
    x[:2], y[:2] = 500.0, 500.0
    markers = Markers.of(np.arange(5001), x, y, level, (0.0, 0.0), 1000.0)
    density = Density(0.02, 10, np.zeros(1, np.uint32), np.zeros(1, np.int64), least=2)
    assert markers.gives_way(1, density, 1.0)
    assert not markers.gives_way(0, density, 1.0), "red never does"
    assert not markers.gives_way(5000, density, 1.0)
    assert not markers.gives_way(1, density, 50.0), "from near there is room"
    assert not markers.gives_way(77_777, density, 1.0)


@pytest.mark.parametrize("extent", [0.0, -1.0, 1e-300, 1e300, np.nan, np.inf])
def test_that_wild_coordinates_cost_no_memory(extent: float) -> None:
    wild = np.array([0.0, 1e308, -1e308, 1e-308, np.nan, np.inf, -np.inf, 3.4e38, 12_950_000.0])
    tracemalloc.start()
    markers = Markers.of(np.arange(len(wild)), wild, wild[::-1], np.arange(len(wild)), (0.0, 0.0), extent)
    markers.change(np.arange(3), wild[:3], wild[3:6], np.array([9, -1, 2]), np.ones(3, bool))
    markers = markers.resorted()
    for metres in (0.0, 1.0, 1e300):
        assert 0.0 <= markers.crowding.merging(0, metres) <= 1.0
    markers.crowding.treatment((1.0, 1e9, 1e-9, 1e300), dots=True)
    markers.nearest(1e300, -1e300, 1e300)
    markers.urgent(View(0.0, 0.0, 1e-9, 100, 100))
    markers.inside(-1e300, -1e300, 1e300, 1e300)
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()
