"""What lies under a point: the same as the fill shows, by kernel and by numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shapely import Point, box

from layers.raster import hits
from layers.raster import kernels as loading
from layers.raster.area_index import AreaIndex
from layers.raster.point_index import PointIndex
from layers.raster.scene import View


@pytest.mark.parametrize("kernels", [True, False])
def test_that_the_area_under_each_pixel_is_the_one_it_shows(
    draw: Any, a: Any, monkeypatch: pytest.MonkeyPatch, kernels: bool
) -> None:
    monkeypatch.setattr(hits, "KERNELS", kernels)
    polygons = [box(0, 0, 40, 40), Point(60, 60).buffer(25).difference(Point(60, 60).buffer(9)), box(80, 0, 100, 30)]
    scene, view = a.scene(polygons), View(-5.0, 105.0, 2.0, 220, 220)
    shown = (draw(view, scene) & 0xFFFFFF).astype(int)
    rng = np.random.default_rng(1)
    for row, column in rng.integers(0, 220, (400, 2)).tolist():
        x, y = view.x0 + (column + 0.5) / view.k, view.ytop - (row + 0.5) / view.k
        assert scene.areas.locate(x, y) == shown[row, column]


def test_that_a_hit_never_waits_for_a_kernel_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unloaded:
        signatures = ()

        def __call__(self, *arguments: Any) -> int:
            raise AssertionError("this would load it")

    monkeypatch.setattr(hits, "KERNELS", True)
    monkeypatch.setattr(hits.kernel_areas, "area_at", Unloaded())
    monkeypatch.setattr(hits.kernel_markers, "nearest", Unloaded())
    areas = AreaIndex.of(np.array([box(0, 0, 40, 40)], dtype=object), (0.0, 0.0))
    points = PointIndex.of(np.array([5.0]), np.array([6.0]), np.zeros(1, np.uint8), 100.0)
    assert areas.locate(10.0, 10.0) == 1
    assert points.nearest(5.0, 5.0, 3.0) == 0


def test_that_the_warm_up_loads_the_kernels_of_hits() -> None:
    assert loading.wait()
    assert hits.is_loaded(hits.kernel_areas.area_at)
    assert hits.is_loaded(hits.kernel_markers.nearest)


@pytest.mark.parametrize("kernels", [True, False])
def test_that_the_nearest_marker_is_the_same_by_kernel_and_by_numpy(
    monkeypatch: pytest.MonkeyPatch, kernels: bool
) -> None:
    assert loading.wait()
    monkeypatch.setattr(hits, "KERNELS", kernels)
    rng = np.random.default_rng(2)
    x, y, level = rng.uniform(0, 100, 500), rng.uniform(0, 100, 500), rng.integers(0, 4, 500)
    index = PointIndex.of(x, y, level, 100.0)
    for px, py in rng.uniform(0, 100, (100, 2)).tolist():
        d = np.hypot(x - px, y - py)
        near = np.flatnonzero(d <= 5)
        found = index.nearest(px, py, 5.0)
        if len(near) == 0:
            assert found == -1
            continue
        best = near[level[near] == level[near].max()]
        assert level[found] == level[near].max()
        assert d[found] == pytest.approx(d[best].min(), abs=1e-3)


def test_that_an_index_without_areas_holds_nothing() -> None:
    assert AreaIndex.none().locate(1.0, 1.0) == 0


def test_that_simpler_borders_are_used_for_small_scales_alone() -> None:
    ring = Point(50, 50).buffer(40, quad_segs=200)
    index = AreaIndex.of(np.array([ring], dtype=object), (0.0, 0.0), (0.1, 1.0))
    assert len(index.at(0.05).seg) < len(index.at(0.5).seg) < len(index.at(50.0).seg) == len(index.exact.seg)
    torn = AreaIndex.of(np.array([ring, box(50, 50, 200, 200)], dtype=object), (0.0, 0.0), (0.1,))
    assert torn.count == 2
