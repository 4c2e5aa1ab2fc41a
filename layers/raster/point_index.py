"""Markers sorted by level and cell; what changed since waits in a short hot list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.density import Density
from layers.raster.hits import is_dense, nearest_place

SIDE, LEVELS, HOT = 512, 4, 4096
FAR = 1.0e8  # metres; further from the origin there is no place on earth


@dataclass(slots=True)
class PointIndex:
    """Coordinates relative to the origin; markers outside 0 … extent fall into the cells at the rim.

    `place[row]` is where a marker of the given rows stands. Changes write NaN over the old place and append to the hot
    list, so that a frame in the making sees the old or the new marker and never reads rubbish.
    """

    order: NDArray[np.int64]
    place: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    start: NDArray[np.int64]
    cell: float
    hot_x: NDArray[np.float32] = field(default_factory=lambda: np.full(HOT, np.nan, np.float32))
    hot_y: NDArray[np.float32] = field(default_factory=lambda: np.full(HOT, np.nan, np.float32))
    hot_level: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(HOT, np.uint8))
    hot_row: NDArray[np.int64] = field(default_factory=lambda: np.full(HOT, -1, np.int64))
    hot: int = 0
    _hot_at: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    @classmethod
    def of(cls, x: NDArray[Any], y: NDArray[Any], level: NDArray[Any], extent: float) -> PointIndex:
        """Sorts rows; those without a place (NaN) or with one that is nowhere (beyond `FAR`) are left out.

        There are as many cells whatever the extent; one that makes no sense only makes the search slow.
        """
        real = np.flatnonzero((np.abs(x) < FAR) & (np.abs(y) < FAR))
        cell = (min(max(float(extent), 1e-3), FAR) if extent == extent else 1.0) / SIDE
        column = np.clip(x[real] / cell, 0, SIDE - 1).astype(np.int32)
        row = np.clip(y[real] / cell, 0, SIDE - 1).astype(np.int32)
        bucket = (np.clip(level[real], 0, LEVELS - 1).astype(np.int32) * SIDE + row) * SIDE + column
        sort = np.argsort(bucket, kind="stable")
        order = real[sort].astype(np.int64)
        place = np.full(len(x), -1, np.int64)
        place[order] = np.arange(len(order))
        start = np.zeros(LEVELS * SIDE * SIDE + 1, np.int64)
        if len(order):  # untouched zeros take neither time nor memory
            np.cumsum(np.bincount(bucket, minlength=len(start) - 1), out=start[1:])
        return cls(order, place, x[order].astype(np.float32), y[order].astype(np.float32), start, cell)

    @classmethod
    def none(cls) -> PointIndex:
        """No markers."""
        nothing = np.empty(0)
        return cls.of(nothing, nothing, np.empty(0, np.uint8), 1.0)

    def change(self, row: int, x: float, y: float, level: int) -> bool:
        """Moves, regrades or takes away (NaN) a marker, or adds one beyond the rows; False when a new sort is due."""
        return self.change_some(np.array([row]), np.array([x]), np.array([y]), np.array([level])) == 1

    def change_some(self, rows: NDArray[Any], x: NDArray[Any], y: NDArray[Any], level: NDArray[Any]) -> int:
        """The same for several; gives how many of them, from the first on, found room in the hot list."""
        rows = np.asarray(rows, np.int64)
        if len(rows) and int(rows.max()) >= len(self._hot_at):
            more = np.full(int(rows.max()) + HOT, -1, np.int32)
            more[: len(self._hot_at)] = self._hot_at
            self._hot_at = more
        slots = self._hot_at[rows]
        fresh = np.flatnonzero(slots < 0)
        first = fresh[np.sort(np.unique(rows[fresh], return_index=True)[1])]
        n = len(rows) if len(first) <= HOT - self.hot else int(first[HOT - self.hot])
        first = first[: HOT - self.hot]
        self._hot_at[rows[first]] = np.arange(self.hot, self.hot + len(first))
        self.hot_row[self.hot : self.hot + len(first)] = rows[first]
        slots, hot = self._hot_at[rows[:n]], self.hot + len(first)
        known = rows[:n][rows[:n] < len(self.place)]
        places = self.place[known]
        self.x[places[places >= 0]] = np.nan
        self.hot_x[slots] = np.nan
        there = (np.abs(x[:n]) < FAR) & (np.abs(y[:n]) < FAR)
        self.hot_y[slots] = np.where(there, y[:n], np.nan)
        self.hot_level[slots] = np.clip(level[:n], 0, LEVELS - 1)
        self.hot_x[slots] = np.where(there, x[:n], np.nan)
        self.hot = hot
        return n

    def place_of(self, row: int) -> tuple[float, float] | None:
        """Where the marker of a row is; None where it has no place."""
        at = self._hot_at[row] if 0 <= row < len(self._hot_at) else -1
        if at >= 0:
            x, y = float(self.hot_x[at]), float(self.hot_y[at])
        elif 0 <= row < len(self.place) and self.place[row] >= 0:
            x, y = float(self.x[self.place[row]]), float(self.y[self.place[row]])
        else:
            return None
        return (x, y) if np.isfinite(x) and np.isfinite(y) else None

    def level_at(self, row: int) -> int:
        """The level of the marker of a row; -1 where there is none."""
        at = self._hot_at[row] if 0 <= row < len(self._hot_at) else -1
        if at >= 0:
            return int(self.hot_level[at])
        known = 0 <= row < len(self.place) and self.place[row] >= 0
        return int(self.level_of(self.place[row : row + 1])[0]) if known else -1

    def by_row(self, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]:
        """(x, y, level) of the first `count` rows, changes included; NaN for those without a place."""
        x, y, level = np.full(count, np.nan), np.full(count, np.nan), np.zeros(count, np.uint8)
        x[self.order], y[self.order] = self.x, self.y
        level[self.order] = self.level_of(np.arange(len(self.order)))
        rows = self.hot_row[: self.hot]
        kept = np.flatnonzero(rows < count)
        x[rows[kept]], y[rows[kept]], level[rows[kept]] = self.hot_x[kept], self.hot_y[kept], self.hot_level[kept]
        return x, y, level

    def nearest(self, x: float, y: float, radius: float) -> int:
        """The row of the marker within a radius, -1 for none: the highest level first, then the nearest."""
        best, level = -1, -1
        x, y, radius = (min(max(length, -FAR), FAR) for length in (x, y, radius))
        at = nearest_place(self, x, y, radius)
        if at >= 0:
            best = int(self.order[at])
        if self.hot == 0:
            return best
        if at >= 0:
            level = int(self.level_of(np.array([at]))[0])
        d = (self.hot_x[: self.hot] - x) ** 2 + (self.hot_y[: self.hot] - y) ** 2  # NaN is never near
        near = np.flatnonzero(d <= radius * radius)
        if len(near):
            top = near[self.hot_level[near] == self.hot_level[near].max()]
            if int(self.hot_level[top[0]]) >= level:
                best = int(self.hot_row[top[np.argmin(d[top])]])
        return best

    def is_dense(self, x: float, y: float, density: Density, k: float) -> bool:
        """Whether so many markers are round a place that they give way to a density, at so many px to the metre."""
        return is_dense(self, x, y, density, k)

    def inside(self, west: float, south: float, east: float, north: float) -> NDArray[np.int64]:
        """The rows of all markers in a box."""
        west, south, east, north = (min(max(side, -FAR), FAR) for side in (west, south, east, north))
        found = [self.order[(self.x >= west) & (self.x <= east) & (self.y >= south) & (self.y <= north)]]
        hx, hy = self.hot_x[: self.hot], self.hot_y[: self.hot]
        found.append(self.hot_row[: self.hot][(hx >= west) & (hx <= east) & (hy >= south) & (hy <= north)])
        return np.concatenate(found)

    def level_of(self, places: NDArray[Any]) -> NDArray[np.int64]:
        """The levels of markers by their place in the index."""
        return np.searchsorted(self.start[:: SIDE * SIDE][1:], places, side="right")

    @property
    def arrays(self) -> tuple[Any, ...]:
        """As the kernels take them."""
        return self.x, self.y, self.start, self.cell, SIDE, LEVELS

    @property
    def hot_arrays(self) -> tuple[Any, ...]:
        """The changes, as the kernels take them."""
        return self.hot_x, self.hot_y, self.hot_level, self.hot
