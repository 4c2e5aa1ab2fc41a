"""Lengths and areas in the local zone, against the ellipsoid itself."""

from __future__ import annotations

import pytest
import shapely
from pyproj import Geod

from services.geo.metric import zone_at, zone_of

GEOD = Geod(ellps="GRS80")


@pytest.mark.parametrize(
    ("place", "name"),
    [((116.4, 33.9), "EPSG:4548"), ((120.5, 24.0), "EPSG:4549"), ((-122.4, 37.8), "EPSG:32610"),
     ((151.2, -33.9), "EPSG:32756"), ((180.0, 10.0), "EPSG:32660"), ((75.0, 39.0), "EPSG:4534"),
     ((134.9, 48.0), "EPSG:4554")],
)  # fmt: skip
def test_that_china_has_zones_of_three_degrees_and_the_rest_utm(place: tuple[float, float], name: str) -> None:
    assert zone_at(*place).name == name


@pytest.mark.parametrize("place", [(116.4, 33.9), (-122.4, 37.8), (118.4, 45.0)])
def test_that_areas_and_lengths_are_true_to_a_thousandth(place: tuple[float, float]) -> None:
    area = shapely.box(place[0], place[1], place[0] + 0.2, place[1] + 0.2).segmentize(0.01)
    m2, metres = GEOD.geometry_area_perimeter(area)
    assert zone_of(area).area(area) == pytest.approx(abs(m2), rel=1e-3)
    assert zone_of(area).length(area) == pytest.approx(metres, rel=1e-3)


def test_that_metres_come_back_as_degrees() -> None:
    zone, point = zone_at(116.4, 33.9), shapely.Point(116.41, 33.95)
    assert zone.unproject(zone.project(point)).distance(point) < 1e-10


def test_that_nothing_has_no_zone() -> None:
    with pytest.raises(ValueError, match="no geometry"):
        zone_of(shapely.Polygon())
