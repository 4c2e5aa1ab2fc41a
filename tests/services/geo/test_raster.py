"""The raster agrees with exact tests everywhere, on borders too."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from services.geo.raster import NOBODY, AreaRaster
from services.geo.raster_bulk import BulkRaster


def mosaic(seed: int, count: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    frame = shapely.box(116.0, 33.6, 116.7, 34.2)
    seeds = shapely.multipoints(rng.uniform([116.0, 33.6], [116.7, 34.2], (count, 2)))
    return shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame)), frame)


def by_exact_tests(areas: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    found = np.full(len(lon), NOBODY)
    for index in np.argsort(-shapely.area(areas), kind="stable"):
        found[shapely.intersects_xy(areas[index], lon, lat)] = index
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_that_it_agrees_with_exact_tests(seed: int, count: int) -> None:
    areas = mosaic(seed, count)
    kept = areas[np.random.default_rng(seed).random(len(areas)) < 0.8]
    rng = np.random.default_rng(seed + 1)
    lon, lat = rng.uniform(115.9, 116.8, 4000), rng.uniform(33.5, 34.3, 4000)
    expected = by_exact_tests(kept, lon, lat) if len(kept) else np.full(4000, NOBODY)
    assert np.array_equal(AreaRaster(kept).index_of(lon, lat), expected)


def test_that_corners_and_borders_belong_to_somebody() -> None:
    areas = mosaic(3, 40)
    points = shapely.get_coordinates(areas)
    assert (AreaRaster(areas).index_of(points[:, 0], points[:, 1]) != NOBODY).all()


def test_that_the_smallest_of_overlapping_areas_wins() -> None:
    areas = np.array([shapely.box(0, 0, 10, 10), shapely.box(4, 4, 6, 6), shapely.box(3, 3, 8, 8)])
    raster = AreaRaster(areas)
    lon = np.array([5.0, 3.5, 1.0, 11.0, 4.0])
    assert raster.index_of(lon, lon).tolist() == [1, 2, 0, NOBODY, 1]


def test_that_a_hole_and_an_exclave_are_respected() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    areas = np.array([shapely.union(ring, shapely.box(20, 0, 20.001, 0.001))])
    raster = AreaRaster(areas)
    assert raster.index_of(np.array([5.0, 1.0, 20.0005, 15.0]), np.array([5.0, 1.0, 0.0005, 5.0])).tolist() == [
        -1,
        0,
        0,
        -1,
    ]


@pytest.mark.parametrize("areas", [np.array([], object), np.array([shapely.box(1, 1, 1.0000001, 1.0000001)])])
def test_that_no_area_and_a_tiny_one_are_no_trouble(areas: np.ndarray) -> None:
    assert AreaRaster(areas).index_of(np.array([1.0, 5.0]), np.array([1.0, 5.0])).tolist()[1] == NOBODY


@pytest.mark.parametrize("compiled", [True, False])
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_that_bulk_agrees_to_the_point_on_borders_and_corners_too(compiled: bool, seed: int, count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRIDCOMMAND_NO_NUMBA", "" if compiled else "1")
        areas = mosaic(seed, count)
        kept = np.append(
            areas[np.random.default_rng(seed).random(len(areas)) < 0.8], shapely.box(116.2, 33.8, 116.4, 34)
        )
        bulk = BulkRaster(kept)
    rng = np.random.default_rng(seed + 1)
    corners = shapely.get_coordinates(kept)
    middles = shapely.get_coordinates(shapely.line_interpolate_point(shapely.boundary(kept), 0.37, normalized=True))
    points = np.concatenate([rng.uniform([115.9, 33.5], [116.8, 34.3], (4000, 2)), corners, middles])
    lon, lat = points[:, 0].copy(), points[:, 1].copy()
    assert np.array_equal(bulk.index_of(lon, lat), AreaRaster(kept).index_of(lon, lat))


def test_that_bulk_has_no_trouble_with_no_area() -> None:
    assert BulkRaster(np.array([], object)).index_of(np.array([1.0]), np.array([1.0])).tolist() == [NOBODY]
