"""A map that is moved: the frame before is copied where it can be, and equals one that is drawn whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import box

from layers.raster.area_index import AreaIndex
from layers.raster.density import Density
from layers.raster.engine import FrameEngine
from layers.raster.panning import Shift, Window
from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Line, Scene, View

SIZE = (300, 240)
VIEW = View(10.0, 90.0, 4.0, *SIZE)


def moved(columns: int, rows: int) -> View:
    return replace(VIEW, x0=VIEW.x0 + columns / VIEW.k, ytop=VIEW.ytop - rows / VIEW.k)


@pytest.fixture
def busy(sprites: Any) -> Scene:
    """Winding areas with every kind of line, and a crowd of markers."""
    rng = np.random.default_rng(2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 100, (80, 2)))))
    cells = shapely.intersection(cells, box(0, 0, 100, 100), grid_size=1e-4)
    areas, city = AreaIndex.of(cells, (0.0, 0.0)), AreaIndex.of(np.array([box(0, 0, 100, 100)]), (0.0, 0.0))
    colours = rng.integers(0xFF000000, 0xFFFFFFFF, len(cells) + 1, dtype=np.uint32)
    points = PointIndex.of(rng.uniform(0, 100, 600), rng.uniform(0, 100, 600), rng.integers(0, 4, 600), 100.0)
    over = ((areas, Line(0xFFFFFF, 256, 2.0)), (city, Line(0xFFFF00, 200, 4.0)))
    return Scene(areas, colours, Line(0, 128), over, points, sprites, (city, Line(0xFF, 256, 7.0)))


def drawn(engine: FrameEngine, view: View, scene: Scene, frame: Frame | None = None) -> Frame:
    frame = frame or Frame(view.width, view.height)
    engine.draw(frame, view, scene)
    return frame


@pytest.mark.parametrize("far", [(0, 0), (7, 0), (-7, 0), (0, 9), (0, -9), (31, -22), (-90, 40), (5, 100)])
def test_that_a_moved_frame_equals_one_that_is_drawn_whole(engine: FrameEngine, busy: Scene, far: Any) -> None:
    first = drawn(engine, VIEW, busy)
    second = drawn(engine, moved(*far), busy)
    assert Shift.between(VIEW, moved(*far)) == Shift(far[1], far[0])
    engine._drawn = None
    whole = drawn(engine, moved(*far), busy)
    different = second.pixels != whole.pixels
    assert np.count_nonzero(different) <= 40  # ends of lines, by the last bit of a float
    assert not np.array_equal(first.pixels, whole.pixels) or far == (0, 0)


def test_that_moving_there_and_back_many_times_leaves_no_trace(engine: FrameEngine, busy: Scene) -> None:
    frames = [Frame(*SIZE), Frame(*SIZE)]
    whole = drawn(engine, VIEW, busy).pixels
    for step in range(40):
        frame = drawn(engine, moved(13 * (step % 4), 7 * (step % 3)), busy, frames[step % 2])
    frame = drawn(engine, VIEW, busy, frames[0])
    assert np.count_nonzero(frame.pixels != whole) <= 60


@pytest.mark.parametrize("change", ["marker", "colours", "lines", "density", "areas"])
def test_that_what_has_changed_meanwhile_is_seen(engine: FrameEngine, busy: Scene, change: str) -> None:
    drawn(engine, VIEW, busy)
    if change == "marker":
        busy.points.change(3, 40.0, 60.0, 3)
    new = {
        "marker": busy,
        "colours": replace(busy, colours=busy.colours ^ np.uint32(0xFF)),
        "lines": replace(busy, over=busy.over[:1]),
        "density": replace(busy, density=Density(0.001, 8, np.full(3, 0xFF0000, np.uint32), np.full(3, 200), 3)),
        "areas": replace(busy, areas=AreaIndex.none()),
    }[change]
    got = drawn(engine, moved(8, 8), new).pixels
    engine._drawn = None
    assert np.array_equal(got, drawn(engine, moved(8, 8), new).pixels)


def test_that_a_change_of_density_alone_is_no_move(engine: FrameEngine, busy: Scene) -> None:
    density = Density(0.001, 8, np.full(3, 0xFF0000, np.uint32), np.full(3, 200), 3)
    for at in range(3):
        scene = replace(busy, density=replace(density))
        got = drawn(engine, moved(8 * at, -5 * at), scene).pixels
    engine._drawn = None
    assert np.count_nonzero(got != drawn(engine, moved(16, -10), scene).pixels) <= 60


def test_that_other_scales_sizes_and_far_places_are_drawn_whole() -> None:
    assert Shift.between(VIEW, replace(VIEW, k=4.1)) is None
    assert Shift.between(VIEW, replace(VIEW, width=301)) is None
    assert Shift.between(VIEW, replace(VIEW, x0=VIEW.x0 + 0.3 / VIEW.k)) is None
    assert Shift.between(VIEW, moved(200, 0)) is None
    assert Shift.between(VIEW, moved(5000, 5000)) is None


def test_that_strips_and_what_is_kept_cover_the_frame() -> None:
    for far in ((7, 0), (-7, 12), (90, -40), (0, -3)):
        shift = Shift.between(VIEW, moved(*far))
        assert shift is not None
        seen = np.zeros(SIZE[::-1], int)
        for window in (shift.kept(VIEW), *shift.fresh(VIEW)):
            assert isinstance(window, Window)
            seen[window.top : window.bottom, window.left : window.right] += 1
        assert seen.min() == 1
