"""The circles that a scan looks through: around each place its neighbours in order of distance, up to a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EARTH_KM = 6367.0
_ROWS = 2_000_000  # distances held at once
_SAME = 1e-9  # of the distance: two neighbours that stand equally far come into the circle together


@dataclass(frozen=True, slots=True)
class Windows:
    """Circles in rows: row i adds the place `members[i]` to the circle around `centres[i]`.

    A centre's rows stand together, nearest first. `ends`: whether a circle ends with this row (not so where the next
    neighbour is equally far); `radius`: how far the row's place is from the centre, in the unit of the coordinates;
    `starts`: the first row of each centre that has any.
    """

    centres: Ints
    members: Ints
    radius: Floats
    ends: NDArray[np.bool_]
    starts: Ints

    def __len__(self) -> int:
        return len(self.members)

    def totals(self, of_place: NDArray[Any]) -> NDArray[Any]:
        """What lies inside each row's circle, of values (places, …) by place: (rows, …)."""
        running: NDArray[Any] = np.cumsum(of_place[self.members], axis=0, dtype=of_place.dtype)
        if not len(running):
            return running
        before = np.concatenate([np.zeros_like(running[:1]), running[self.starts[1:] - 1]])
        running -= np.repeat(before, self._lengths(), axis=0)
        return running

    def inside(self, row: int) -> Ints:
        """The places of the circle that ends with a row, nearest first."""
        start = self.starts[np.searchsorted(self.starts, row, side="right") - 1]
        return self.members[start : row + 1]

    def best_by_centre(self, scores: Floats) -> Ints:
        """For each centre the row of its best score (rows,), the smallest circle first where several are as good."""
        if not len(scores):
            return np.zeros(0, np.int64)
        tops = np.repeat(np.maximum.reduceat(scores, self.starts), self._lengths())
        rows = np.flatnonzero(scores == tops)
        return rows[np.unique(np.searchsorted(self.starts, rows, side="right"), return_index=True)[1]]

    def _lengths(self) -> Ints:
        return np.diff(self.starts, append=len(self.members))


def circles(points: ArrayLike, weight: ArrayLike, *, share: float, radius: float | None = None) -> Windows:
    """The circles around each of `points` (places, 2 or 3: metres, or any Cartesian unit) that scanning looks through.

    A circle grows place by place while the `weight` inside (people at risk, or cases) is at most `share` of all and
    nobody stands farther than `radius` from its centre.
    """
    at, heavy = np.asarray(points, float), np.asarray(weight, float)
    limit = heavy.sum() * share * (1 + 1e-12)
    step = max(1, _ROWS // max(1, len(at)))
    parts = [
        _some(at, heavy, np.arange(first, min(first + step, len(at))), limit, radius)
        for first in range(0, len(at), step)
    ] or [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    centres, members = (np.concatenate([part[side] for part in parts]).astype(np.int64) for side in (0, 1))
    far = np.concatenate([part[2] for part in parts])
    new = np.flatnonzero(np.diff(centres, prepend=-1))
    last = np.append(np.diff(centres) != 0, True)[: len(centres)]
    nearer = np.append(np.diff(far) > _SAME * np.maximum(far[1:], 1e-12), True)[: len(far)]
    return Windows(centres, members, far, last | nearer, new)


def on_the_globe(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Points (places, 3) in kilometres whose straight distances stand for those along the ground within a city."""
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return EARTH_KM * np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _some(at: Floats, heavy: Floats, centres: Ints, limit: float, radius: float | None) -> tuple[Ints, Ints, Floats]:
    far = np.sqrt(sum((at[centres, None, axis] - at[None, :, axis]) ** 2 for axis in range(at.shape[1])))
    far[np.arange(len(centres)), centres] = -1.0  # the centre itself comes first, whoever shares its spot
    order = np.argsort(far, axis=1, kind="stable")
    far = np.maximum(np.take_along_axis(far, order, axis=1), 0.0)
    keep = np.cumsum(heavy[order], axis=1) <= limit
    if radius is not None:
        keep &= far <= radius
    rows, columns = np.nonzero(keep)
    return centres[rows], order[rows, columns], far[rows, columns]
