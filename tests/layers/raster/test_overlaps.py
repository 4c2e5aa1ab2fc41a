"""Overlapping areas made disjoint."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Point, box

from layers.raster.overlaps import without_overlaps

DATA = Path(os.environ.get("GRIDCOMMAND_DATA", Path(__file__).resolve().parents[3].parent / "shared" / "data"))


def test_that_a_faultless_coverage_comes_back_as_it_is() -> None:
    given = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    assert without_overlaps(given) is given


def test_that_each_place_belongs_to_the_smallest_area_that_claims_it() -> None:
    given = np.array([box(0, 0, 100, 100), box(50, 50, 150, 150), Point(50, 50).buffer(20)], dtype=object)
    made = without_overlaps(given)
    assert shapely.area(made).sum() == pytest.approx(shapely.union_all(given).area)
    assert made[2].equals(given[2])
    assert made[1].area == pytest.approx(given[1].difference(given[2]).area)
    assert shapely.coverage_is_valid(made)


def test_that_neighbours_of_overlapping_areas_still_share_their_borders_exactly() -> None:
    given = np.array([box(0, 0, 10, 10), box(5, 3, 15, 7), box(0, 10, 10, 20), box(10, -10, 20, 3)], dtype=object)
    assert shapely.coverage_is_valid(without_overlaps(given))


def test_that_missing_and_empty_areas_stay_what_they_are() -> None:
    made = without_overlaps(np.array([None, shapely.Polygon(), box(0, 0, 4, 4), box(2, 2, 3, 3)], dtype=object))
    assert made[0] is None
    assert made[1].is_empty
    assert made[2].area == pytest.approx(15)


def test_that_the_overlapping_real_villages_come_out_disjoint() -> None:
    path = DATA / "changhua" / "changhua_villages.geojson"
    if not path.exists():
        pytest.skip(f"the real villages are not at {path}")
    given = np.array(shapely.get_parts(shapely.from_geojson(path.read_text(encoding="utf-8"))), dtype=object)
    made = without_overlaps(given)
    pairs = shapely.STRtree(made).query(made, predicate="overlaps")
    shared = shapely.area(shapely.intersection(made[pairs[0]], made[pairs[1]]))
    assert shared.sum() <= 1e-12
    whole = shapely.union_all(shapely.make_valid(given))
    assert shapely.union_all(shapely.make_valid(made)).symmetric_difference(whole).area <= whole.area * 1e-4
