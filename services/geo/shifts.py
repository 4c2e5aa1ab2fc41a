"""The shifted systems of Chinese map services: GCJ-02 and, on top of it, BD-09.

All functions take and give longitude/latitude in degrees as float64 arrays of one shape. WGS 84 and CGCS2000 agree
within centimetres and are treated as one. Formulas: the public re-derivation of the GCJ-02 shift (Krasovsky 1940
ellipsoid); the inverses are iterated, exact to well under a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

AXIS = 6378245.0
ECCENTRICITY = 0.00669342162296594323
# outside this rectangle map services show true coordinates
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
BAIDU_PI = np.pi * 3000.0 / 180.0
ROUNDS = 6


def gcj02_from_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Where a Chinese map service shows a true place; unchanged outside its rectangle around China."""
    lon, lat = _arrays(lon, lat)
    shown_lon, shown_lat = _shifted(lon, lat)
    inside = _in_rectangle(lon, lat)
    return np.where(inside, shown_lon, lon), np.where(inside, shown_lat, lat)


def wgs84_from_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The true place of what a Chinese map service shows."""
    lon, lat = _arrays(lon, lat)
    true_lon, true_lat = _undone(_shifted, lon, lat)
    inside = _in_rectangle(true_lon, true_lat)
    return np.where(inside, true_lon, lon), np.where(inside, true_lat, lat)


def bd09_from_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Baidu's further shift of a GCJ-02 place."""
    return _baidu(*_arrays(lon, lat))


def gcj02_from_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The GCJ-02 place of a Baidu place."""
    return _undone(_baidu, *_arrays(lon, lat))


def bd09_from_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Where Baidu shows a true place."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


def wgs84_from_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The true place of what Baidu shows."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))


def _arrays(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


def _in_rectangle(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    return (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)


def _waves(x: Floats, y: Floats) -> Pair:
    """The shift east and north in metres on the old ellipsoid; x, y = degrees from 105° E, 35° N."""
    root = np.sqrt(np.abs(x))
    fine = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2.0 / 3.0 * (fine + 20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0))
    east += 2.0 / 3.0 * (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += 2.0 / 3.0 * (fine + 20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0))
    north += 2.0 / 3.0 * (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0))
    return east, north


def _shifted(lon: Floats, lat: Floats) -> Pair:
    east, north = _waves(lon - 105.0, lat - 35.0)
    phi = np.radians(lat)
    bulge = 1.0 - ECCENTRICITY * np.sin(phi) ** 2
    along = AXIS * (1.0 - ECCENTRICITY) / (bulge * np.sqrt(bulge))
    across = AXIS / np.sqrt(bulge) * np.cos(phi)
    return lon + np.degrees(east / across), lat + np.degrees(north / along)


def _baidu(lon: Floats, lat: Floats) -> Pair:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _undone(forward: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    """The inverse by iteration: the shift changes by under 2 % of the way, so each round gains nearly two digits."""
    x, y = lon, lat
    for _ in range(ROUNDS):
        there_x, there_y = forward(x, y)
        x, y = x + (lon - there_x), y + (lat - there_y)
    return x, y
