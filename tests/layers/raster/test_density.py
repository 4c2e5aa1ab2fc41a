"""Density where markers would merge: the kernels' steps are numpy's, and what is rare or has room keeps its shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from layers.raster import plain
from layers.raster.density import NOWHERE, Density
from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Scene, View
from layers.raster.sprites import Look, Sprites

VIEW = View(0.0, 300.0, 1.0, 400, 300)
COLOURS, ALPHAS = np.array([0x400000, 0x004000, 0x000040], np.uint32), np.array([256, 256, 256])
NONE = Look(1.0, 0, 0)


def dense(least: int = 4, limit: float = 0.02, thin: int = 1) -> Density:
    """Opaque steps in red, green and blue from a limit on."""
    return Density(limit, 10, COLOURS, ALPHAS, least, thin)


def spot(count: int = 4000, seed: int = 1) -> tuple[NDArray[Any], NDArray[Any]]:
    """A crowd round the middle of the view."""
    rng = np.random.default_rng(seed)
    return rng.normal(200, 45, count), rng.normal(150, 35, count)


def with_density(a: Any, points: PointIndex, density: Density, sprites: Sprites | None = None) -> Scene:
    """No areas, so that everything seen is markers."""
    drawn = sprites or Sprites.of((NONE, NONE, NONE, NONE), 0, 0.0)
    scene: Scene = replace(a.scene([], points, drawn), density=density)
    return scene


def steps_seen(pixels: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The step that each pixel shows by its colour, -1 for none, -2 for a mixture."""
    out = np.full(pixels.shape, -2)
    for step, colour in ((-1, 0), *enumerate(COLOURS.tolist())):
        out[(pixels & 0xFFFFFF) == colour] = step
    return out


def test_that_every_pixel_shows_the_step_that_numpy_finds(draw: Any, a: Any) -> None:
    x, y = spot()
    seen = steps_seen(draw(VIEW, with_density(a, PointIndex.of(x, y, np.zeros(len(x)), 400.0), dense())))
    steps = np.clip(np.floor(dense().steps(x, 300.0 - y, 400, 300)), -1, 2)
    told = seen > -2
    assert told.mean() > 0.95
    assert set(np.unique(steps)) == {-1, 0, 1, 2}
    differ = seen[told] != steps[told]
    assert differ.mean() < 0.005, "limits run through a pixel here and there"


def test_that_the_density_stands_still_on_the_ground(draw: Any, a: Any) -> None:
    x, y = spot()
    scene = with_density(a, PointIndex.of(x, y, np.zeros(len(x)), 400.0), dense())
    here = draw(VIEW, scene)
    moved = draw(replace(VIEW, x0=37.0, ytop=287.0), scene)
    assert np.array_equal(here[13:, 37:], moved[:-13, :-37])


def test_that_changes_count_and_what_was_taken_away_does_not(draw: Any, a: Any) -> None:
    x, y = spot(300)
    points = PointIndex.of(x, y, np.zeros(300), 400.0)
    density = dense(limit=0.002)
    before = steps_seen(draw(VIEW, with_density(a, points, density)))
    points.change_some(np.arange(300), np.full(300, np.nan), y, np.zeros(300))
    assert np.all(steps_seen(draw(VIEW, with_density(a, points, density))) == -1)
    points.change_some(np.arange(300), x, y, np.zeros(300))
    assert np.array_equal(steps_seen(draw(VIEW, with_density(a, points, density))), before)


def test_that_common_markers_give_way_in_a_crowd_and_keep_their_shape_elsewhere(
    draw: Any, a: Any, sprites: Sprites
) -> None:
    x, y = spot()
    x, y = np.r_[x, 30.5, 200.5], np.r_[y, 30.5, 150.5]
    level = np.r_[np.zeros(len(x) - 1), 3]
    points = PointIndex.of(x, y, level, 400.0)
    pixels = draw(VIEW, with_density(a, points, dense(least=3), sprites))
    assert pixels[269, 30] == 0xFF0000FF, "one that stands alone"
    assert pixels[149, 200] == 0xFFFF0000, "red is drawn over the crowd"
    steps = dense().steps(x, 300.0 - y, 400, 300)
    deep = np.zeros(steps.shape, bool)
    deep[20:-20, 20:-20] = steps[20:-20, 20:-20] > 0.7
    assert deep.sum() > 1000
    assert not np.any(pixels[deep] == 0xFF0000FF)


def test_that_no_marker_is_lost_at_the_edge_of_a_crowd(draw: Any, a: Any, sprites: Sprites) -> None:
    x, y = spot(1500, seed=3)
    density = dense(least=3, limit=0.01)
    pixels = draw(VIEW, with_density(a, PointIndex.of(x, y, np.zeros(1500), 400.0), density, sprites))
    for px, py in np.floor(np.column_stack([x, 300.0 - y])).astype(int).tolist():
        if 0 <= px < 400 and 0 <= py < 300:
            assert pixels[py, px] & 0xFFFFFF, "either its shape or a step of the density"


