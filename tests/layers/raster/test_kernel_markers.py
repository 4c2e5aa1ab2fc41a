"""Markers by the kernels: equal to a painter who lays one over the other, and red is never hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from layers.raster.point_index import PointIndex
from layers.raster.scene import Scene, View
from layers.raster.sprites import Sprites

VIEW = View(0.0, 300.0, 1.0, 400, 300)


def by_painter(
    x: NDArray[Any], y: NDArray[Any], level: NDArray[Any], sprites: Sprites, view: View, ground: int
) -> NDArray[np.uint32]:
    """Every sprite over those before it, levels from low to high, in the order of the index within one."""
    pad = 2 * sprites.half + 2
    out = np.full((view.height + 2 * pad, view.width + 2 * pad, 3), 0.0)
    out[:] = [ground >> 16 & 255, ground >> 8 & 255, ground & 255]
    index = PointIndex.of(x, y, level, 400.0)
    for at in _order(index):
        column, row = int(np.floor(index.x[at] - view.x0)), int(np.floor(view.ytop - index.y[at]))
        if not (-pad < column < view.width + pad and -pad < row < view.height + pad):
            continue
        colour = sprites.colour[int(index.level_of(np.array([at]))[0])]
        alpha = (colour >> 24).astype(float)
        alpha[(alpha <= 12)] = 0.0
        share = np.where(alpha >= 255, 256.0, alpha)[..., None]
        rgb = np.stack([colour >> 16 & 255, colour >> 8 & 255, colour & 255], axis=-1).astype(float)
        part = out[row + pad - sprites.half : row + pad + sprites.half + 1,
                   column + pad - sprites.half : column + pad + sprites.half + 1]  # fmt: skip
        part[:] = np.floor((part * (256 - share) + rgb * share) / 256)
    seen = out[pad:-pad, pad:-pad].astype(np.uint32)
    return seen[..., 0] << 16 | seen[..., 1] << 8 | seen[..., 2]


def _order(index: PointIndex) -> list[int]:
    """From the lowest level up; within one the first in the index comes on top, as it is drawn first."""
    levels = index.level_of(np.arange(len(index.x)))
    return sorted(range(len(index.x)), key=lambda at: (levels[at], -at))


@pytest.mark.parametrize("count", [1, 40, 900])
def test_that_the_picture_equals_the_painters(draw: Any, a: Any, sprites: Sprites, count: int) -> None:
    rng = np.random.default_rng(count)
    x, y = rng.uniform(-10, 410, count), rng.uniform(-10, 310, count)
    spots = (
        np.unique(np.floor(np.column_stack([x, y])), axis=0) + 0.5
    )  # of several on one pixel only the first is drawn
    x, y = spots.T
    level = rng.integers(0, 4, len(x))
    drawn = draw(VIEW, a.scene([], PointIndex.of(x, y, level, 400.0), sprites)) & 0xFFFFFF
    assert np.array_equal(drawn, by_painter(x, y, level, sprites, VIEW, 0))


def test_that_red_is_never_hidden_under_any_number_of_others(draw: Any, a: Any, sprites: Sprites) -> None:
    rng = np.random.default_rng(3)
    x, y = np.r_[rng.normal(200, 8, 5000), 200.5], np.r_[rng.normal(150, 8, 5000), 150.5]
    level = np.r_[rng.integers(0, 3, 5000), 3]
    crowd = draw(VIEW, a.scene([], PointIndex.of(x, y, level, 400.0), sprites))
    alone = draw(VIEW, a.scene([], PointIndex.of(x[-1:], y[-1:], level[-1:], 400.0), sprites))
    solid = alone == 0xFFFF0000
    assert solid.sum() > 100
    assert np.all(crowd[solid] == 0xFFFF0000)


def test_that_a_changed_marker_lies_over_the_sorted_ones_of_lower_levels(draw: Any, a: Any, sprites: Sprites) -> None:
    rng = np.random.default_rng(4)
    points = PointIndex.of(rng.normal(200, 8, 500), rng.normal(150, 8, 500), rng.integers(0, 3, 500), 400.0)
    points.change(500, 200.5, 150.5, 3)
    assert draw(VIEW, a.scene([], points, sprites))[149, 200] == 0xFFFF0000
    points.change(500, np.nan, 0.0, 0)
    assert not np.any(draw(VIEW, a.scene([], points, sprites)) == 0xFFFF0000)


def test_that_places_that_are_no_numbers_write_nowhere(draw: Any, a: Any, sprites: Sprites) -> None:
    points = PointIndex.of(np.array([50.0, 60.0]), np.array([50.0, 60.0]), np.array([3, 0]), 400.0)
    for row in (0, 1):
        points.change(row, np.nan, np.nan, 3)
    points.change(2, np.inf, 10.0, 3)
    points.change(3, 10.0, -np.inf, 3)
    assert np.all(draw(VIEW, a.scene([], points, sprites)) == 0xFF000000)


@pytest.mark.parametrize(
    "place", [(0.5, 0.5), (399.5, 0.5), (0.5, 299.5), (399.5, 299.5), (-8.0, 150.0), (200.0, 308.0)]
)
def test_that_markers_at_the_rim_are_cut_and_not_wrapped(draw: Any, a: Any, sprites: Sprites, place: Any) -> None:
    x, y = np.array([place[0]]), np.array([300.0 - place[1]])
    level = np.array([3])
    drawn = draw(VIEW, a.scene([], PointIndex.of(x, y, level, 400.0), sprites)) & 0xFFFFFF
    assert np.array_equal(drawn, by_painter(x, y, level, sprites, VIEW, 0))


def test_that_markers_apart_are_the_same_picture_in_two_parts(engine: Any, a: Any, sprites: Sprites) -> None:
    from dataclasses import replace

    from layers.raster.scene import Frame

    points = PointIndex.of(np.array([50.0, 200.0]), np.array([50.0, 200.0]), np.array([3, 0]), 400.0)
    scene: Scene = a.scene([], points, sprites)
    whole, parts = Frame(400, 300), Frame(400, 300)
    engine.draw(whole, VIEW, scene)
    engine.draw(parts, VIEW, replace(scene, apart=True))
    assert whole.marks is None
    assert parts.marks is not None
    assert np.all(parts.pixels == 0xFF000000)
    assert np.array_equal(np.where(parts.marks != 0, parts.marks, parts.pixels), whole.pixels)
