"""Random places inside grids: vectorised, every one proven to lie inside."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MARGIN = 2e-6  # degrees kept from a border, so that rounding moves nothing across


class Places:
    """Gives places in polygons (CGCS2000 degrees)."""

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self._polygons = polygons
        shapely.prepare(polygons)
        self._bounds = shapely.bounds(polygons)
        self.sure = shapely.get_coordinates(shapely.point_on_surface(polygons))

    def anywhere(self, row: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        """One place in the polygon of each row."""
        place = self.sure[row].copy()
        left = np.arange(len(row))
        for _ in range(12):
            box = self._bounds[row[left]]
            tried = rng.uniform(box[:, :2], box[:, 2:])
            hit = self.inside(row[left], tried)
            place[left[hit]] = tried[hit]
            left = left[~hit]
            if len(left) == 0:
                break
        return np.asarray(np.round(place, 6))

    def near(self, row: NDArray[np.intp], spot: Floats, metres: Floats, rng: np.random.Generator) -> Floats:
        """Places scattered round a spot of each row, but in its polygon; elsewhere in it where that fails."""
        place, left = self.anywhere(row, rng), np.arange(len(row))
        degrees = metres / 111_320.0
        for _ in range(3):
            shift = rng.normal(size=(len(left), 2)) * degrees[left, None]
            shift[:, 0] /= np.cos(np.radians(spot[left, 1]))
            tried = spot[left] + shift
            hit = self.inside(row[left], tried)
            place[left[hit]] = tried[hit]
            left = left[~hit]
            if len(left) == 0:
                break
        return np.asarray(np.round(place, 6))

    def inside(self, row: NDArray[np.intp], place: Floats) -> NDArray[np.bool_]:
        """Whether each place lies in the polygon of its row, not nearer to the border than rounding could matter."""
        polygons = self._polygons[row]
        within = shapely.contains_xy(polygons, place[:, 0], place[:, 1])
        for east, north in ((MARGIN, 0.0), (-MARGIN, 0.0), (0.0, MARGIN), (0.0, -MARGIN)):
            at = np.flatnonzero(within)
            within[at] = shapely.contains_xy(polygons[at], place[at, 0] + east, place[at, 1] + north)
        return np.asarray(within)
