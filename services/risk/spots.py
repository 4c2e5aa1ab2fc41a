"""Spots: a lattice of nodes half a radius apart, each counting what lies within the radius, over any border."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_SHIFT = 1 << 20  # nodes each way from the middle of the city; with a spacing of 10 m still 10,000 km


def nodes_around(x: Floats, y: Floats, radius: float) -> tuple[NDArray[np.intp], Numbers]:
    """For points in metres the nodes within the radius of each, as rows of points and keys of nodes; NaN has none."""
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    step = radius / 2
    i0, j0 = np.rint(x[known] / step).astype(np.int64), np.rint(y[known] / step).astype(np.int64)
    reach = np.arange(-2, 3)
    i = (i0[:, None, None] + reach[None, :, None]) + np.zeros((1, 1, 5), np.int64)
    j = (j0[:, None, None] + reach[None, None, :]) + np.zeros((1, 5, 1), np.int64)
    far = np.hypot(i * step - x[known, None, None], j * step - y[known, None, None])
    row, a, b = np.nonzero(far <= radius)
    return known[row], node_key(i[row, a, b], j[row, a, b])


def node_key(i: Numbers, j: Numbers) -> Numbers:
    """The key of a node by its row and column."""
    return np.asarray((i + _SHIFT) * (2 * _SHIFT) + (j + _SHIFT), np.int64)


def node_place(key: int, radius: float) -> tuple[float, float]:
    """A node's x and y in metres."""
    i, j = divmod(key, 2 * _SHIFT)
    return (i - _SHIFT) * radius / 2, (j - _SHIFT) * radius / 2
