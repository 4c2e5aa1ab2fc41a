"""Plans: what a layer wants to be seen, for a painter that knows how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Level


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """Classes of one level's areas for a choropleth.

    `areas` are indexes into the AreaTable, `values` float (NaN: nothing known), `classes` uint8 beside them: 0 nothing
    known, 1 … `count` from low to high. `limits` are the count − 1 values between the classes.
    """

    figure: str
    level: Level
    areas: NDArray[np.intp]
    values: NDArray[np.float64]
    classes: NDArray[np.uint8]
    limits: tuple[float, ...]
    ramp: str = "seq"

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.limits) + 1


@dataclass(frozen=True, slots=True)
class MarkerPlan:
    """Markers: ids int64, Web Mercator metres, raster level 0 blue … 3 red, and which of them are to be seen."""

    numbers: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    level: NDArray[np.uint8]
    alive: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """People: ids int64, Web Mercator metres, and 0 for a fresh position, 1 for one older than ten minutes."""

    numbers: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class OutlinePlan:
    """Areas that carry a level: indexes into the AreaTable and severities 1 red … 4 blue, the worst first.

    Each wears a glyph; the first `outlined` of them an outline, too.
    """

    level: Level
    areas: NDArray[np.intp]
    severity: NDArray[np.uint8]
    outlined: int


@dataclass(frozen=True, slots=True)
class WarningPlan:
    """Warnings that stand, the worst first: ids int64, severities 1 red … 4 blue, whether somebody has seen them.

    A point in Web Mercator metres with its circle (`radius` in the same metres, NaN without one), or NaN and the index
    of the area (`areas`, -1 for none) that the whole warning is about.
    """

    numbers: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    radius: NDArray[np.float64]
    areas: NDArray[np.intp]
    severity: NDArray[np.uint8]
    seen: NDArray[np.bool_]


Plan = AreaPlan | MarkerPlan | PeoplePlan | OutlinePlan | WarningPlan
