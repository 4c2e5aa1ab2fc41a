"""A raster over one level's areas: most points are answered at once, only those near a border need an exact test."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NOBODY = -1
NEAR_BORDER = -2
# cells for each area, and at most so many altogether
_PLAIN, _FINE = (400, 4_000_000), (1_200, 10_000_000)


class AreaRaster:
    """Point → index of the smallest area that covers it, for fixed valid areas in degrees; a border point is covered.

    Read-only once made, so any number of threads may ask at the same time.
    """

    def __init__(self, geometries: NDArray[Any], fine: bool = False) -> None:
        """`fine` cells take longer to fill and leave fewer points near a border."""
        self._count = len(geometries)
        each, most = _FINE if fine else _PLAIN
        self._wanted = min(most, max(64, self._count * each))
        if self._count == 0:
            return
        # smallest first, so that the first hit is the answer
        self.order = np.argsort(shapely.area(geometries), kind="stable").astype(np.int32)
        self.areas = geometries[self.order]
        self._tree = shapely.STRtree(self.areas)
        shapely.prepare(self.areas)
        self._warm()
        self._frame()
        self.cells = self._filled(self._bordered())
        self.cells.setflags(write=False)

    def index_of(self, lon: Floats, lat: Floats) -> Ints:
        """The index of the area at each point (degrees, finite); -1 where there is none."""
        found = np.full(len(lon), NOBODY, np.int32)
        if self._count == 0:
            return found
        column = np.floor((lon - self._west) / self._dx)
        row = np.floor((lat - self._south) / self._dy)
        inside = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        at = np.flatnonzero(inside)
        cells = self.cells[row[at].astype(np.int64), column[at].astype(np.int64)]
        near = at[cells == NEAR_BORDER]
        found[at] = cells
        if len(near):
            found[near] = self.exactly(lon[near], lat[near])
        sure = found >= 0
        found[sure] = self.order[found[sure]]
        return found

    def _warm(self) -> None:
        """Builds what the geometry library builds on first use, which is not safe in two threads at once."""
        inside = shapely.get_coordinates(shapely.point_on_surface(self.areas))
        shapely.intersects_xy(self.areas, inside[:, 0], inside[:, 1])
        self._tree.query(shapely.points(inside[:1]))

    def _frame(self) -> None:
        west, south, east, north = (float(v) for v in shapely.total_bounds(self.areas))
        # cells about square on the ground
        squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
        side = math.sqrt(max((east - west) * squeeze * (north - south), 1e-18) / self._wanted)
        self._dx, self._dy = max(side / squeeze, (east - west) / 4096), max(side, (north - south) / 4096)
        # one empty cell around, so that the outermost border lies inside
        self._west, self._south = west - self._dx, south - self._dy
        self._columns = int((east - self._west) / self._dx) + 2
        self._rows = int((north - self._south) / self._dy) + 2

    def _bordered(self) -> NDArray[np.bool_]:
        """The cells that any border passes."""
        marked = np.zeros(self._rows * self._columns, bool)
        for cell, _ in self._passed():
            marked[cell] = True
        return marked

    def _passed(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Cells and the areas whose border passes them: samples half a cell apart, each marking a quarter around it."""
        scaled = shapely.transform(
            shapely.boundary(self.areas),
            lambda p: np.column_stack([(p[:, 0] - self._west) / self._dx, (p[:, 1] - self._south) / self._dy]),
        )
        at, area = shapely.get_coordinates(shapely.segmentize(scaled, 0.5), return_index=True)
        for east in (-0.26, 0.26):
            for north in (-0.26, 0.26):
                column = np.clip(at[:, 0] + east, 0, self._columns - 1).astype(np.int64)
                row = np.clip(at[:, 1] + north, 0, self._rows - 1).astype(np.int64)
                yield row * self._columns + column, area

    def _filled(self, flat: NDArray[np.bool_]) -> Ints:
        """Each run of cells between two borders in a row belongs to one area: ask for its first cell only."""
        first = ~flat & np.r_[True, flat[:-1]]
        first[:: self._columns] = ~flat[:: self._columns]
        starts = np.flatnonzero(first)
        row, column = np.divmod(starts, self._columns)
        answers = self.exactly(self._west + (column + 0.5) * self._dx, self._south + (row + 0.5) * self._dy)
        runs = np.cumsum(first) - 1
        cells = np.where(flat, np.int32(NEAR_BORDER), answers[np.maximum(runs, 0)] if len(answers) else NOBODY)
        return cells.astype(np.int32).reshape(self._rows, self._columns)

    def exactly(self, lon: Floats, lat: Floats) -> Ints:
        """Positions in the order of size (`order`), by exact tests; -1 where there is none."""
        found = np.full(len(lon), self._count, np.int32)
        point, area = self._covering(lon, lat)
        np.minimum.at(found, point, area.astype(np.int32))
        found[found == self._count] = NOBODY
        return found

    def _covering(self, lon: Floats, lat: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a point and the position of an area that covers it."""
        point, area = self._tree.query(shapely.points(lon, lat))
        hit = shapely.intersects_xy(self.areas[area], lon[point], lat[point])
        return point[hit], area[hit]

    @property
    def frame(self) -> Floats:
        """West, south, and the two sides of a cell, in degrees."""
        return np.array([self._west, self._south, self._dx, self._dy])

    def met_in(self, cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (row of `cells`, position of an area) of all that may be met in each; cells ascending."""
        row = np.full(self._rows * self._columns, -1, np.int64)
        row[cells] = np.arange(len(cells))
        # one that covers a cell without a border in it covers its middle
        north, east = np.divmod(cells, self._columns)
        found = [self._covering(self._west + (east + 0.5) * self._dx, self._south + (north + 0.5) * self._dy)]
        found += [(row[cell], area) for cell, area in self._passed()]
        keys = np.unique(np.concatenate([_changes(cell * self._count + area) for cell, area in found]))
        pairs = np.divmod(keys, self._count)
        return pairs[0], pairs[1]


def _changes(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each of equal neighbours once."""
    return keys[np.flatnonzero(np.diff(keys, prepend=-1))]
