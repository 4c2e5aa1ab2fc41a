"""Which places of a viewport are taken, in cells; finds free ones for names, the first names first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster import kernels, numba_cache

CELL = 8.0  # px
MARGIN = 2.0  # px that a name keeps from the rim


def place_all(taken: Any, wide: float, high: float, x: Any, y: Any, widths: Any, tall: float, offsets: Any,
              chosen: Any) -> None:  # fmt: skip
    """For each middle the first offset (in widths and heights) at which a name of its width finds room, -1 for none.

    What finds room takes it.
    """
    for i in range(len(x)):
        chosen[i] = -1
        for at in range(len(offsets)):
            left = x[i] - widths[i] / 2 + offsets[at, 0] * widths[i]
            top = y[i] - tall / 2 + offsets[at, 1] * tall
            right, bottom = left + widths[i], top + tall
            if left < MARGIN or top < MARGIN or right > wide - MARGIN or bottom > high - MARGIN:
                continue
            a, b, c, d = int(top / CELL), int(bottom / CELL) + 1, int(left / CELL), int(right / CELL) + 1
            if not taken[a:b, c:d].any():
                taken[a:b, c:d] = True
                chosen[i] = at
                break


KERNELS = numba_cache.prepare()
if KERNELS:
    from numba import njit

    from layers.raster.kernel_base import KERNEL

    quick_place_all = njit(**KERNEL)(place_all)


class LabelRoom:
    """The cells of one viewport (logical px)."""

    def __init__(self, wide: float, high: float) -> None:
        self.wide, self.high = float(wide), float(high)
        self._taken = np.zeros((int(high / CELL) + 2, int(wide / CELL) + 2), np.bool_)

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Nothing else may stand here."""
        if right >= 0 and bottom >= 0:
            a, c = max(0, int(top / CELL)), max(0, int(left / CELL))
            self._taken[a : int(bottom / CELL) + 1, c : int(right / CELL) + 1] = True

    def place(
        self, x: NDArray[np.float64], y: NDArray[np.float64], widths: NDArray[np.float64], tall: float, offsets: Any
    ) -> NDArray[np.int64]:
        """Finds room round middles for names as wide and tall; gives the number of the offset each got, -1 for none."""
        chosen = np.empty(len(x), np.int64)
        find = quick_place_all if KERNELS and kernels.ready() else place_all
        find(self._taken, self.wide, self.high, x, y, widths, float(tall), offsets, chosen)
        return chosen
