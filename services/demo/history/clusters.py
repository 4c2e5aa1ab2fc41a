"""Groups of points: of wanted sizes, of a wanted number, and whether a group of cells is in one piece."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
SAMPLE = 16_000


def bending(rng: np.random.Generator, strength: float, waves: int = 9) -> Callable[[Floats], Floats]:
    """A smooth bending of the plane (metres): groups that are compact in it have bent borders on the ground."""
    length = rng.uniform(3_500, 15_000, (2, waves))
    way = rng.uniform(0, 2 * np.pi, (2, waves))
    phase = rng.uniform(0, 2 * np.pi, (2, waves))
    reach = 0.034 * strength * length * rng.uniform(0.5, 1.0, (2, waves))

    def bent(points: Floats) -> Floats:
        along = np.cos(way) * points[:, 0, None, None] + np.sin(way) * points[:, 1, None, None]
        return np.asarray(points + (reach * np.sin(2 * np.pi * along / length + phase)).sum(axis=2))

    return bent


def balanced(points: Floats, seats: Floats, shares: Floats) -> Numbers:
    """The seat that each point belongs to, so that every seat gets about its share: nearest by distance² less a weight.

    Such groups are convex, so each is in one piece.
    """
    some = points[:: max(1, len(points) // SAMPLE)]  # enough to weigh the seats by
    squares = ((some[:, None, :] - seats[None, :, :]) ** 2).sum(axis=2)
    wanted = shares / shares.sum() * len(some)
    weight = np.zeros(len(seats))
    step = 4e6
    for _ in range(160):
        off = (wanted - np.bincount(np.argmin(squares - weight, axis=1), minlength=len(seats))) / wanted
        weight += step * np.clip(off, -1, 1)
        step *= 0.985
        if np.abs(off).max() < 0.02:
            break
    return np.asarray(np.argmin(((points[:, None, :] - seats[None, :, :]) ** 2).sum(axis=2) - weight, axis=1))


def clusters(points: Floats, count: int, rng: np.random.Generator, least: int = 1) -> Numbers:
    """Points in `count` compact groups (k-means, seeds far apart), none with fewer than `least`."""
    if count == 1:
        return np.zeros(len(points), dtype=np.intp)
    seeds = _far_apart(points, count, rng)
    group = np.zeros(len(points), dtype=np.intp)
    for _ in range(9):
        group = np.argmin(((points[:, None, :] - seeds[None, :, :]) ** 2).sum(axis=2), axis=1)
        size = np.bincount(group, minlength=count)
        means = np.column_stack([np.bincount(group, points[:, k], count) / np.maximum(size, 1) for k in (0, 1)])
        seeds = np.where((size > 0)[:, None], means, points[rng.integers(len(points), size=count)])
    return _filled(points, group, count, least)


def connected(cells: NDArray[np.object_], group: Numbers) -> NDArray[np.bool_]:
    """Whether each group's cells hang together by whole edges."""
    xy, ring = shapely.get_coordinates(cells, return_index=True)
    at = np.flatnonzero(ring[1:] == ring[:-1])
    a, b = xy[at], xy[at + 1]
    turned = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    edges = np.hstack([np.where(turned[:, None], b, a), np.where(turned[:, None], a, b)])
    order = np.lexsort(edges.T)
    same = (edges[order[1:]] == edges[order[:-1]]).all(axis=1)
    one, other = ring[at][order[:-1]][same], ring[at][order[1:]][same]
    inside = group[one] == group[other]
    one, other = one[inside], other[inside]
    label = np.arange(len(cells))
    while True:
        low = np.minimum(label[one], label[other])
        found = label.copy()
        np.minimum.at(found, one, low)
        np.minimum.at(found, other, low)
        if (found == label).all():
            break
        label = found
    first = np.full(int(group.max()) + 1, len(cells))
    np.minimum.at(first, group, np.arange(len(cells)))
    loose = np.zeros(len(first), dtype=bool)
    loose[group[label != first[group]]] = True
    return ~loose


def _far_apart(points: Floats, count: int, rng: np.random.Generator) -> Floats:
    chosen = [int(rng.integers(len(points)))]
    far = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        total = far.sum()
        chosen.append(int(rng.choice(len(points), p=far / total)) if total > 0 else int(rng.integers(len(points))))
        far = np.minimum(far, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return np.asarray(points[chosen])


def _filled(points: Floats, group: Numbers, count: int, least: int) -> Numbers:
    """Hands the nearest points of large groups to those that have too few."""
    size = np.bincount(group, minlength=count)
    for poor in np.flatnonzero(size < least):
        own = points[group == poor]
        centre = own.mean(axis=0) if len(own) else points[int(np.argmax(size[group] == size.max()))]
        for at in np.argsort(((points - centre) ** 2).sum(axis=1), kind="stable"):
            if size[poor] >= least:
                break
            if group[at] != poor and size[group[at]] > least:
                size[group[at]] -= 1
                size[poor] += 1
                group[at] = poor
    return group