def test_that_the_picture_does_not_depend_on_the_bands(draw: Any, a: Any, sprites: Sprites) -> None:
    from layers.raster.engine import FrameEngine

    rng = np.random.default_rng(5)
    x, y = spot(6000, seed=4)
    scene = with_density(
        a, PointIndex.of(x, y, rng.choice(4, 6000, p=(0.6, 0.3, 0.08, 0.02)), 400.0), dense(2, thin=9), sprites
    )
    many, frame = FrameEngine(lambda done: None, bands=11), Frame(400, 300)
    try:
        many.draw(frame, VIEW, scene)
    finally:
        many.close()
    assert np.array_equal(frame.pixels, draw(VIEW, scene))


def test_that_one_stands_for_many_where_even_the_rare_ones_are_crowded(draw: Any, a: Any, sprites: Sprites) -> None:
    x, y = np.full(50, 205.0), np.full(50, 155.0)
    x[0] = 200.5
    drawn = draw(VIEW, with_density(a, PointIndex.of(x, y, np.full(50, 3), 400.0), dense(3, thin=20), sprites))
    alone = draw(VIEW, with_density(a, PointIndex.of(x[:1], y[:1], np.full(1, 3), 400.0), dense(3, thin=20), sprites))
    assert (drawn == 0xFFFF0000).sum() == (alone == 0xFFFF0000).sum() > 100


@pytest.mark.parametrize("kernels", [True, False])
def test_that_a_place_is_dense_where_its_pixel_is(
    monkeypatch: pytest.MonkeyPatch, draw: Any, a: Any, kernels: bool
) -> None:
    from layers.raster import hits

    monkeypatch.setattr(hits, "KERNELS", kernels)
    x, y = spot()
    points = PointIndex.of(x, y, np.zeros(len(x)), 400.0)
    seen = steps_seen(draw(VIEW, with_density(a, points, dense())))
    rng = np.random.default_rng(6)
    for px, py in zip(rng.integers(0, 400, 200).tolist(), rng.integers(0, 300, 200).tolist(), strict=True):
        if seen[py, px] != -2:
            assert points.is_dense(px + 0.5, 299.5 - py, dense(), 1.0) == (seen[py, px] >= 0)


def test_that_next_to_nothing_is_nowhere() -> None:
    nothing = np.empty(0)
    assert np.all(dense().steps(nothing, nothing, 50, 40) == NOWHERE)


def test_that_numpy_alone_draws_the_same_steps_and_shapes(draw: Any, a: Any, sprites: Sprites) -> None:
    x, y = spot(3000)
    level = np.where(np.arange(3000) < 3, 3, 0)
    view = replace(VIEW, x0=7.0, ytop=291.0)
    scene = with_density(a, PointIndex.of(x, y, level, 400.0), dense(least=3, limit=0.05), sprites)
    frame = Frame(400, 300)
    plain.draw(frame, view, scene)
    shapes = sum(draw(view, scene) == colour for colour in (0xFFFF0000, 0xFF0000FF))
    seen, exact = steps_seen(frame.pixels), steps_seen(draw(view, scene))
    told = (seen > -2) & (exact > -2) & (shapes == 0)
    assert told.mean() > 0.8
    assert (seen[told] != exact[told]).mean() < 0.01
    reds = frame.pixels == 0xFFFF0000
    assert 3 * 25 >= reds.sum() >= 25


@pytest.mark.parametrize("kernels", [True, False])
def test_that_what_is_smoothed_does_not_spill_over_the_rim(draw: Any, a: Any, kernels: bool) -> None:
    x, y = spot()
    x, y = x[x < 200], y[x < 200]
    points, half = PointIndex.of(x, y, np.zeros(len(x)), 400.0), shapely.box(0, 0, 200, 300)
    drawn = Sprites.of((NONE, NONE, NONE, NONE), 0, 0.0)

    def seen(density: Density) -> Any:
        scene = replace(a.scene([half], points, drawn), density=density)
        if kernels:
            return draw(VIEW, scene)
        frame = Frame(400, 300)
        plain.draw(frame, VIEW, scene)
        return frame.pixels

    spilt, clipped = seen(dense()), seen(replace(dense(), within=True))
    assert np.any(spilt[:, 202:] != spilt[0, -1]), "two cells of it lie beyond the rim"
    assert np.all(clipped[:, 202:] == clipped[0, -1])
    assert np.array_equal(clipped[:, :199], spilt[:, :199])
