"""What the canvas takes in and gives out: a level of areas, and what lies under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class AreaLayer:
    """The areas of one level: `ids` int64, polygons in Web Mercator metres, names; `parent` int32 rows one level up.

    `weight` (households) tells whose name finds room first; without it the first rows do.
    """

    level: int
    ids: NDArray[np.int64]
    polygons: NDArray[Any]
    names: Sequence[str]
    parent: NDArray[np.int32]
    weight: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def row_of(self, ident: int) -> int:
        """The row of an area, -1 when it is not here."""
        found = np.flatnonzero(self.ids == ident)
        return int(found[0]) if len(found) else -1


def label_spots(polygons: NDArray[Any], careful: bool) -> NDArray[np.float64]:
    """Where names sit best, (n, 2): centres of the largest inscribed circles, or inner points where that is slow."""
    if len(polygons) == 0:
        return np.empty((0, 2))
    if careful:
        radius = shapely.maximum_inscribed_circle(polygons, tolerance=50.0)
        spots = shapely.get_coordinates(shapely.get_point(radius, 0))
    else:
        spots = shapely.get_coordinates(shapely.point_on_surface(polygons))
    return spots


@dataclass(frozen=True, slots=True)
class Hit:
    """Something on the map: kind "warning", "marker" or "area", its number, its level, and longitude/latitude."""

    kind: str
    level: int
    id: int
    lon: float
    lat: float
