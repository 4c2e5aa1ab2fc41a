"""Spots: nodes within the radius of a point; one place is one situation."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.risk.spots import centres, keys_near, node_place, nodes_around

METRES = st.floats(-50_000, 50_000)


@given(st.lists(st.tuples(METRES, METRES), max_size=8), st.sampled_from((20.0, 200.0, 5_000.0)))
def test_that_every_node_within_the_radius_is_found_and_no_other(
    points: list[tuple[float, float]], radius: float
) -> None:
    places = np.array(points, float).reshape(-1, 2)
    rows, keys = nodes_around(places[:, 0], places[:, 1], radius)
    for at, (x, y) in enumerate(points):
        mine = [node_place(key, radius) for key in keys[rows == at].tolist()]
        assert all(np.hypot(x - a, y - b) <= radius * (1 + 1e-9) for a, b in mine)
        assert len(set(mine)) == len(mine)
        step = radius / 2
        i, j = round(x / step), round(y / step)
        around = [((i + a) * step, (j + b) * step) for a in range(-4, 5) for b in range(-4, 5)]
        assert len(mine) == sum(np.hypot(a - x, b - y) <= radius for a, b in around)


def test_that_what_has_no_place_has_no_node() -> None:
    rows, keys = nodes_around(np.array([np.nan, 0.0]), np.array([0.0, np.nan]), 200.0)
    assert len(rows) == len(keys) == 0


def test_that_those_whose_circles_meet_are_near() -> None:
    (key,) = nodes_around(np.array([0.0]), np.array([0.0]), 200.0)[1][6:7].tolist()
    x, y = node_place(key, 200.0)
    far = [np.hypot(a - x, b - y) for a, b in (node_place(one, 200.0) for one in keys_near(key))]
    assert key in keys_near(key)
    assert max(far) == 400


def test_that_of_places_that_meet_only_the_best_is_one_and_none_where_one_stands() -> None:
    _, keys = nodes_around(np.array([0.0, 2_000.0]), np.array([0.0, 0.0]), 200.0)
    chosen = [node_place(int(keys[at]), 200.0) for at in centres(keys, np.zeros(0, np.int64), 200.0)]
    assert len(chosen) == 2
    assert centres(keys, keys[:1], 200.0) == [at for at in centres(keys, keys[:1], 200.0) if at >= 12]
    assert centres(keys, keys, 200.0) == []
