"""The shifts of Chinese map services, against published pairs and against their own inverses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.geo import shifts

METRES = 111_320.0
inside = st.tuples(st.floats(73.0, 135.0), st.floats(4.0, 53.0))


def test_that_a_published_pair_is_met() -> None:
    lon, lat = shifts.gcj02_from_wgs84(116.404, 39.915)
    assert (float(lon), float(lat)) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)
    lon, lat = shifts.bd09_from_gcj02(116.404, 39.915)
    assert (float(lon), float(lat)) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-8)


@given(inside)
def test_that_gcj02_comes_back_within_a_millimetre(place: tuple[float, float]) -> None:
    back = shifts.wgs84_from_gcj02(*shifts.gcj02_from_wgs84(*place))
    assert np.abs(np.array(back) - place).max() * METRES < 1e-3


@given(inside)
def test_that_bd09_comes_back_within_a_millimetre(place: tuple[float, float]) -> None:
    back = shifts.wgs84_from_bd09(*shifts.bd09_from_wgs84(*place))
    assert np.abs(np.array(back) - place).max() * METRES < 1e-3


def test_that_places_outside_china_are_not_shifted() -> None:
    lon, lat = np.array([-122.4, 2.35, 151.2]), np.array([37.8, 48.85, -33.9])
    for turn in (shifts.gcj02_from_wgs84, shifts.wgs84_from_gcj02):
        assert np.array_equal(turn(lon, lat), (lon, lat))


def test_that_the_shift_is_hundreds_of_metres_and_smooth() -> None:
    lon, lat = np.linspace(115.9, 116.7, 1000), np.full(1000, 33.9)
    east, north = shifts.gcj02_from_wgs84(lon, lat)
    away = np.hypot((east - lon) * METRES * np.cos(np.radians(33.9)), (north - lat) * METRES)
    assert 200 < away.min() < away.max() < 800
    assert np.abs(np.diff(away)).max() < 1.0
