"""Parents by the ground, and a parent made of its children."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import box

from services.geo.parents import dissolved, largest_shared


def test_that_a_child_on_a_border_goes_where_most_of_it_lies() -> None:
    parents = [box(116, 33, 116.1, 33.1), box(116.1, 33, 116.2, 33.1)]
    children = [box(116.01, 33, 116.02, 33.01), box(116.09, 33, 116.12, 33.01), box(117, 33, 117.1, 33.1),
                box(115.9, 33, 116, 33.1)]  # fmt: skip
    index, share = largest_shared(children, parents)
    assert index.tolist() == [0, 1, -1, -1]
    assert share == pytest.approx([1.0, 2 / 3, 0.0, 0.0], abs=1e-3)


def test_that_none_have_no_parent() -> None:
    assert largest_shared([], [box(0, 0, 1, 1)])[0].tolist() == []
    assert largest_shared([box(0, 0, 1, 1)], [])[0].tolist() == [-1]


def test_that_towns_become_their_city_without_slivers_but_with_real_holes() -> None:
    left, right = box(116, 33, 116.1, 33.2), box(116.1 + 1e-9, 33.1, 116.2, 33.2)
    below = box(116.1, 33, 116.2, 33.1 + 1e-10)
    assert (
        dissolved([left, right, below]).equals(box(116, 33, 116.2, 33.2))
        or len(dissolved([left, right, below]).interiors) == 0
    )
    frame = [
        box(116, 33, 116.3, 33.1),
        box(116, 33.2, 116.3, 33.3),
        box(116, 33.1, 116.1, 33.2),
        box(116.2, 33.1, 116.3, 33.2),
    ]
    whole = dissolved(frame)
    assert len(whole.interiors) == 1
    assert whole.area == pytest.approx(0.08)


def test_that_a_city_in_two_parts_stays_in_two() -> None:
    whole = dissolved([box(116, 33, 116.1, 33.1), box(117, 33, 117.1, 33.1)])
    assert whole.geom_type == "MultiPolygon"
    assert np.isclose(whole.area, 0.02)
