"""Which grid, village, town and city a point lies in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from services.domain.areas import Area, Level
from services.domain.incidents import UNLOCATED, Place, PlaceStatus
from services.geo.raster import NOBODY, AreaRaster
from services.geo.raster_bulk import BulkRaster

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
AT_ONCE = 1 << 16  # points whose columns stay in the processor's own memory
_FINEST_FIRST = (Level.GRID, Level.VILLAGE, Level.TOWN, Level.CITY)


@dataclass(frozen=True, slots=True)
class Located:
    """One answer for each point, as columns: `status` (PlaceStatus) and the ids of the areas, 0 for none."""

    status: NDArray[np.int8]
    city: Ids
    town: Ids
    village: Ids
    grid: Ids


class Locator:
    """Point → grid, village, town, city, for the areas that hold on one day.

    Made once from areas with geometry (WKB, CGCS2000) and their parents; read-only afterwards, safe in any thread. Of
    overlapping areas of a level the smallest wins. A level that is missing at a place (a city with towns only) stays 0;
    one that the finer area's parents do not name is found by the ground.
    """

    def __init__(self, areas: Iterable[Area], bulk: bool = False) -> None:
        """`bulk` takes a second longer to prepare and answers several times as many points a second."""
        known = list(areas)
        ids, above = _ancestors(known)
        self._rasters: dict[Level, tuple[AreaRaster | BulkRaster, Ids]] = {}
        for level in Level:
            drawn = [area for area in known if area.level is level and area.geometry is not None]
            geometries = shapely.from_wkb(np.array([area.geometry for area in drawn], object))
            own = np.searchsorted(ids, np.array([area.id for area in drawn], np.int64))
            self._rasters[level] = (BulkRaster(geometries) if bulk else AreaRaster(geometries), above[own])

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> Located:
        """Places points (degrees, CGCS2000); NaN, 0/0 and values that are on no earth are UNLOCATED, others OUTSIDE."""
        lon, lat = np.asarray(lon, np.float64).ravel(), np.asarray(lat, np.float64).ravel()
        if len(lon) <= AT_ONCE:
            return self._locate(lon, lat)
        parts = [self._locate(lon[at : at + AT_ONCE], lat[at : at + AT_ONCE]) for at in range(0, len(lon), AT_ONCE)]
        columns = (np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Located))
        return Located(*columns)

    def _locate(self, lon: Floats, lat: Floats) -> Located:
        real = has_place(lon, lat)
        found = {level: np.zeros(len(lon), np.int64) for level in Level}
        for level in _FINEST_FIRST:
            at = np.flatnonzero(real & (found[level] == 0))
            raster, above = self._rasters[level]
            if len(at) == 0 or len(above) == 0:
                continue
            every = len(at) == len(lon)
            index = raster.index_of(lon if every else lon[at], lat if every else lat[at])
            hit = np.flatnonzero(index != NOBODY)
            if len(hit):
                _fill(found, level, at[hit], above[index[hit]])
        anywhere = (found[Level.CITY] != 0) | (found[Level.TOWN] != 0) | (found[Level.VILLAGE] != 0)
        status = np.where(anywhere | (found[Level.GRID] != 0), PlaceStatus.LOCATED, PlaceStatus.OUTSIDE)
        status = np.where(real, status, PlaceStatus.UNLOCATED).astype(np.int8)
        return Located(status, found[Level.CITY], found[Level.TOWN], found[Level.VILLAGE], found[Level.GRID])

    def place(self, lon: float | None, lat: float | None) -> Place:
        """The place of one point as an incident keeps it; without coordinates where it has none that make sense."""
        if lon is None or lat is None:
            return UNLOCATED
        found = self.locate([lon], [lat])
        status = PlaceStatus(int(found.status[0]))
        if status is PlaceStatus.UNLOCATED:
            return UNLOCATED
        town, village, grid = (int(column[0]) or None for column in (found.town, found.village, found.grid))
        return Place(status, float(lon), float(lat), town, village, grid)


def _fill(found: dict[Level, Ids], level: Level, at: NDArray[np.int64], chain: Ids) -> None:
    """Takes over the areas of a level and those above them; one that a finer area's parents named stays."""
    found[level][at] = chain[:, level - 1]
    for above in (Level.CITY, Level.TOWN, Level.VILLAGE):
        if above < level:
            column = found[above]
            before = column[at]
            column[at] = np.where(before == 0, chain[:, above - 1], before)


def has_place(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Whether coordinates can be a place at all: finite, on earth, and not the 0/0 of an empty form."""
    on_earth = (np.abs(lon) <= 180.0) & (np.abs(lat) <= 90.0)
    return on_earth & ~((np.abs(lon) < 1e-9) & (np.abs(lat) < 1e-9))


def _ancestors(areas: list[Area]) -> tuple[Ids, Ids]:
    """All ids in order, and for each the ids of its city, town, village and grid (0 for none)."""
    by_id = {area.id: area for area in areas}
    ids = np.array(sorted(by_id), np.int64)
    above = np.zeros((len(ids), len(Level)), np.int64)
    for row, area_id in enumerate(ids):
        area: Area | None = by_id[int(area_id)]
        # a parent is always of a higher level: at most as many steps as there are levels
        for _ in Level:
            if area is None:
                break
            above[row, area.level - 1] = area.id
            area = by_id.get(area.parent) if area.parent is not None else None
    return ids, above
