"""From points to grid, village, town and city."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import shapely

from services.domain.areas import Area, AreaKind, Level
from services.domain.incidents import PlaceStatus
from services.geo.locate import Locator


def an_area(ident: int, level: Level, geometry: shapely.Geometry | None, parent: int | None = None) -> Area:
    wkb = None if geometry is None else shapely.to_wkb(geometry)
    return Area(ident, level, f"{ident:012d}", f"area {ident}", AreaKind.RURAL, parent, geometry=wkb)


CITY = an_area(1, Level.CITY, shapely.box(116, 33, 117, 34))
WEST = an_area(2, Level.TOWN, shapely.box(116, 33, 116.5, 34), 1)
EAST = an_area(3, Level.TOWN, shapely.box(116.5, 33, 116.9, 34), 1)
VILLAGE = an_area(4, Level.VILLAGE, shapely.box(116, 33, 116.25, 34), 2)
GRID = an_area(5, Level.GRID, shapely.box(116, 33, 116.1, 34), 4)
WHOLE = [CITY, WEST, EAST, VILLAGE, GRID]


def places(locator: Locator, *points: tuple[float, float]) -> list[tuple[int, ...]]:
    found = locator.locate([p[0] for p in points], [p[1] for p in points])
    return [
        tuple(map(int, row))
        for row in zip(found.status, found.city, found.town, found.village, found.grid, strict=True)
    ]


def test_that_each_point_gets_every_level_there_is() -> None:
    found = places(
        Locator(WHOLE), (116.05, 33.5), (116.2, 33.5), (116.4, 33.5), (116.7, 33.5), (116.95, 33.5), (115, 33.5)
    )
    located, outside = int(PlaceStatus.LOCATED), int(PlaceStatus.OUTSIDE)
    assert found == [
        (located, 1, 2, 4, 5), (located, 1, 2, 4, 0), (located, 1, 2, 0, 0), (located, 1, 3, 0, 0),
        (located, 1, 0, 0, 0), (outside, 0, 0, 0, 0),
    ]  # fmt: skip


def test_that_points_that_are_no_place_are_unlocated_not_outside() -> None:
    found = places(Locator(WHOLE), (0, 0), (np.nan, 33), (116, np.nan), (np.inf, 33), (200, 33), (116, 91), (0, 33.5))
    assert [row[0] for row in found] == [PlaceStatus.UNLOCATED] * 6 + [PlaceStatus.OUTSIDE]


def test_that_a_city_with_villages_only_or_towns_only_is_served() -> None:
    assert places(Locator([WEST, EAST]), (116.2, 33.5)) == [(1, 0, 2, 0, 0)]
    assert places(Locator([an_area(4, Level.VILLAGE, shapely.box(116, 33, 117, 34))]), (116.2, 33.5)) == [
        (1, 0, 0, 4, 0)
    ]


def test_that_a_parent_that_is_not_named_is_found_by_the_ground() -> None:
    orphan = an_area(5, Level.GRID, shapely.box(116, 33, 116.1, 34))
    assert places(Locator([CITY, WEST, VILLAGE, orphan]), (116.05, 33.5)) == [(1, 1, 2, 4, 5)]


def test_that_the_parents_named_go_before_the_ground() -> None:
    exclave = an_area(6, Level.GRID, shapely.box(116.8, 33.1, 116.85, 33.2), 4)
    assert places(Locator([*WHOLE, exclave]), (116.82, 33.15)) == [(1, 1, 2, 4, 6)]


def test_that_an_area_without_borders_is_still_a_parent() -> None:
    bare = [an_area(1, Level.CITY, None), an_area(2, Level.TOWN, None, 1), an_area(4, Level.VILLAGE, VILLAGE_SHAPE, 2)]
    assert places(Locator(bare), (116.1, 33.5)) == [(1, 1, 2, 4, 0)]


VILLAGE_SHAPE = shapely.box(116, 33, 116.25, 34)


def test_that_one_point_becomes_the_place_of_an_incident() -> None:
    locator = Locator(WHOLE)
    place = locator.place(116.05, 33.5)
    assert (place.status, place.town, place.village, place.grid) == (PlaceStatus.LOCATED, 2, 4, 5)
    assert locator.place(None, 33.5).status is PlaceStatus.UNLOCATED
    assert locator.place(0.0, 0.0).lon is None
    outside = locator.place(100.0, 30.0)
    assert (outside.status, outside.lon, outside.town) == (PlaceStatus.OUTSIDE, 100.0, None)


def test_that_no_areas_at_all_leave_everything_outside() -> None:
    assert places(Locator([]), (116, 33), (0, 0)) == [(3, 0, 0, 0, 0), (2, 0, 0, 0, 0)]
    assert len(Locator(WHOLE).locate([], []).status) == 0


@pytest.fixture(scope="module")
def many() -> tuple[Locator, np.ndarray]:
    rng = np.random.default_rng(1)
    frame = shapely.box(116.0, 33.6, 116.7, 34.2)
    seeds = shapely.multipoints(rng.uniform([116.0, 33.6], [116.7, 34.2], (3824, 2)))
    grids = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    grids = shapely.segmentize(shapely.intersection(grids, frame), 0.0006)
    areas = [an_area(1, Level.CITY, frame)]
    areas += [an_area(i + 2, Level.GRID, grid, 1) for i, grid in enumerate(grids)]
    return Locator(areas), rng.uniform([115.95, 33.55], [116.75, 34.25], (300_000, 2))


def test_that_half_a_million_points_a_second_are_placed(many: tuple[Locator, np.ndarray]) -> None:
    locator, points = many
    locator.locate(points[:1000, 0], points[:1000, 1])
    began = time.thread_time()
    locator.locate(points[:, 0], points[:, 1])
    assert len(points) / (time.thread_time() - began) > 500_000


def test_that_many_threads_get_the_same_answer(many: tuple[Locator, np.ndarray]) -> None:
    locator, points = many
    points = points[:50_000]
    expected = locator.locate(points[:, 0], points[:, 1]).grid
    same: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: same.append(np.array_equal(locator.locate(points[:, 0], points[:, 1]).grid, expected))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert same == [True] * 4
