"""Hit tests: by kernel where numba is there, by numpy where it is not."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.raster import numba_cache
from layers.raster.borders import Borders
from layers.raster.density import Density

KERNELS = numba_cache.prepare()
if KERNELS:
    from layers.raster import kernel_areas, kernel_density, kernel_markers


def is_loaded(kernel: Any) -> bool:
    """Whether the warm-up has loaded a kernel: who asks for it sooner waits for seconds, with a hand over the map."""
    return bool(kernel.signatures)


def area_at(borders: Borders, x: float, y: float) -> int:
    """The sum of steps left of a point: the number of its area."""
    if KERNELS and is_loaded(kernel_areas.area_at):
        return int(kernel_areas.area_at(*borders.arrays, x, y))
    seg = borders.seg
    over = (seg[:, 1] < y) & (seg[:, 3] >= y)
    s = seg[over].astype(float)
    at = s[:, 0] + (y - s[:, 1]) * (s[:, 2] - s[:, 0]) / np.where(s[:, 3] > s[:, 1], s[:, 3] - s[:, 1], 1)
    return int(borders.step[over][at <= x].sum())


def nearest_place(index: Any, x: float, y: float, radius: float) -> int:
    """Place in a point index of the marker nearest to a point, -1 for none; a higher level wins."""
    if KERNELS and is_loaded(kernel_markers.nearest):
        return int(kernel_markers.nearest(*index.arrays, x, y, radius))
    d = (index.x - x) ** 2 + (index.y - y) ** 2
    near = np.flatnonzero(d <= radius * radius)
    if len(near) == 0:
        return -1
    level = index.level_of(near)
    best = near[level == level.max()]
    return int(best[np.argmin(d[best])])


def is_dense(index: Any, x: float, y: float, density: Density, k: float) -> bool:
    """Whether the density has reached its first limit at a place, at a scale of so many px to the metre."""
    if KERNELS and is_loaded(kernel_density.dense_at):
        return bool(kernel_density.dense_at(x, y, k, density.limit, density.cell, *index.arrays, *index.hot_arrays))
    cell, hot = density.cell, index.hot
    px, py = np.r_[index.x, index.hot_x[:hot]] * k, -np.r_[index.y, index.hot_y[:hot]] * k
    west, north = np.floor(x * k / cell) * cell, np.floor(-y * k / cell) * cell
    steps = density.steps(px - west, py - north, cell, cell)
    return bool(steps[int(-y * k - north), int(x * k - west)] >= 0)
