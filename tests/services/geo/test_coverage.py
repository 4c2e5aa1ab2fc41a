"""Overlaps and gaps in square metres."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from services.geo.coverage import coverage_of
from services.geo.metric import zone_of


def test_that_a_clean_tiling_has_neither_gap_nor_overlap() -> None:
    tiles = [
        box(116 + i * 0.01, 33 + j * 0.01, 116.01 + i * 0.01, 33.01 + j * 0.01) for i in range(5) for j in range(5)
    ]
    found = coverage_of(tiles)
    assert (found.overlaps, found.gaps) == ((), ())
    assert found.m2 == pytest.approx(
        float(zone_of(box(116, 33, 116.05, 33.05)).area(box(116, 33, 116.05, 33.05))), rel=1e-6
    )


def test_that_an_overlap_is_measured_and_names_its_two_areas() -> None:
    tiles = [box(116, 33, 116.02, 33.01), box(116.01, 33, 116.03, 33.01), box(116.5, 33, 116.51, 33.01)]
    (overlap,) = coverage_of(tiles).overlaps
    shared = box(116.01, 33, 116.02, 33.01)
    assert (overlap.first, overlap.second) == (0, 1)
    assert overlap.m2 == pytest.approx(float(zone_of(shared).area(shared)), rel=1e-3)


def test_that_a_gap_is_measured_and_names_its_neighbours() -> None:
    around = [box(116, 33, 116.03, 33.01), box(116, 33.02, 116.03, 33.03), box(116, 33.01, 116.01, 33.02),
              box(116.02, 33.01, 116.03, 33.02)]  # fmt: skip
    (gap,) = coverage_of(around).gaps
    hole = box(116.01, 33.01, 116.02, 33.02)
    assert gap.around == (0, 1, 2, 3)
    assert gap.m2 == pytest.approx(float(zone_of(hole).area(hole)), rel=1e-3)
    assert 116.01 < gap.lon < 116.02
    assert 33.01 < gap.lat < 33.02


def test_that_what_rounding_makes_is_not_counted() -> None:
    tiles = [box(116, 33, 116.01 + 1e-9, 33.01), box(116.01, 33, 116.02, 33.01)]
    assert coverage_of(tiles).overlaps == ()
    assert len(coverage_of(tiles, least_m2=1e-6).overlaps) == 1


def test_that_nothing_covers_nothing() -> None:
    assert coverage_of([]).m2 == 0.0
