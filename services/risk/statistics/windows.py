"""The circles that a scan looks through: around each place its neighbours in order of distance, up to a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]
EARTH_KM = 6367.0
_SAME = 1e-9  # of the distance: two neighbours that stand equally far come into the circle together


@dataclass(frozen=True, slots=True)
class Windows:
    """Circles in rows: row i adds the place `members[i]` to the circle around `centres[i]`.

    A centre's rows stand together, nearest first. `ends`: whether a circle ends with this row (not so where the next
    neighbour is equally far); `radius`: how far the row's place is from the centre, in the unit of the coordinates;
    `starts`: the first row of each centre that has any.
    """

    centres: Small
    members: Small
    radius: Floats
    ends: NDArray[np.bool_]
    starts: Ints

    def __len__(self) -> int:
        return len(self.members)

    def totals(self, of_place: NDArray[Any]) -> NDArray[Any]:
        """What lies inside each row's circle, of values (places, …) by place: (rows, …)."""
        return _running(of_place[self.members], self.starts)

    def inside(self, row: int) -> Small:
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


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of places within reach of each other: around each centre all others and itself, nearest first."""

    count: int
    centres: Small
    members: Small
    far: Floats

    @classmethod
    def of(cls, points: ArrayLike, radius: float | None = None) -> Neighbours:
        """Of points (places, 2 or 3: metres, or any Cartesian unit); all pairs where no radius limits them."""
        at = np.asarray(points, float)
        reach = np.inf if radius is None else radius
        if not len(at):
            return cls(0, np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
        tree = cKDTree(at)
        if np.isfinite(reach):
            pairs = tree.sparse_distance_matrix(tree, reach, output_type="ndarray")
            centres, members, far = pairs["i"].astype(np.int32), pairs["j"].astype(np.int32), pairs["v"]
        else:
            centres, members = (side.ravel() for side in np.indices((len(at), len(at)), np.int32))
            far = np.sqrt(((at[centres] - at[members]) ** 2).sum(axis=1))
        own = np.where(centres == members, -1.0, far)  # the centre itself comes first, whoever shares its spot
        order = np.lexsort((members, own, centres))
        return cls(len(at), centres[order], members[order], far[order])

    def among(self, some: NDArray[np.bool_]) -> Neighbours:
        """Of some of the places alone, numbered anew."""
        number = np.cumsum(some, dtype=np.int32) - np.int32(1)
        kept = np.flatnonzero(np.repeat(some, np.bincount(self.centres, minlength=self.count)))
        kept = kept[some[self.members[kept]]]
        return Neighbours(int(some.sum()), number[self.centres[kept]], number[self.members[kept]], self.far[kept])

    def circles(self, weight: ArrayLike, share: float) -> Windows:
        """The circles around each place that scanning looks through.

        A circle grows place by place while the `weight` inside (people at risk, or cases, by place) is at most `share`
        of all.
        """
        heavy = np.asarray(weight, float)
        starts = np.flatnonzero(np.diff(self.centres, prepend=-1))
        inside = _running(heavy[self.members], starts)
        kept = inside <= heavy.sum() * share * (1 + 1e-12)
        centres, members, far = self.centres[kept], self.members[kept], self.far[kept]
        last = np.append(np.diff(centres) != 0, True)[: len(centres)]
        nearer = np.append(np.diff(far) > _SAME * np.maximum(far[1:], 1e-12), True)[: len(far)]
        return Windows(centres, members, far, last | nearer, np.flatnonzero(np.diff(centres, prepend=-1)))


def on_the_globe(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Points (places, 3) in kilometres whose straight distances stand for those along the ground within a city."""
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return EARTH_KM * np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _running(values: NDArray[Any], starts: Ints) -> NDArray[Any]:
    """Sums from the start of each stretch on: (rows, …)."""
    running: NDArray[Any] = np.cumsum(values, axis=0, dtype=values.dtype)
    if len(starts) > 1:
        before = np.concatenate([np.zeros_like(running[:1]), running[starts[1:] - 1]])
        running -= np.repeat(before, np.diff(starts, append=len(values)), axis=0)
    return running
