"""Lengths and areas in metres: the local Gauss–Krüger zone in China, UTM elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from services.geo.crs import System, system_of

Floats = NDArray[np.float64]
# the zones of 3° by central meridian, 75° E … 135° E, are EPSG:4534 … 4554
_FIRST_ZONE, _FIRST_MERIDIAN, _LAST_MERIDIAN = 4534, 75, 135
_CHINA = (73.5, 3.4, 135.1, 53.6)


@dataclass(frozen=True, slots=True)
class Zone:
    """A conformal zone in which metres are true enough (under 0.1 %) around the place it was chosen for."""

    name: str
    system: System = field(repr=False)

    def project(self, geometry: Any) -> Any:
        """Geometry or array of geometries from CGCS2000 degrees to metres (x east, y north)."""
        return shapely.transform(geometry, self._forward)

    def unproject(self, geometry: Any) -> Any:
        """Geometry or array of geometries from metres back to CGCS2000 degrees."""
        return shapely.transform(geometry, self._back)

    def metres(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """x and y in metres of longitude/latitude."""
        return self.system.from_store(lon, lat)

    def area(self, geometry: Any) -> Any:
        """Square metres of geometry (or array of it) given in degrees."""
        return shapely.area(self.project(geometry))

    def length(self, geometry: Any) -> Any:
        """Metres of geometry (or array of it) given in degrees; the perimeter of a polygon."""
        return shapely.length(self.project(geometry))

    def _forward(self, points: Floats) -> Floats:
        return np.column_stack(self.system.from_store(points[:, 0], points[:, 1]))

    def _back(self, points: Floats) -> Floats:
        return np.column_stack(self.system.to_store(points[:, 0], points[:, 1]))


def zone_at(lon: float, lat: float) -> Zone:
    """The zone whose central meridian is nearest to a place."""
    west, south, east, north = _CHINA
    if west <= lon <= east and south <= lat <= north:
        meridian = min(max(round(lon / 3.0) * 3, _FIRST_MERIDIAN), _LAST_MERIDIAN)
        return _zone(_FIRST_ZONE + (meridian - _FIRST_MERIDIAN) // 3)
    number = min(int((lon + 180.0) // 6.0) + 1, 60)
    return _zone((32600 if lat >= 0 else 32700) + max(number, 1))


def zone_of(geometry: Any) -> Zone:
    """The zone for geometry (or an array of it) in degrees, by the middle of its bounds."""
    west, south, east, north = shapely.total_bounds(geometry)
    if not np.isfinite([west, south, east, north]).all():
        raise ValueError("no geometry to choose a zone for")
    return zone_at(float(west + east) / 2.0, float(south + north) / 2.0)


@lru_cache(maxsize=128)
def _zone(epsg: int) -> Zone:
    system = system_of(f"EPSG:{epsg}")
    return Zone(system.name, system)
