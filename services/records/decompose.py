"""Decomposition: which town, village and grid a record belongs to, or why that can't be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.domain.areas import Area
from services.domain.incidents import PlaceStatus
from services.domain.records import PlacedBy, Why
from services.geo.crs import GCJ02
from services.geo.locate import Located, Locator, has_place
from services.records.stated import Said, StatedAreas

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]
BULK = 200_000  # from so many points on, preparing more pays
_BY = np.zeros(len(Said), np.int8)
_BY[[Said.CODE_IN_PART, Said.CODE]] = PlacedBy.CODE
_BY[[Said.NAME_IN_PART, Said.NAME]] = PlacedBy.NAME
# of a record without coordinates, by how its stated area was understood
_UNPLACED = np.full(len(Said), Why.AREA_UNKNOWN, np.int8)
_UNPLACED[Said.NOTHING], _UNPLACED[Said.AMBIGUOUS] = Why.NO_ADDRESS, Why.AREA_AMBIGUOUS
_UNPLACED[[Said.CODE, Said.NAME]] = Why.NO_COORDINATES


@dataclass(frozen=True, slots=True)
class Decomposed:
    """One answer for each record, as columns: ids of the areas (0 for none), `by` (PlacedBy) and `why` (Why)."""

    town: Ids
    village: Ids
    grid: Ids
    by: NDArray[np.int8]
    why: NDArray[np.int8]

    @property
    def depth(self) -> NDArray[np.int8]:
        """The level of the finest area found, 0 for none."""
        found = np.where(self.grid > 0, 4, np.where(self.village > 0, 3, np.where(self.town > 0, 2, 0)))
        return found.astype(np.int8)


class Decomposer:
    """Decomposes by coordinates, else by the stated area's code, else by its name, for the areas that hold now.

    Made once from areas with geometry; `bulk` prepares for millions of points. Not for several threads at once.
    """

    def __init__(self, areas: Sequence[Area], bulk: bool = False) -> None:
        self._locator = Locator(areas, bulk=bulk)
        self._stated = StatedAreas(areas)

    def decompose(self, lon: ArrayLike, lat: ArrayLike, stated: Sequence[str]) -> Decomposed:
        """Places records by longitude/latitude (degrees, CGCS2000; NaN for none) and the areas that they state."""
        lon, lat = np.asarray(lon, np.float64).ravel(), np.asarray(lat, np.float64).ravel()
        located, said = self._locator.locate(lon, lat), self._stated.resolve(stated)
        how, town, village, grid = said.T
        given = np.isfinite(lon) & np.isfinite(lat)
        inside = located.status == PlaceStatus.LOCATED
        shifted = self._shifted(lon, lat, located, town, village)
        other_town = inside & (town > 0) & (located.town > 0) & (town != located.town) & ~shifted
        true = inside & ~shifted & ~other_town
        by_word = ~true & ~other_town & (town > 0)
        zero = given & (np.abs(lon) < 1e-9) & (np.abs(lat) < 1e-9)
        why = np.where(given, np.int8(Why.OUTSIDE_CITY), _UNPLACED[how])
        why[zero] = Why.ZERO_COORDINATES
        found_town = np.where(true, located.town, np.where(by_word, town, 0))
        found_village = np.where(true, located.village, np.where(by_word, village, 0))
        # coordinates that are wrong tell that the grid which the register states was not looked at either
        found_grid = np.where(true, located.grid, np.where(by_word & ~shifted, grid, 0))
        why[found_grid > 0] = Why.NONE
        why[true & (found_grid == 0)] = Why.NO_GRID
        why[shifted], why[other_town] = Why.CRS_SUSPECTED, Why.PLACE_CONTRADICTS
        by = np.where(true, np.int8(PlacedBy.COORDINATES), np.where(by_word, _BY[how], np.int8(0))).astype(np.int8)
        return Decomposed(found_town, found_village, found_grid, by, why)

    def _shifted(self, lon: Floats, lat: Floats, located: Located, town: Ids, village: Ids) -> Flags:
        """Records whose coordinates disagree with their stated area, but agree with it once a map's shift is undone."""
        found = np.zeros(len(lon), bool)
        other = (located.village > 0) & (village > 0) & (located.village != village)
        other |= (located.town > 0) & (town > 0) & (located.town != town)
        other |= (located.status == PlaceStatus.OUTSIDE) & (town > 0) & has_place(lon, lat)
        at = np.flatnonzero(other)
        if len(at) == 0:
            return found
        true = self._locator.locate(*GCJ02.to_store(lon[at], lat[at]))
        agrees = np.where(village[at] > 0, true.village == village[at], true.town == town[at])
        found[at] = agrees & (true.town > 0)
        return found
