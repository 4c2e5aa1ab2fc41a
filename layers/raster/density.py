"""Where markers would merge: how many there are to the area, in steps, instead of their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 10**0.5  # from one limit to the next
NOWHERE = -2.0  # steps below the first limit: so little is as good as nothing
MARGIN = 3  # cells round a window that its values depend on
BLUR = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0


@dataclass(frozen=True, slots=True)
class Density:
    """Steps of density with flat colours; from `limit` markers per square px on, shapes below `least` give way to them.

    `cell` is the even number of px in which markers are counted, in cells that stand still on the ground; `colours`
    0xRRGGBB and `alphas` 0–256 by step, each `STEP` times as dense as the one before. Markers of level `least` and
    above are always drawn; where `thin` is more than one px, one of them to a square of so many px. `within`: over
    areas alone, as what is smoothed would spill over the rim.
    """

    limit: float
    cell: int
    colours: NDArray[np.uint32]
    alphas: NDArray[np.int64]
    least: int
    thin: int = 1
    within: bool = False

    @classmethod
    def none(cls) -> Density:
        """Every marker is drawn."""
        return cls(1.0, 2, np.zeros(1, np.uint32), np.zeros(1, np.int64), 0)

    @property
    def arrays(self) -> tuple[Any, ...]:
        """As the kernels take it."""
        return float(self.limit), self.cell, self.colours, self.alphas, self.least, self.thin, int(self.within)

    def shared(self, width: int, height: int, half: int) -> tuple[Any, ...]:
        """What threads that draw one picture share: room for its cells, how many parts are begun and how many done."""
        margin = MARGIN + -(-half // self.cell)
        cells = (width // self.cell + 2 * margin + 2) * (height // self.cell + 2 * margin + 2)
        return np.empty(cells if self.least else 1, np.float32), np.zeros(1, np.int64), np.zeros(1, np.int64)

    def steps(self, x: NDArray[Any], y: NDArray[Any], columns: int, rows: int) -> NDArray[np.float64]:
        """Steps above the first limit at the pixels of a window (rows, columns), `NOWHERE` for next to nothing.

        x, y: px of all markers relative to the window's left top corner, which lies on the corner of a cell.
        """
        cell = self.cell
        wide, high = (-(-size // cell) + 2 * MARGIN for size in (columns, rows))
        near = (x >= -MARGIN * cell) & (x < (wide - MARGIN) * cell)
        near &= (y >= -MARGIN * cell) & (y < (high - MARGIN) * cell)
        at = (np.floor(y[near] / cell).astype(int) + MARGIN) * wide + np.floor(x[near] / cell).astype(int) + MARGIN
        count = np.bincount(at, minlength=wide * high).reshape(high, wide).astype(float)
        for axis, long in enumerate(count.shape):
            padded = np.pad(count, [(2, 2) if axis == side else (0, 0) for side in (0, 1)])
            parts = [share * padded.take(range(lag, lag + long), axis) for lag, share in enumerate(BLUR)]
            count = np.sum(parts, axis=0)
        level = count / (self.limit * cell * cell)
        value = np.full(level.shape, NOWHERE)
        seen = level > STEP**NOWHERE
        value[seen] = np.log(level[seen]) / np.log(STEP)
        px = (np.arange(columns) + 0.5) / cell - 0.5 + MARGIN
        py = (np.arange(rows) + 0.5) / cell - 0.5 + MARGIN
        i, j = np.floor(px).astype(int), np.floor(py).astype(int)
        fx, fy = px - i, (py - j)[:, None]
        upper = value[np.ix_(j, i)] * (1 - fx) + value[np.ix_(j, i + 1)] * fx
        lower = value[np.ix_(j + 1, i)] * (1 - fx) + value[np.ix_(j + 1, i + 1)] * fx
        return np.asarray(upper * (1 - fy) + lower * fy)
