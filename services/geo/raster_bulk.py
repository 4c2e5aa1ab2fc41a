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
        self._kernel = kernel() if len(geometries) else None
        self._raster = AreaRaster(geometries, fine=self._kernel is None)
        if self._kernel is not None:
            self._prepare()

    def index_of(self, lon: Floats, lat: Floats) -> Ints:
        """The index of the area at each point (degrees, finite); -1 where there is none."""
        if self._kernel is None:
            return self._raster.index_of(lon, lat)
        raster = self._raster
        found = np.empty(len(lon), np.int32)
        self._kernel.find(lon, lat, *self._arrays, found)
        unsure = np.flatnonzero(found == self._kernel.UNSURE)
        if len(unsure):
            found[unsure] = raster.exactly(lon[unsure], lat[unsure])
        sure = np.flatnonzero(found != NOBODY)
        found[sure] = raster.order[found[sure]]
        return found

    def _prepare(self) -> None:
        """Numbers the cells near a border, and lists for each the areas that may be met in it."""
        raster = self._raster
        cells = raster.cells.copy()
        near = np.flatnonzero(cells.ravel() == NEAR_BORDER)
        cell, area = raster.met_in(near)
        cells.ravel()[near] = -2 - np.arange(len(near), dtype=np.int32)
        first = np.searchsorted(cell, np.arange(len(near) + 1))
        edges, corners = _edges(raster.areas)
        self._arrays = (raster.frame, cells, area.astype(np.int32), first, edges, corners)


def _edges(areas: NDArray[Any]) -> tuple[NDArray[np.int64], Floats]:
    """The edges of all rings, area by area (n × 4: from x, y to x, y), and where each area's begin."""
    rings, of_area = shapely.get_rings(areas, return_index=True)
    at, of_ring = shapely.get_coordinates(rings, return_index=True)
    within = np.flatnonzero(of_ring[1:] == of_ring[:-1])
    corners = np.ascontiguousarray(np.hstack([at[within], at[within + 1]]))
    owner = of_area[of_ring[within]]
    return np.searchsorted(owner, np.arange(len(areas) + 1)).astype(np.int64), corners
