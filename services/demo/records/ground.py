"""The ground of a demo city's base records: which grids they are in, points in those, what their areas are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from services.demo.ground.places import Places
from services.domain.areas import Area, AreaKind, Level

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class RecordGround:
    """Grids with their households, kinds and names; points are even within a grid. From areas with geometry.

    `places` of the same grids give points where there are few to give; else a second is spent to give millions.
    """

    def __init__(self, areas: Sequence[Area], places: Places | None = None) -> None:
        by_id = {area.id: area for area in areas}
        self.grids = [area for area in areas if area.level is Level.GRID]
        villages = [by_id[area.parent or 0] for area in self.grids]
        towns = [by_id[village.parent or 0] for village in villages]
        city = next(area for area in areas if area.level is Level.CITY)
        self.village_codes = [village.code for village in villages]
        self.village_names = [village.name for village in villages]
        self.town_names = [town.name for town in towns]
        self.town = np.array([town.id for town in towns])
        shared = Counter(area.name for area in areas if area.level is Level.VILLAGE)
        self.shared_names = sorted(name for name, count in shared.items() if count > 1)
        self.bounds = shapely.from_wkb(city.geometry).bounds
        self._weights = _weights(self.grids, towns)
        self._places = places
        if places is None:
            self._triangulate()

    def choose(self, where: str, count: int, rng: np.random.Generator) -> Rows:
        """A grid row for each of so many."""
        chance = self._weights[where]
        return np.minimum(np.searchsorted(chance, rng.uniform(0, chance[-1], count)), len(self.grids) - 1)

    def points(self, grid: Rows, rng: np.random.Generator) -> Floats:
        """A point (longitude, latitude, six places) in each grid of these rows."""
        if self._places is not None:
            return self._places.anywhere(grid, rng)
        begin, end = self._until[self._first[grid]], self._until[self._first[grid + 1]]
        chosen = np.searchsorted(self._until, rng.uniform(begin, end), side="right") - 1
        triangle = self._triangles[np.clip(chosen, self._first[grid], self._first[grid + 1] - 1)]
        along = rng.uniform(size=(len(grid), 2))
        along = np.where(along.sum(axis=1, keepdims=True) > 1, 1 - along, along)
        a, b, c = triangle[:, 0], triangle[:, 1], triangle[:, 2]
        return np.asarray(np.round(a + along[:, :1] * (b - a) + along[:, 1:] * (c - a), 6))

    def elsewhere(self, grid: Rows, rng: np.random.Generator) -> Rows:
        """For each grid row another one in another town; the same where there is only one town."""
        other = rng.integers(0, len(self.grids), len(grid))
        for _ in range(8):
            same = np.flatnonzero(self.town[other] == self.town[grid])
            other[same] = rng.integers(0, len(self.grids), len(same))
        return other

    def _triangulate(self) -> None:
        """Each grid as triangles: of numbers that rise by their areas one falls into a triangle with its share."""
        shapes = shapely.from_wkb(np.array([area.geometry for area in self.grids], object))
        corners, owner = shapely.get_coordinates(shapely.constrained_delaunay_triangles(shapes), return_index=True)
        self._triangles = corners.reshape(-1, 4, 2)[:, :3]  # a ring ends where it began
        self._first = np.searchsorted(owner[::4], np.arange(len(self.grids) + 1))
        (ax, ay), (bx, by) = ((self._triangles[:, at] - self._triangles[:, 0]).T for at in (1, 2))
        self._until = np.concatenate([[0.0], np.cumsum(np.abs(ax * by - ay * bx))])


def _weights(grids: Sequence[Area], towns: Sequence[Area]) -> dict[str, Floats]:
    homes = np.array([area.households for area in grids], float)
    kind = np.array([int(area.kind) for area in grids])
    street = np.array([town.code[6:9] < "100" for town in towns])
    rural, special = kind == AreaKind.RURAL, kind == AreaKind.SPECIAL
    chances = {
        "home": homes + 1,
        "street": (homes + 1) * np.where(rural, 0.08, np.where(street, 1.4, 1.0)),
        "rural": (homes + 1) * np.where(rural, 1.0, 0.15),
        "works": np.where(special, 400.0, np.where(rural, 4.0, 14.0)),
        "even": np.ones(len(grids)),
    }
    return {name: np.cumsum(chance) for name, chance in chances.items()}
