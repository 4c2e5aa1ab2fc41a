"""Turns the straight edges of cells into winding borders, the same for both neighbours, vertex by vertex."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DEPTH = 4  # an edge becomes up to 2**DEPTH pieces
STRENGTH = 0.17
TRIES = 8


def winding(cells: NDArray[np.object_], rng: np.random.Generator) -> NDArray[np.object_]:
    """Cells (a valid coverage, metres) with every edge wound; those that come out crossed are wound less.

    Short edges get fewer vertices than long ones, so that a cell has about 80.
    """
    xy, ring = shapely.get_coordinates(cells, return_index=True)
    at = np.flatnonzero(ring[1:] == ring[:-1])
    a, b, owner = xy[at], xy[at + 1], ring[at]
    turned = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    first, last = np.where(turned[:, None], b, a), np.where(turned[:, None], a, b)
    _, where, edge = np.unique(np.hstack([first, last]), axis=0, return_index=True, return_inverse=True)
    edge = edge.reshape(-1)
    first, last = first[where], last[where]
    noise = [rng.uniform(-1, 1, (len(where), 2**depth)) for depth in range(DEPTH)]
    strength = np.full(len(where), STRENGTH)
    keep = _kept(np.hypot(*(last - first).T))
    for round_ in range(TRIES + 1):
        lines = _wound(first, last, noise, strength)[edge]
        lines = np.where(turned[:, None, None], lines[:, ::-1], lines)
        # a line's last point is the next one's first; a reversed line drops the same inner points
        mask = np.where(turned[:, None], keep[edge][:, ::-1], keep[edge])[:, :-1]
        points, index = lines[:, :-1][mask], np.repeat(owner, mask.sum(axis=1))
        wound = shapely.polygons(shapely.linearrings(points, indices=index))
        bad = np.flatnonzero(~shapely.is_valid(wound))
        if len(bad) == 0:
            return np.asarray(wound)
        spoiled = np.unique(edge[np.isin(owner, bad)])
        strength[spoiled] *= 0.4 if round_ < TRIES - 1 else 0.0
    raise ValueError("the borders cross each other")


def _kept(length: Floats) -> NDArray[np.bool_]:
    """Which of its 17 points each edge keeps, by its length against the others'."""
    every = np.ones((len(length), 2**DEPTH + 1), dtype=bool)
    low, high = np.quantile(length, (0.08, 0.3))
    halves = np.arange(2**DEPTH + 1)
    every[length < high] = halves % 2 == 0
    every[length < low] = halves % 4 == 0
    return every


def _wound(first: Floats, last: Floats, noise: list[Floats], strength: Floats) -> Floats:
    """Each edge as 17 points: middles moved sideways, once for each depth."""
    line = np.stack([first, last], axis=1)
    for part in noise:
        step = np.diff(line, axis=1)
        aside = np.stack([-step[..., 1], step[..., 0]], axis=-1) * (part * strength[:, None])[..., None]
        made = np.empty((len(line), line.shape[1] * 2 - 1, 2))
        made[:, ::2], made[:, 1::2] = line, (line[:, :-1] + line[:, 1:]) / 2 + aside
        line = made
    return np.round(line, 2)
