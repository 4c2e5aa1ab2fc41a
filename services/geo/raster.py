"""A raster over one level's areas: most points are answered at once, only those near a border need an exact test."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NOBODY = -1
_NEAR_BORDER = -2
_MOST_CELLS = 4_000_000
_CELLS_PER_AREA = 400


class AreaRaster:
    """Point → index of the smallest area that covers it, for fixed valid areas in degrees; a border point is covered.

    Read-only once made, so any number of threads may ask at the same time.
    """

    def __init__(self, geometries: NDArray[Any]) -> None:
        self._count = len(geometries)
        if self._count == 0:
            return
        # smallest first, so that the first hit is the answer
        self._order = np.argsort(shapely.area(geometries), kind="stable").astype(np.int32)
        self._areas = geometries[self._order]
        self._tree = shapely.STRtree(self._areas)
        shapely.prepare(self._areas)
        self._warm()
        self._frame()
        self._cells = self._filled(self._bordered())
        self._cells.setflags(write=False)

    def index_of(self, lon: Floats, lat: Floats) -> Ints:
        """The index of the area at each point (degrees, finite); -1 where there is none."""
        found = np.full(len(lon), NOBODY, np.int32)
        if self._count == 0:
            return found
        column = np.floor((lon - self._west) / self._dx)
        row = np.floor((lat - self._south) / self._dy)
        inside = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        at = np.flatnonzero(inside)
        cells = self._cells[row[at].astype(np.int64), column[at].astype(np.int64)]
        near = at[cells == _NEAR_BORDER]
        found[at] = cells
        if len(near):
            found[near] = self._exactly(lon[near], lat[near])
        sure = found >= 0
        found[sure] = self._order[found[sure]]
        return found

    def _warm(self) -> None:
        """Builds what the geometry library builds on first use, which is not safe in two threads at once."""
        inside = shapely.get_coordinates(shapely.point_on_surface(self._areas))
        shapely.intersects_xy(self._areas, inside[:, 0], inside[:, 1])
        self._tree.query(shapely.points(inside[:1]))

    def _frame(self) -> None:
        west, south, east, north = (float(v) for v in shapely.total_bounds(self._areas))
        cells = min(_MOST_CELLS, max(64, self._count * _CELLS_PER_AREA))
        # cells about square on the ground
        squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
        side = math.sqrt(max((east - west) * squeeze * (north - south), 1e-18) / cells)
        self._dx, self._dy = max(side / squeeze, (east - west) / 4096), max(side, (north - south) / 4096)
        # one empty cell around, so that the outermost border lies inside
        self._west, self._south = west - self._dx, south - self._dy
        self._columns = int((east - self._west) / self._dx) + 2
        self._rows = int((north - self._south) / self._dy) + 2

    def _bordered(self) -> NDArray[np.bool_]:
        """The cells that any border passes: samples half a cell apart, each marking the cells a quarter around it."""
        marked = np.zeros((self._rows, self._columns), bool)
        scaled = shapely.transform(
            shapely.boundary(self._areas),
            lambda p: np.column_stack([(p[:, 0] - self._west) / self._dx, (p[:, 1] - self._south) / self._dy]),
        )
        at = shapely.get_coordinates(shapely.segmentize(scaled, 0.5))
        for east in (-0.26, 0.26):
            for north in (-0.26, 0.26):
                column = np.clip(at[:, 0] + east, 0, self._columns - 1).astype(np.int64)
                row = np.clip(at[:, 1] + north, 0, self._rows - 1).astype(np.int64)
                marked[row, column] = True
        return marked

    def _filled(self, marked: NDArray[np.bool_]) -> Ints:
        """Each run of cells between two borders in a row belongs to one area: ask for its first cell only."""
        flat = marked.ravel()
        first = ~flat & np.r_[True, flat[:-1]]
        first[:: self._columns] = ~flat[:: self._columns]
        starts = np.flatnonzero(first)
        row, column = np.divmod(starts, self._columns)
        answers = self._exactly(self._west + (column + 0.5) * self._dx, self._south + (row + 0.5) * self._dy)
        runs = np.cumsum(first) - 1
        cells = np.where(flat, np.int32(_NEAR_BORDER), answers[np.maximum(runs, 0)] if len(answers) else NOBODY)
        return cells.astype(np.int32).reshape(self._rows, self._columns)

    def _exactly(self, lon: Floats, lat: Floats) -> Ints:
        """Positions in the order of size, by exact tests."""
        found = np.full(len(lon), self._count, np.int32)
        point, area = self._tree.query(shapely.points(lon, lat))
        hit = shapely.intersects_xy(self._areas[area], lon[point], lat[point])
        np.minimum.at(found, point[hit], area[hit].astype(np.int32))
        found[found == self._count] = NOBODY
        return found
