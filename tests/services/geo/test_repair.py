"""Mending rings without changing what they mean."""

from __future__ import annotations

import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from services.geo.crs import CGCS2000, GCJ02
from services.geo.repair import only_areas, repaired, turned


def test_that_a_good_area_is_left_alone() -> None:
    geometry, repair = repaired(1, "a", box(116, 33, 117, 34), CGCS2000)
    assert geometry.equals(box(116, 33, 117, 34))
    assert repair is None


def test_that_a_spike_goes_and_the_area_stays() -> None:
    spike = Polygon([(116, 33), (117, 33), (117, 34), (118, 34), (117, 34), (116, 34), (116, 33)])
    geometry, repair = repaired(7, "刺", spike, CGCS2000)
    assert geometry.equals(box(116, 33, 117, 34))
    assert repair is not None
    assert (repair.row, repair.name) == (7, "刺")
    assert repair.changed_m2 == pytest.approx(0.0, abs=1.0)


def test_that_a_hole_stays_a_hole() -> None:
    twisted = Polygon(
        box(116, 33, 117, 34).exterior.coords, [[(116.2, 33.2), (116.4, 33.4), (116.4, 33.2), (116.2, 33.4)]]
    )
    geometry, _ = repaired(1, "a", twisted, CGCS2000)
    assert not geometry.contains(Point(116.39, 33.3))
    assert geometry.contains(Point(116.5, 33.5))


def test_that_the_place_of_a_repair_is_in_the_stores_system() -> None:
    bow = Polygon([(116, 33), (116.1, 33.1), (116.1, 33), (116, 33.1), (116, 33)])
    _, repair = repaired(1, "a", bow, GCJ02)
    assert repair is not None
    assert repair.lon == pytest.approx(116.05 - 0.0055, abs=1e-3)


def test_that_what_has_no_area_is_nothing() -> None:
    assert repaired(1, "a", Polygon([(1, 1), (2, 2), (1, 1)]), CGCS2000) == (None, None)
    assert repaired(1, "a", box(500, 500, 600, 600), CGCS2000) == (None, None)
    assert turned(None, CGCS2000) is None
    assert only_areas(GeometryCollection([LineString([(0, 0), (1, 1)]), Point(1, 1)])) is None


def test_that_only_the_areas_of_a_mixture_are_kept() -> None:
    mixed = GeometryCollection([box(0, 0, 1, 1), LineString([(0, 0), (9, 9)]), MultiPolygon([box(2, 2, 3, 3)])])
    assert only_areas(mixed).equals(MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)]))
