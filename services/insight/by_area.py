"""Figures by area, always adding up: city = Σ areas + no area of that level; unlocated and outside apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Level
from services.domain.incidents import PlaceStatus
from services.insight.conditions import overdue_rows
from services.live.picture import Picture

COLUMN = {Level.TOWN: "town", Level.VILLAGE: "village", Level.GRID: "grid"}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one level: `areas` are indexes into the AreaTable, `counts` int64 beside them.

    `none`: in the city but in no area of this level; `unlocated` and `outside` are counted apart; `total` is all.
    """

    areas: NDArray[np.intp]
    counts: NDArray[np.int64]
    none: int
    unlocated: int
    outside: int

    @property
    def total(self) -> int:
        """Everything that was counted."""
        return int(self.counts.sum()) + self.none + self.unlocated + self.outside

    def worst(self, n: int) -> list[tuple[int, int]]:
        """The areas with the highest counts above zero, (index, count), highest first."""
        order = np.argsort(-self.counts, kind="stable")[:n]
        return [(int(self.areas[at]), int(self.counts[at])) for at in order if self.counts[at] > 0]

    def of(self, area: int) -> int:
        """The count of one area by its index."""
        at = np.searchsorted(self.areas, area)
        return int(self.counts[at]) if at < len(self.areas) and self.areas[at] == area else 0


def open_by_area(picture: Picture, level: Level) -> Tally:
    """Open incidents by the areas of a level."""
    return _tally(picture, level, picture.incidents.column("alive"))


def overdue_by_area(picture: Picture, level: Level, now: datetime) -> Tally:
    """Open incidents past their deadline by the areas of a level."""
    return _tally(picture, level, overdue_rows(picture, now))


def recent_per_thousand(picture: Picture, level: Level) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Incidents of the last 30 days per thousand households: (area indexes, rates; NaN without households)."""
    areas = picture.areas.at_level(level)
    homes = picture.areas.households[areas].astype(float)
    rate = np.divide(1000.0 * picture.recent[areas], homes, out=np.full(len(areas), np.nan), where=homes > 0)
    return areas, rate


def worst_severity(picture: Picture, level: Level) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """The highest level among each area's open incidents: (area indexes, 1 red … 4 blue, 0 none)."""
    areas = picture.areas.at_level(level)
    worst = np.full(len(picture.areas) + 1, 255, np.uint8)
    rows = picture.incidents
    if level in COLUMN and len(rows):
        alive = rows.column("alive")
        np.minimum.at(worst, rows.column(COLUMN[level])[alive], rows.column("severity")[alive])
    found = worst[areas]
    found[found == 255] = 0
    return areas, found


def open_at(picture: Picture, level: Level, severity: int) -> NDArray[np.intp]:
    """How many incidents of a level of severity are open in each area of a level, in the order of `worst_severity`."""
    found = np.zeros(len(picture.areas) + 1, np.intp)
    rows = picture.incidents
    if level in COLUMN and len(rows):
        chosen = rows.column("alive") & (rows.column("severity") == severity)
        np.add.at(found, rows.column(COLUMN[level])[chosen], 1)
    return found[picture.areas.at_level(level)]


def _tally(picture: Picture, level: Level, chosen: NDArray[np.bool_]) -> Tally:
    rows = picture.incidents
    areas = picture.areas.at_level(level)
    place = rows.column("place")[chosen]
    located = place == PlaceStatus.LOCATED
    unlocated = int((place == PlaceStatus.UNLOCATED).sum())
    outside = int((place == PlaceStatus.OUTSIDE).sum())
    if level is Level.CITY:
        return Tally(areas, np.full(len(areas), int(located.sum())), 0, unlocated, outside)
    index = rows.column(COLUMN[level])[chosen][located]
    counts = np.bincount(index[index >= 0], minlength=len(picture.areas))[areas]
    return Tally(areas, counts, int((index < 0).sum()), unlocated, outside)
