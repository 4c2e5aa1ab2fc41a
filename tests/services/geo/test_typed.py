"""Coordinates as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.geo.typed import Typed, coordinates

LON, LAT = 116.54128, 33.98742


@pytest.mark.parametrize(
    "text",
    [
        "116.54128,33.98742", "116.54128 33.98742", "116.54128，33.98742",
        "33.98742, 116.54128", "(116.54128, 33.98742)",
        "116.54128E 33.98742N", "33.98742N,116.54128E", "E116.54128 N33.98742", "东经116.54128度 北纬33.98742度",
        "经度:116.54128 纬度:33.98742", "lat=33.98742 lon=116.54128", "116°32'28.6\"E 33°59'14.7\"N",
        "116°32′28.6″ 33°59′14.7″", "北纬33度59分14.7秒，东经116度32分28.6秒", "116.54128°E 33.98742°N",
        "１１６．５４１２８，３３．９８７４２", "116.54128/33.98742", "116.54128;33.98742",
    ],
)  # fmt: skip
def test_that_every_way_of_writing_it_is_the_same_place(text) -> None:
    found = coordinates(text)
    assert found is not None
    assert (found.lon, found.lat) == (pytest.approx(LON, abs=3e-5), pytest.approx(LAT, abs=3e-5))


@pytest.mark.parametrize(
    "text",
    [
        "", "116.5", "人民路 23", "路灯", "116.5 33.9 5", "116°75'00\" 33°59'14\"", "200 100", "E116 E33", "95,95",
        "20261123-000127",
    ],
)  # fmt: skip
def test_that_what_is_no_pair_of_coordinates_is_none(text) -> None:
    assert coordinates(text) is None


def test_that_it_says_whether_the_order_was_guessed_and_turned() -> None:
    assert coordinates("33.9, 116.5") == Typed(116.5, 33.9, guessed=True, turned=True)
    assert coordinates("116.5, 33.9") == Typed(116.5, 33.9, guessed=True, turned=False)
    assert coordinates("33.9N 116.5E") == Typed(116.5, 33.9, guessed=False, turned=True)


def test_that_where_both_orders_are_possible_the_city_decides() -> None:
    assert coordinates("51.5, 7.4", near=(7.0, 51.0)) == Typed(7.4, 51.5, guessed=True, turned=True)
    assert coordinates("51.5, 7.4", near=(51.0, 7.0)) == Typed(51.5, 7.4, guessed=True, turned=False)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_that_named_axes_come_back_as_they_were(lon, lat) -> None:
    found = coordinates(f"lon={lon:.6f} lat={lat:.6f}")
    assert found is not None
    assert (found.lon, found.lat) == (pytest.approx(lon, abs=1e-6), pytest.approx(lat, abs=1e-6))


@given(st.text(max_size=60))
def test_that_no_text_breaks_it(text) -> None:
    found = coordinates(text)
    assert found is None or (abs(found.lon) <= 180 and abs(found.lat) <= 90)
