"""The kernels' areas against shapely, pixel by pixel."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LinearRing, MultiPolygon, Point, Polygon, box

from layers.raster.area_index import AreaIndex
from layers.raster.borders import Borders
from layers.raster.scene import Line, Scene, View

NO_LINE = Line(0, 0, 1.0)
OUTSIDE = 0xFF000000


def star(x: float, y: float, radius: float, spikes: int) -> list[tuple[float, float]]:
    """A ring with as many spikes, not closed."""
    turns = [math.pi * step / spikes + 0.1 for step in range(2 * spikes)]
    reach = [radius * (1.0 if step % 2 else 0.6) for step in range(2 * spikes)]
    return [(x + far * math.cos(turn), y + far * math.sin(turn)) for turn, far in zip(turns, reach, strict=True)]


VIEWS = (View(-5.0, 105.0, 3.0, 331, 331), View(20.3, 61.7, 11.0, 400, 233), View(-300.0, 300.0, 0.9, 540, 540))


def _assert_same(a: Any, pixels: Any, polygons: Any, view: View) -> None:
    expected, clear = a.truth(polygons, view)
    drawn = (pixels & 0xFFFFFF).astype(np.int64)
    assert np.count_nonzero(clear & (drawn != expected)) == 0
    assert np.count_nonzero(drawn != expected) <= 8


def _hole() -> Polygon:
    return Polygon(star(50, 50, 45, 17), [star(50, 50, 20, 9)[::-1]])


CASES = {
    "a hole": [_hole()],
    "an island in a hole": [_hole(), Polygon(star(50, 50, 12, 7))],
    "an island that fills its hole": [
        Polygon(star(50, 50, 45, 17), [star(50, 50, 20, 9)]),
        Polygon(star(50, 50, 20, 9)),
    ],
    "a multipolygon": [
        MultiPolygon([box(0, 0, 30, 40), _hole().intersection(box(50, 0, 100, 100))]),
        box(30, 0, 50, 40),
    ],
    "a reversed ring": [Polygon(star(30, 30, 25, 11)[::-1]), Polygon(star(75, 75, 20, 11))],
    "a reversed hole": [Polygon(star(50, 50, 45, 17), [star(50, 50, 20, 9)])],
    "horizontal and vertical edges": [
        box(0, 0, 50, 50),
        box(50, 0, 100, 50),
        box(0, 50, 50, 100),
        box(50, 50, 100, 100),
    ],
    "a sliver": [Polygon([(0, 50), (100, 50.2), (100, 50)]), box(0, 0, 100, 10)],
    "an area larger than every view": [box(-10_000, -10_000, 10_000, 10_000)],
    "the inside of a hole larger than the view": [
        Polygon(
            [(-900, -900), (900, -900), (900, 900), (-900, 900)], [[(-800, -800), (-800, 800), (800, 800), (800, -800)]]
        )
    ],
    "nothing in view": [box(5000, 5000, 6000, 6000)],
}


@pytest.mark.parametrize("view", VIEWS, ids=["whole", "near", "far"])
@pytest.mark.parametrize("case", CASES, ids=lambda name: name.replace(" ", "_"))
def test_that_every_pixel_shows_the_area_at_its_centre(a: Any, draw: Any, case: str, view: View) -> None:
    polygons = CASES[case]
    _assert_same(a, draw(view, a.scene(polygons)), polygons, view)


def test_that_touching_neighbours_leave_no_gap(a: Any, draw: Any) -> None:
    rng = np.random.default_rng(3)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 100, (300, 2)))))
    cells = shapely.intersection(cells, box(0, 0, 100, 100), grid_size=1e-4)
    view = View(-2.0, 102.0, 5.0, 520, 520)
    pixels = draw(view, a.scene(cells))
    inside = a.truth([box(0, 0, 100, 100)], view)
    assert np.all((pixels != OUTSIDE)[(inside[0] == 1) & inside[1]])
    _assert_same(a, pixels, cells, view)


def test_that_numbers_beyond_sixteen_bits_are_right(a: Any, draw: Any) -> None:
    side = 270
    at = np.arange(side) / 2.0
    x, y = (part.ravel() for part in np.meshgrid(at, at))
    tiles = shapely.box(x, y, x + 0.5, y + 0.5)
    assert len(tiles) > 65_535
    view = View(-1.0, 136.0, 4.0, 548, 548)
    drawn = (draw(view, a.scene(tiles)) & 0xFFFFFF).astype(np.int64)
    column, row = np.meshgrid(view.x0 + (np.arange(548) + 0.5) / 4, view.ytop - (np.arange(548) + 0.5) / 4)
    expected = (np.floor(row * 2) * side + np.floor(column * 2) + 1).astype(np.int64)
    expected[(column < 0) | (row < 0) | (column > 135) | (row > 135)] = 0
    assert np.array_equal(drawn, expected)


def test_that_hundreds_of_crossings_in_a_row_are_all_kept(a: Any, draw: Any) -> None:
    teeth = [Polygon([(x, 0), (x + 0.05, 0), (x + 0.05, 50), (x, 50)]) for x in np.arange(0, 100, 0.1)]
    view = View(0.0, 50.0, 20.0, 2000, 200)
    _assert_same(a, draw(view, a.scene(teeth)), teeth, view)


def test_that_overlapping_areas_show_one_of_them_or_outside_and_never_rubbish(a: Any, draw: Any) -> None:
    polygons = [Point(40, 50).buffer(30), Point(60, 50).buffer(30), box(0, 0, 100, 100), Point(50, 50).buffer(10)]
    view = VIEWS[0]
    drawn = draw(view, a.scene(polygons)) & 0xFFFFFF
    assert drawn.max() <= len(polygons)
    alone, clear = a.truth([box(0, 0, 100, 100).difference(shapely.union_all(polygons[:2]))], view)
    assert np.all(drawn[clear & (alone == 1)] == 3)


def test_that_the_smallest_of_overlapping_areas_is_seen(a: Any, draw: Any) -> None:
    polygons = [box(0, 0, 60, 60), box(40, 40, 100, 100), box(45, 45, 55, 55)]
    drawn = draw(VIEWS[0], a.scene(polygons)) & 0xFFFFFF
    at = {(50, 50): 3, (42, 42): 2, (20, 20): 1, (80, 80): 2}
    view = VIEWS[0]
    for (x, y), number in at.items():
        assert drawn[int((view.ytop - y) * view.k), int((x - view.x0) * view.k)] == number, (x, y)


@pytest.mark.parametrize(
    "broken",
    [
        Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]),
        Polygon([(0, 0), (50, 0), (50, 0), (50, 0), (0, 0)]),
        Polygon(star(50, 50, 40, 7)[::3]),
        Polygon(),
        MultiPolygon(),
        None,
        shapely.GeometryCollection([box(0, 0, 20, 20), LinearRing(star(60, 60, 20, 5))]),
    ],
    ids=["bow_tie", "flat", "crossed", "empty", "empty_multi", "missing", "collection"],
)
def test_that_a_broken_area_leaves_its_neighbours_whole(a: Any, draw: Any, broken: Any) -> None:
    polygons = [box(200, 0, 300, 100), broken, box(200, 100, 300, 200)]
    view = View(-5.0, 205.0, 2.0, 640, 440)
    drawn = draw(view, a.scene(polygons)) & 0xFFFFFF
    assert drawn.max() <= 3
    for number, area in ((1, polygons[0]), (3, polygons[2])):
        expected, clear = a.truth([area], view)
        assert np.all(drawn[clear & (expected == 1)] == number)


def test_that_borders_between_neighbours_are_kept_once() -> None:
    borders = Borders.of(np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object), (0.0, 0.0))
    assert len(borders.seg) == 7


def test_that_lines_blend_between_fill_and_line_colour(a: Any, draw: Any) -> None:
    areas = AreaIndex.of(np.array([box(10, 10, 90, 90)], dtype=object), (0.0, 0.0))
    scene = Scene(areas, np.array([0xFF000000, 0xFF000000], np.uint32), Line(0xFF0000, 256, 1.0))
    pixels = draw(View(0.0, 100.0, 4.0, 400, 400), scene)
    assert set(np.unique(pixels & 0xFFFF)) == {0}, "nothing but red over black"
    red = ((pixels >> 16) & 0xFF).astype(float) / 255
    across = red[200].sum()
    assert across == pytest.approx(2.0, abs=0.05), "each of two borders weighs one pixel across"


@pytest.mark.parametrize("width", [1.4, 2.2, 3.6, 5.0])
def test_that_a_wide_line_is_as_wide_as_asked(a: Any, draw: Any, width: float) -> None:
    areas = AreaIndex.of(np.array([Polygon([(10.3, 10.1), (90.2, 14.7), (83.4, 91.8)])], dtype=object), (0.0, 0.0))
    scene = Scene(areas, np.array([0xFF000000, 0xFF000000], np.uint32), Line(0xFFFFFF, 256, width))
    red = (draw(View(0.0, 100.0, 4.0, 400, 400), scene) & 0xFF).astype(float) / 255
    length = areas.exact.seg[:, 2:] - areas.exact.seg[:, :2]
    asked = np.hypot(*length.T).sum() * 4 * width
    assert red.sum() == pytest.approx(asked, rel=0.2)


def test_that_one_band_and_seven_draw_the_same(a: Any, compiled: None) -> None:
    from layers.raster.engine import FrameEngine
    from layers.raster.scene import Frame

    polygons, frames = [_hole(), Polygon(star(50, 50, 12, 7))], []
    scene = Scene(AreaIndex.of(np.array(polygons, dtype=object), (0.0, 0.0)), a.colours(2), Line(0xFFFFFF, 200, 2.2))
    for bands in (1, 7):
        engine = FrameEngine(lambda frame: None, bands=bands)
        frame = Frame(331, 331)
        engine.draw(frame, VIEWS[0], scene)
        engine.close()
        frames.append(frame.pixels.copy())
    assert np.array_equal(*frames)


def test_that_no_areas_give_a_picture_of_outside(a: Any, draw: Any) -> None:
    assert np.all(draw(View(0.0, 10.0, 1.0, 64, 48), Scene(AreaIndex.none(), a.colours(0), NO_LINE)) == OUTSIDE)
