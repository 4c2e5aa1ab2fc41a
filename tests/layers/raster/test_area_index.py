from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import box

from layers.raster.area_index import AreaIndex


@pytest.fixture
def squares() -> AreaIndex:
    """Nine squares that share their borders, at three scales."""
    return AreaIndex.of(
        np.array([box(x, y, x + 10, y + 10) for y in (0, 10, 20) for x in (0, 10, 20)], dtype=object),
        (0.0, 0.0),
        (0.1, 1.0),
    )


def test_that_a_part_is_picked_out_for_the_scale_it_is_drawn_at_and_no_other(squares: AreaIndex) -> None:
    chosen = np.zeros(10, bool)
    chosen[5] = True
    part, rest = squares.only(chosen), squares.without(chosen)
    assert not part._found
    for scale in (0.05, 0.5, 9.0):
        whole = squares.at(scale)
        assert np.array_equal(part.at(scale).seg, whole.only(chosen).seg)
        assert len(part.at(scale).seg) + len(rest.at(scale).seg) == len(whole.seg)
        assert part.at(scale) is part.at(scale)  # lines that stay the same are copied together once
    once = squares.only(chosen)
    once.at(0.05)
    assert len(once._found) == 1


def test_that_parts_are_told_apart_by_what_they_are_not_by_what_they_hold(squares: AreaIndex) -> None:
    chosen = np.ones(10, bool)
    assert squares.only(chosen) != squares.only(chosen)
