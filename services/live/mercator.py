"""Web Mercator (EPSG:3857), in which the map is drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]
EARTH_RADIUS = 6378137.0
LIMIT = 85.0511287798066  # of the latitude: the map is a square, and never reaches a pole


def to_mercator(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Metres east and north of longitude/latitude in degrees; latitudes beyond ±85.05° are drawn at the limit."""
    x = EARTH_RADIUS * np.radians(np.asarray(lon, np.float64))
    lat = np.minimum(np.maximum(np.asarray(lat, np.float64), -LIMIT), LIMIT)
    return x, EARTH_RADIUS * np.arctanh(np.sin(np.radians(lat)))


def from_mercator(x: ArrayLike, y: ArrayLike) -> Pair:
    """Longitude/latitude in degrees of metres east and north."""
    lon = np.degrees(np.asarray(x, np.float64) / EARTH_RADIUS)
    return lon, np.degrees(np.arctan(np.sinh(np.asarray(y, np.float64) / EARTH_RADIUS)))
