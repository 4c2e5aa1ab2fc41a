"""Repair of rings that cross or touch themselves; every repair is listed with its row, reason and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.geo.crs import System
from services.geo.metric import zone_of

_PLACED = re.compile(r"(.*)\[(\S+) (\S+)\]")


@dataclass(frozen=True, slots=True)
class Repair:
    """What was wrong with one row (the geometry library's reason and place) and by how many m² its area changed."""

    row: int
    name: str
    reason: str
    lon: float | None
    lat: float | None
    changed_m2: float


def repaired(row: int, name: str, raw: Any, system: System) -> tuple[Any, Repair | None]:
    """A valid area in CGCS2000 degrees (None where nothing is left) and what was repaired, if anything.

    `raw` is in the file's own system. The rings keep their meaning: what an outer ring surrounds is in, what a hole
    surrounds is out.
    """
    found = turned(_valid(raw), system)
    geometry = None if found is None else _valid(found)
    if geometry is None or raw.is_valid:
        return geometry, None
    reason = str(shapely.is_valid_reason(raw))
    placed = _PLACED.fullmatch(reason)
    lon, lat = None, None
    if placed:
        x, y = system.to_store(float(placed[2]), float(placed[3]))
        lon, lat = float(x), float(y)
    zone = zone_of(geometry)
    changed = float(zone.area(geometry)) - float(zone.area(turned(raw, system)))
    return geometry, Repair(row, name, placed[1] if placed else reason, lon, lat, changed)


def turned(geometry: Any, system: System) -> Any:
    """Geometry of a system in CGCS2000 degrees; None where it is nowhere on earth."""
    if geometry is None:
        return None

    def turn(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(system.to_store(points[:, 0], points[:, 1]))

    found = shapely.transform(geometry, turn)
    west, south, east, north = found.bounds
    on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return found if on_earth else None


def _valid(geometry: Any) -> Any:
    if geometry.is_valid:
        return geometry if geometry.area > 0 else None
    return only_areas(shapely.make_valid(geometry, method="structure", keep_collapsed=False))


def only_areas(geometry: Any) -> Any:
    """The polygons in a geometry as one Polygon or MultiPolygon; None where there are none."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)]
    if len(parts) == 0:
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
