"""A raster for millions of points: compiled where numba is there, with finer cells where it is not."""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.geo.raster import NEAR_BORDER, NOBODY, AreaRaster, Floats, Ints

KERNEL = "services.geo.raster_kernel"


def kernel() -> Any:
    """The compiled kernels, None where there is no numba or it is not wanted."""
    if os.environ.get("GRIDCOMMAND_NO_NUMBA"):
        return None
    try:
        return importlib.import_module(KERNEL)
    except ImportError:
        return None


class BulkRaster:
    """Answers as `AreaRaster` does, several times as fast once made; read-only afterwards, safe in any thread."""

    def __init__(self, geometries: NDArray[Any]) -> None:
        self._kernel = kernel()
        self._raster = AreaRaster(geometries, fine=True)
        self._empty = len(geometries) == 0
        if not self._empty:
            self._prepare()

    def index_of(self, lon: Floats, lat: Floats) -> Ints:
        """The index of the area at each point (degrees, finite); -1 where there is none."""
        if self._empty:
            return np.full(len(lon), NOBODY, np.int32)
        found = self._compiled(lon, lat) if self._kernel is not None else self._plain(lon, lat)
        sure = np.flatnonzero(found != NOBODY)
        found[sure] = self._raster.order[found[sure]]
        return found

    def _compiled(self, lon: Floats, lat: Floats) -> Ints:
        """Positions in the order of size; what arithmetic can't decide by exact tests."""
        found = np.empty(len(lon), np.int32)
        raster = self._raster
        self._kernel.find(lon, lat, raster.frame, self._cells, self._members, self._first, *self._edges, found)
        unsure = np.flatnonzero(found == self._kernel.UNSURE)
        if len(unsure):
            found[unsure] = raster.exactly(lon[unsure], lat[unsure])
        return found

    def _plain(self, lon: Floats, lat: Floats) -> Ints:
        """The same in numpy: the areas that may be met in a cell near a border one after the other, smallest first."""
        west, south, dx, dy = self._raster.frame
        rows, columns = self._cells.shape
        row, column = np.floor((lat - south) / dy), np.floor((lon - west) / dx)
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        cell = np.where(inside, row * columns + column, 0).astype(np.int64)
        found = np.where(inside, self._cells.ravel()[cell], np.int32(NOBODY))
        near = np.flatnonzero(found < NOBODY)
        number = -2 - found[near]
        found[near] = NOBODY
        at, until = self._first[number], self._first[number + 1]
        while len(near):
            left = at < until
            near, at, until = near[left], at[left], until[left]
            area = self._members[at]
            hit = shapely.intersects_xy(self._raster.areas[area], lon[near], lat[near])
            found[near[hit]] = area[hit]
            near, at, until = near[~hit], at[~hit] + 1, until[~hit]
        return found

    def _prepare(self) -> None:
        """Numbers the cells near a border (-2, -3 …), and lists for each the areas that may be met in it."""
        raster = self._raster
        cells = raster.cells.copy()
        near = np.flatnonzero(cells.ravel() == NEAR_BORDER)
        cell, area = raster.met_in(near)
        cells.ravel()[near] = -2 - np.arange(len(near), dtype=np.int32)
        self._cells, self._members = cells, area.astype(np.int32)
        self._first = np.searchsorted(cell, np.arange(len(near) + 1))
        self._edges = _edges(raster.areas) if self._kernel is not None else ()


def _edges(areas: NDArray[Any]) -> tuple[NDArray[np.int64], Floats]:
    """The edges of all rings, area by area (n × 4: from x, y to x, y), and where each area's begin."""
    rings, of_area = shapely.get_rings(areas, return_index=True)
    at, of_ring = shapely.get_coordinates(rings, return_index=True)
    within = np.flatnonzero(of_ring[1:] == of_ring[:-1])
    corners = np.ascontiguousarray(np.hstack([at[within], at[within + 1]]))
    owner = of_area[of_ring[within]]
    return np.searchsorted(owner, np.arange(len(areas) + 1)).astype(np.int64), corners
