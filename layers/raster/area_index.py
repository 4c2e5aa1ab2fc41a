"""One level of areas, ready to draw: exact borders, and simpler ones for scales where the loss is below a pixel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.raster.borders import Borders
from layers.raster.hits import area_at
from layers.raster.overlaps import without_overlaps

LOSS_PX = 1.0


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """Borders by scale, coarse to fine; the last is exact and good for any scale (px per metre)."""

    lods: tuple[tuple[float, Borders], ...]
    count: int

    @classmethod
    def of(cls, polygons: NDArray[Any], origin: tuple[float, float], scales: Sequence[float] = ()) -> AreaIndex:
        """Of overlapping areas the smallest is seen. Simplified only where neighbours share their borders exactly:

        simplifying a faulty coverage tears it.
        """
        polygons = without_overlaps(polygons)
        lods: list[tuple[float, Borders]] = []
        flat = np.isin(shapely.get_type_id(polygons), (3, 6)).all()
        if len(scales) and flat and shapely.coverage_is_valid(polygons):
            for scale in sorted(scales):
                simple = shapely.coverage_simplify(polygons, LOSS_PX / scale)
                lods.append((scale, Borders.of(simple, origin)))
        lods.append((math.inf, Borders.of(polygons, origin)))
        return cls(tuple(lods), len(polygons))

    @classmethod
    def none(cls) -> AreaIndex:
        """No areas."""
        return cls(((math.inf, Borders.none()),), 0)

    @property
    def exact(self) -> Borders:
        """The borders as they were given."""
        return self.lods[-1][1]

    def at(self, scale: float) -> Borders:
        """The simplest borders that are still true to a pixel at a scale."""
        return next(borders for largest, borders in self.lods if scale <= largest * 1.0001)

    def only(self, chosen: NDArray[np.bool_]) -> AreaPart:
        """The borders of some areas alone, for lines (never for a fill); chosen by number, 0 is outside."""
        return AreaPart(self, chosen, outside=False)

    def without(self, chosen: NDArray[np.bool_]) -> AreaPart:
        """The borders that `only` leaves out."""
        return AreaPart(self, chosen, outside=True)

    def of_kinds(self, groups: Sequence[tuple[int, NDArray[Any]]]) -> AreaIndex:
        """The same with kinds of segments (see `Borders.of_kinds`), where neighbours share their borders exactly."""
        if not self.shared:
            return self
        return AreaIndex(tuple((scale, borders.of_kinds(groups)) for scale, borders in self.lods), self.count)

    @property
    def shared(self) -> bool:
        """Whether neighbours are known to share their borders exactly."""
        return len(self.lods) > 1

    def locate(self, x: float, y: float) -> int:
        """The number of the area at a point relative to the origin, 0 outside."""
        found = area_at(self.exact, x, y)
        return found if 0 <= found <= self.count else 0


@dataclass(frozen=True, slots=True, eq=False)
class AreaPart:
    """The borders of some areas of an index, or of the others, for lines alone.

    They are picked out when they are first drawn at a scale, by whoever draws: of ten scales a page shows one, and all
    of them at once held the window up.
    """

    whole: AreaIndex
    chosen: NDArray[np.bool_]
    outside: bool
    _found: dict[int, Borders] = field(default_factory=dict, repr=False)

    def at(self, scale: float) -> Borders:
        """The simplest of them that are still true to a pixel at a scale; the same ones each time."""
        borders = self.whole.at(scale)
        found = self._found.get(id(borders))
        if found is None:
            picked = borders.without(self.chosen) if self.outside else borders.only(self.chosen)
            found = self._found.setdefault(id(borders), picked)  # of two threads the first one's stays
        return found
