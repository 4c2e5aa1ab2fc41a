"""The shapes of the areas as the map draws them: Web Mercator, loaded once per redrawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.areas import Level
from services.live.area_table import AreaTable
from services.live.mercator import to_mercator
from services.store.engine import Database


@dataclass(frozen=True, slots=True)
class Shapes:
    """Polygons of all areas in the order of the table (object array, None without a border), Web Mercator metres."""

    areas: AreaTable
    polygons: NDArray[Any]

    def of_level(self, level: Level) -> tuple[NDArray[np.intp], NDArray[Any]]:
        """(indexes, polygons) of the areas of a level that have a border."""
        rows = self.areas.at_level(level)
        rows = rows[~shapely.is_missing(self.polygons[rows])]
        return rows, self.polygons[rows]

    def bounds(self, index: int) -> tuple[float, float, float, float] | None:
        """West, south, east, north of one area in metres."""
        polygon = self.polygons[index]
        if polygon is None:
            return None
        west, south, east, north = polygon.bounds
        return west, south, east, north


def load_shapes(database: Database) -> Shapes:
    """Reads every border and projects it; takes tenths of a second, never on the GUI thread."""
    with database.reading() as reader:
        areas = reader.areas(geometry=True)
    polygons = shapely.from_wkb(np.array([area.geometry for area in areas], dtype=object), on_invalid="ignore")
    return Shapes(AreaTable.of(areas), shapely.transform(polygons, _project))


def _project(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(to_mercator(lonlat[:, 0], lonlat[:, 1]))
