"""Web Mercator and degrees, for what is written and drawn on the map itself."""

from __future__ import annotations

import math
from collections.abc import Callable

from services.live.mercator import EARTH_RADIUS as EARTH


def degrees_of_x(x: float) -> float:
    """Longitude of an easting."""
    return math.degrees(x / EARTH)


def degrees_of_y(y: float) -> float:
    """Latitude of a northing."""
    return math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2)


def metres_of_lon(lon: float) -> float:
    """Easting of a longitude."""
    return math.radians(lon) * EARTH


def metres_of_lat(lat: float) -> float:
    """Northing of a latitude."""
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * EARTH


def stretch(y: float) -> float:
    """How many metres of the map one metre on the ground is, at a northing."""
    return math.cosh(y / EARTH)


def tenths(low: float, high: float, degrees: Callable[[float], float], metres: Callable[[float], float]) -> list[float]:
    """The places of all tenths of a degree between two places on one axis, in metres."""
    first, last = math.ceil(degrees(low) * 10), math.floor(degrees(high) * 10)
    return [metres(at / 10) for at in range(first, last + 1)] if last - first < 1000 else []
