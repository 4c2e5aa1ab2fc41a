"""Systems by name, and the way into the store's."""

from __future__ import annotations

import numpy as np
import pytest

from services.domain.refusals import Refusal
from services.geo.crs import system_of

PLACE = (116.4, 33.9)


@pytest.mark.parametrize(
    "words",
    ["cgcs2000", "WGS84", "wgs-84", "EPSG:4490", "epsg:4326", "4490", "urn:ogc:def:crs:EPSG::4490",
     "urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"],
)  # fmt: skip
def test_that_systems_equal_to_the_stores_change_nothing(words: str) -> None:
    assert tuple(map(float, system_of(words).to_store(*PLACE))) == PLACE
    assert not system_of(words).rough


@pytest.mark.parametrize("words", ["gcj02", "bd09", "EPSG:3857", "EPSG:4548", "EPSG:4526", "EPSG:32650", "GCJ-02"])
def test_that_other_systems_come_back_to_where_they_began(words: str) -> None:
    system = system_of(words)
    there = system.from_store(*PLACE)
    assert not np.allclose(there, PLACE, atol=1e-4)
    assert np.allclose(system.to_store(*there), PLACE, atol=1e-9)


def test_that_longitude_comes_first_whatever_the_authority_says() -> None:
    x, y = system_of("EPSG:4548").from_store(117.0, 33.9)
    assert float(x) == pytest.approx(500_000, abs=0.01)
    assert 3_700_000 < float(y) < 3_800_000


def test_that_an_esri_definition_is_understood() -> None:
    wkt = (
        'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,'
        '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )
    assert tuple(map(float, system_of(wkt).to_store(*PLACE))) == PLACE


def test_that_an_old_chinese_system_is_marked_as_rough() -> None:
    assert system_of("EPSG:4214").rough
    assert system_of("EPSG:4610").rough


@pytest.mark.parametrize("words", ["", "mars", "EPSG:99999", "EPSG:5773", "EPSG:", "../../etc/passwd"])
def test_that_an_unknown_system_is_refused_with_the_choices(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        system_of(words)
    assert refused.value.code == "geo.unknown_crs"
    assert "gcj02" in str(refused.value)
