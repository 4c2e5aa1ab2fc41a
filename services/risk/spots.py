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


def keys_near(key: int) -> list[int]:
    """The nodes whose circles meet the circle of this one."""
    i, j = divmod(key, 2 * _SHIFT)
    reach = range(-4, 5)
    return [(i + a) * 2 * _SHIFT + j + b for a in reach for b in reach if a * a + b * b <= 16]


def centres(keys: Numbers, standing: Numbers, radius: float) -> list[int]:
    """Which of these nodes (the best first) are places of their own: their circles meet none that stands or is chosen.

    Gives positions in `keys`. One place is one situation, whatever the lattice.
    """
    taken = [node_place(key, radius) for key in standing.tolist()]
    chosen: list[int] = []
    for at, key in enumerate(keys.tolist()):
        x, y = node_place(key, radius)
        if all((x - a) ** 2 + (y - b) ** 2 > 4 * radius * radius for a, b in taken):
            taken.append((x, y))
            chosen.append(at)
    return chosen
