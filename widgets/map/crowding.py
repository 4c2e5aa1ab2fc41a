"""How close markers stand to each other, and what becomes of them at a scale: shapes, smaller ones, or a density."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.density import STEP

CROWD, PACKED = 0.4, 0.8  # so many may merge before they become smaller; and where one stands for those round it
BITS = 21  # of each coordinate
FINEST = 1 / (1 << 14)  # the finest cell in extents
STEPS = 15
SHRINKS = ((1.0, 0.72), (1.0, 0.72), (1.0, 0.72), (1.0, 0.72, 0.5))  # by the least level that keeps its shape
TOUCHING = 0.4  # markers to the square of twice their width, from which on one in three touches another


@dataclass(frozen=True, slots=True)
class Treatment:
    """Markers of level `least` and above keep their shapes, `shrink` times as large; the others where they have room.

    0: all keep them. `thin`: even those are crowded, and one stands for the others round it.
    """

    least: int = 0
    shrink: float = 1.0
    thin: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Crowding:
    """By level 0 … 3: of the markers of that level and above, the share with another in the same cell, small to large.

    Cells are 2**n times `finest` metres wide. `top` is the highest level that there is.
    """

    shares: NDArray[np.float64]
    finest: float
    top: int

    @classmethod
    def of(cls, x: NDArray[Any], y: NDArray[Any], level: NDArray[Any], extent: float, levels: int = 4) -> Crowding:
        """From places relative to the origin; those far outside the extent count as on its rim."""
        finest = (min(max(float(extent), 1e-3), 1e9) if extent == extent else 1.0) * FINEST
        most = float((1 << BITS) - 1)
        shares = np.zeros((levels, STEPS))
        wide = most * finest
        key = _woven(np.clip(x, 0, wide) / finest) | (_woven(np.clip(y, 0, wide) / finest) << np.uint64(1))
        for least in range(levels):
            some = np.sort(key[level >= least])
            for step in range(STEPS) if len(some) else ():
                cell = some >> np.uint64(2 * step)
                same = cell[1:] == cell[:-1]
                shares[least, step] = np.count_nonzero(np.r_[same, False] | np.r_[False, same]) / len(cell)
        return cls(shares, finest, int(level.max()) if len(level) else 0)

    def merging(self, least: int, metres: float) -> float:
        """The share of the markers from a level on with the middle of another in them, if each were so wide."""
        at = math.log2(min(max(metres, 1e-9) / self.finest, 1e18))
        low = min(max(math.floor(at), 0), STEPS - 1)
        high, part = min(low + 1, STEPS - 1), min(max(at - low, 0.0), 1.0)
        return float(self.shares[least, low] * (1.0 - part) + self.shares[least, high] * part)

    def treatment(self, widths: Sequence[float], dots: bool) -> Treatment:
        """What becomes of markers so many metres wide, by level; `dots`: those of level 0 are dots in any case."""
        if not dots or self.merging(0, widths[0]) <= CROWD:
            for shrink in SHRINKS[0]:
                if self.merging(int(dots), widths[int(dots)] * shrink) <= CROWD:
                    return Treatment(0, shrink)
        for least in range(1, self.top + 1):
            for shrink in SHRINKS[least]:
                share = self.merging(least, widths[least] * shrink)
                if share <= CROWD or (least > 1 and shrink == SHRINKS[least][-1] and share <= PACKED):
                    return Treatment(least, shrink, thin=share > CROWD)
        return Treatment(self.top, SHRINKS[-1][-1], thin=True)


def first_limit(px: float, cell: int, k: float) -> float:
    """Markers to the square px from which on marks `px` wide would touch: a power of the step to the square km."""
    least = max(TOUCHING / (2 * px) ** 2, 2.2 * (36 / 256) / cell**2)  # never less than two in one place
    per_km2 = least * (k * 1000.0) ** 2
    return float(STEP ** round(math.log(per_km2) / math.log(STEP)) / (k * 1000.0) ** 2)


def _woven(value: NDArray[Any]) -> NDArray[np.uint64]:
    """A zero bit between each two bits, so that two coordinates make one number that halves with the cell."""
    v = value.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):  # fmt: skip
        v = (v | (v << np.uint64(shift))) & np.uint64(mask)
    return v
