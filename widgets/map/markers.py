"""The markers of a map by their numbers: an index of places, and which row of it carries which number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.density import Density
from layers.raster.point_index import HOT, SIDE, PointIndex
from layers.raster.scene import View
from widgets.map.crowding import Crowding


@dataclass(slots=True)
class Markers:
    """Numbers int64 by row, places in metres from an origin; made off the GUI thread, changed in place on it."""

    numbers: NDArray[np.int64]
    points: PointIndex
    origin: tuple[float, float]
    extent: float
    crowding: Crowding
    _sorted: NDArray[np.int64]
    _rows: NDArray[np.int64]
    _added: dict[int, int] = field(default_factory=dict)
    _late: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, numbers: Any, x: Any, y: Any, level: Any, origin: tuple[float, float], extent: float) -> Markers:
        """From columns: metres, level 0 blue … 3 red; those without a place are known but not drawn."""
        numbers = np.ascontiguousarray(numbers, np.int64)
        points = PointIndex.of(np.asarray(x) - origin[0], np.asarray(y) - origin[1], np.asarray(level), extent)
        order = np.argsort(numbers, kind="stable")
        levels = points.level_of(np.arange(len(points.x)))
        crowding = Crowding.of(points.x, points.y, levels, extent)
        return cls(numbers, points, origin, extent, crowding, numbers[order], order)

    @classmethod
    def none(cls, origin: tuple[float, float] = (0.0, 0.0), extent: float = 1.0) -> Markers:
        """No markers yet."""
        nothing = np.empty(0)
        return cls.of(nothing, nothing, nothing, np.empty(0, np.uint8), origin, extent)

    def __len__(self) -> int:
        return len(self.numbers) + len(self._late)

    @property
    def crowded(self) -> bool:
        """Whether so much has changed that they should be sorted anew soon."""
        return self.points.hot > HOT // 2

    def row_of(self, number: int) -> int:
        """The row that carries a number, -1 for none."""
        at = int(np.searchsorted(self._sorted, number))
        if at < len(self._sorted) and self._sorted[at] == number:
            return int(self._rows[at])
        return self._added.get(number, -1)

    def number_of(self, row: int) -> int:
        """The number that a row carries."""
        return int(self.numbers[row]) if row < len(self.numbers) else self._late[row - len(self.numbers)]

    def change(self, numbers: Any, x: Any, y: Any, level: Any, alive: Any) -> int:
        """Moves, regrades, adds or takes away some; gives how many of them found room (then sort anew)."""
        numbers = np.asarray(numbers, np.int64)
        rows = np.full(len(numbers), -1, np.int64)
        if len(self._sorted):
            at = np.minimum(np.searchsorted(self._sorted, numbers), len(self._sorted) - 1)
            rows = np.where(self._sorted[at] == numbers, self._rows[at], -1)
        for at in np.flatnonzero(rows < 0).tolist():
            rows[at] = self._row_for(int(numbers[at]))
        west, south = self.origin
        there = np.where(np.asarray(alive), np.asarray(x, float) - west, np.nan)
        return self.points.change_some(rows, there, np.asarray(y, float) - south, np.asarray(level))

    def place_of(self, number: int) -> tuple[float, float] | None:
        """Where a marker is drawn, in metres; None where it has no place or is gone."""
        row = self.row_of(number)
        place = self.points.place_of(row) if row >= 0 else None
        return (place[0] + self.origin[0], place[1] + self.origin[1]) if place is not None else None

    def nearest(self, x: float, y: float, radius: float) -> int | None:
        """The number of the marker within a radius of a place (metres): the highest level first, then the nearest."""
        row = self.points.nearest(x - self.origin[0], y - self.origin[1], radius)
        return self.number_of(row) if row >= 0 else None

    def gives_way(self, number: int, density: Density, k: float) -> bool:
        """Whether the density is drawn instead of a marker, at so many device px to the metre."""
        row = self.row_of(number)
        place = self.points.place_of(row)
        if place is None or self.points.level_at(row) >= density.least:
            return False
        return self.points.is_dense(*place, density, k)

    def urgent(self, view: View, most: int = 150) -> NDArray[np.float64]:
        """Device px of the red and orange markers in a view, (n, 2); none where they are too many to mind each."""
        points = self.points
        first = int(points.start[2 * SIDE * SIDE]) if len(points.start) > 2 * SIDE * SIDE else 0
        x, y = points.x[first:], points.y[first:]
        if points.hot:
            hot = points.hot_level[: points.hot] >= 2
            x, y = np.r_[x, points.hot_x[: points.hot][hot]], np.r_[y, points.hot_y[: points.hot][hot]]
        east, south = view.x0 + view.width / view.k, view.ytop - view.height / view.k
        seen = np.flatnonzero((x > view.x0) & (x < east) & (y > south) & (y < view.ytop))  # in metres: far fewer sums
        if len(seen) > most:
            return np.empty((0, 2))
        return np.column_stack([x[seen] - view.x0, view.ytop - y[seen]]).astype(float) * view.k

    def inside(self, west: float, south: float, east: float, north: float) -> list[int]:
        """The numbers of the markers in a box (metres)."""
        x, y = self.origin
        return [self.number_of(int(row)) for row in self.points.inside(west - x, south - y, east - x, north - y)]

    def resorted(self, origin: tuple[float, float] | None = None, extent: float | None = None) -> Markers:
        """The same markers sorted anew, the changed ones with them; what changes meanwhile is to be applied again."""
        x, y, level = self.points.by_row(len(self))
        numbers = np.r_[self.numbers, np.array(self._late, np.int64)]
        west, south = self.origin
        return Markers.of(numbers, x + west, y + south, level, origin or self.origin, extent or self.extent)

    def _row_for(self, number: int) -> int:
        row = self._added.get(number)
        if row is None:
            row = len(self.numbers) + len(self._late)
            self._late.append(number)
            self._added[number] = row
        return row
