"""Warnings as a layer: the worst first, a circle in the map's metres, an area where there is no point."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from layers import warnings
from services.domain.areas import Area, AreaKind, Level
from services.domain.incidents import UNLOCATED, Place, PlaceStatus, Severity
from services.domain.warnings import LiveWarning, WarningState
from services.live.area_table import AreaTable

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
POINT = Place(PlaceStatus.LOCATED, 116.31, 33.81, 2, 3, None)
VILLAGE = Place(PlaceStatus.LOCATED, None, None, 2, 3, None)


@pytest.fixture
def areas() -> AreaTable:
    def area(ident: int, level: Level, parent: int | None) -> Area:
        return Area(ident, level, f"{ident}", f"{ident}", AreaKind.RURAL, parent, 10)

    return AreaTable.of([area(1, Level.CITY, None), area(2, Level.TOWN, 1), area(3, Level.VILLAGE, 2)])


@pytest.fixture
def a_warning() -> Callable[..., LiveWarning]:
    usual = LiveWarning(
        1, 1, "W-1", "roads.junctions", 1, "frequency", Severity.ORANGE, WarningState.RAISED, POINT, NOW, NOW, 70.0, 5,
        "police", radius_m=200.0,
    )  # fmt: skip
    return lambda **values: replace(usual, **values)


def test_that_the_worst_comes_first_then_the_unseen_then_the_newest(areas, a_warning) -> None:
    found = [
        a_warning(id=1, level=Severity.BLUE),
        a_warning(id=2, acked=True),
        a_warning(id=3, raised_at=NOW - timedelta(hours=1)),
        a_warning(id=4),
        a_warning(id=5, level=Severity.RED, acked=True),
    ]
    plan = warnings.of(found, areas)
    assert plan.numbers.tolist() == [5, 4, 3, 2, 1]
    assert plan.seen.tolist() == [True, False, False, True, False]


def test_that_a_circle_has_its_radius_on_the_ground(areas, a_warning) -> None:
    plan = warnings.of([a_warning()], areas)
    assert plan.radius[0] * math.cos(math.radians(33.81)) == pytest.approx(200.0)
    assert plan.areas[0] == warnings.NOWHERE


def test_that_one_without_a_point_stands_at_its_smallest_area(areas, a_warning) -> None:
    plan = warnings.of([a_warning(place=VILLAGE, radius_m=None)], areas)
    assert plan.areas.tolist() == [2]
    assert np.isnan(plan.x[0])
    assert np.isnan(plan.radius[0])


def test_that_what_lies_nowhere_is_not_on_the_map(areas, a_warning) -> None:
    whole_city = Place(PlaceStatus.LOCATED)
    plan = warnings.of([a_warning(place=UNLOCATED), a_warning(id=2, place=whole_city)], areas)
    assert len(plan.numbers) == 0


def test_that_an_area_that_no_longer_holds_is_left_out(areas, a_warning) -> None:
    gone = Place(PlaceStatus.LOCATED, None, None, 99, None, None)
    assert len(warnings.of([a_warning(place=gone)], areas).numbers) == 0
