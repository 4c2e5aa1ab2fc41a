"""Lines of several levels, and the soft band inside the line of a city."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shapely import Point, box

from layers.raster.area_index import AreaIndex
from layers.raster.borders import Borders
from layers.raster.line_set import LineSet
from layers.raster.scene import Line, Scene, View

VIEW = View(0.0, 100.0, 4.0, 400, 400)
BLACK = np.array([0xFF000000, 0xFF202020], np.uint32)


def index_of(*polygons: Any) -> AreaIndex:
    return AreaIndex.of(np.array(polygons, dtype=object), (0.0, 0.0))


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_that_any_number_of_lines_lies_over_the_areas_the_last_on_top(draw: Any, count: int) -> None:
    area = index_of(box(10, 10, 90, 90))
    over = tuple((area, Line(0x0000FF + 0x100 * at, 256, 5.0)) for at in range(count))
    pixels = draw(VIEW, Scene(area, BLACK, Line(0, 0), over))
    middle = int(pixels[200, 40]) & 0xFFFFFF
    assert middle == (0x0000FF + 0x100 * (count - 1) if count else 0x202020)


def test_that_corners_of_wide_lines_have_no_notches(draw: Any) -> None:
    area = index_of(box(20, 20, 80, 80))
    pixels = draw(VIEW, Scene(area, BLACK, Line(0xFFFFFF, 256, 9.0))) & 0xFF
    corner = pixels[78:84, 78:84]
    assert corner.min() > 200


def test_that_the_band_fades_inwards_and_never_reaches_outside(draw: Any) -> None:
    area = index_of(Point(50, 50).buffer(40))
    plain = draw(VIEW, Scene(area, BLACK, Line(0, 0)))
    pixels = draw(VIEW, Scene(area, BLACK, Line(0, 0), rim=(area, Line(0xFFFFFF, 256, 12.0))))
    outside = plain == 0xFF000000
    assert np.array_equal(pixels[outside], plain[outside])
    row = (pixels[200] & 0xFF).astype(int)[40:70]
    assert row[1] > 90
    assert np.all(np.diff(row[1:13]) <= 0)
    assert row[14:].max() == 0x20


def test_that_the_band_is_the_same_in_one_chunk_of_rows_and_in_many(draw: Any) -> None:
    area = index_of(Point(50, 50).buffer(40).difference(Point(50, 50).buffer(10)))
    scene = Scene(area, BLACK, Line(0, 0), rim=(area, Line(0xFFFFFF, 256, 9.0)))
    whole = draw(VIEW, scene)
    wide = draw(View(-1000.0, 100.0, 4.0, 4000 + 400, 400), scene)  # so wide that a chunk has few rows
    assert np.array_equal(wide[:, 4000:4400], whole)


def test_that_borders_of_chosen_areas_and_the_rest_are_all_borders() -> None:
    borders = Borders.of(np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)], dtype=object), (0.0, 0.0))
    chosen = np.array([False, True, False, False])
    assert len(borders.only(chosen).seg) == 4
    assert len(borders.only(chosen).seg) + len(borders.without(chosen).seg) == len(borders.seg) == 10


def test_that_a_line_set_leaves_out_what_is_not_drawn() -> None:
    borders = index_of(box(0, 0, 1, 1)).exact
    made = LineSet.of([(borders, Line(1, 256)), (borders, Line(2, 0)), (Borders.none(), Line(3, 256))])
    assert made.start.tolist() == [0, 4]
    assert made.colour.tolist() == [1]
    assert len(LineSet.of([]).colour) == 0


def test_that_a_segment_wears_the_line_of_the_coarsest_level_that_it_parts(draw: Any) -> None:
    cells = np.array([box(x, 0, x + 25, 100) for x in (0, 25, 50, 75)], dtype=object)
    villages, towns = np.array([-1, 0, 0, 1, 1]), np.array([-1, 0, 0, 0, 0])
    area = AreaIndex.of(cells, (0.0, 0.0), (1000.0,)).of_kinds([(3, villages), (2, towns)])
    black = np.full(5, 0xFF000000, np.uint32)
    scene = Scene(area, black, Line(0x00FF00, 256), kinds=((3, Line(0xFF0000, 256, 3.0)), (2, Line(0x0000FF))))
    row = draw(VIEW, scene)[200] & 0xFFFFFF
    at = {x: {int(colour) for colour in row[x * 4 - 4 : x * 4 + 4]} for x in (25, 50, 75)}
    assert 0xFF0000 in at[50]
    assert not any(colour & 0xFFFF for colour in at[50])
    assert all(colour & 0xFF0000 == 0 for x in (25, 75) for colour in at[x])
    assert any(colour & 0xFF00 for colour in at[25])


def test_that_the_rim_has_no_kind_nor_have_borders_that_are_not_shared() -> None:
    cells = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    made = AreaIndex.of(cells, (0.0, 0.0), (1000.0,)).of_kinds([(3, np.array([-1, 0, 1]))]).exact
    assert sorted(made.kind.tolist()) == [0, 0, 0, 0, 0, 0, 3]
    assert len(made.kept((3,)).seg) == 1
    torn = np.array([box(0, 0, 1, 1), box(0.9, 0, 2, 1)], dtype=object)
    assert not AreaIndex.of(torn, (0.0, 0.0)).of_kinds([(3, np.array([-1, 0, 1]))]).exact.kind.any()
