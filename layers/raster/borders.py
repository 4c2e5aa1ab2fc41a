"""The border segments of a level: each shared border once, with the step from one area to the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Borders:
    """Segments relative to an origin, lower end first, sorted by the y of their lower ends.

    seg: float32 (n, 4), x and y of the lower end, x and y of the upper end; low: float32 (n,), y of the lower ends;
    tall: the tallest segment; step: int32 (n,), number of the area to the right minus that to the left; sides: int32
    (n, 2), the numbers of the two areas that share it, 0 for none; kind: uint8 (n,), how its line is drawn.
    """

    seg: NDArray[np.float32]
    low: NDArray[np.float32]
    tall: float
    step: NDArray[np.int32]
    sides: NDArray[np.int32]
    kind: NDArray[np.uint8]

    @classmethod
    def of(cls, polygons: NDArray[Any], origin: tuple[float, float]) -> Borders:
        """Polygons and multipolygons with holes; polygons[i] is number i + 1, a missing one has no border."""
        ends, step, number = _edges(polygons)
        if len(ends) == 0:
            return cls.none()
        order = np.lexsort(ends.T[::-1])
        ends, step, number = ends[order], step[order], number[order]
        new = np.flatnonzero(np.r_[True, (ends[1:] != ends[:-1]).any(axis=1)])
        seg, total = ends[new], np.add.reduceat(step, new)
        last = np.r_[new[1:], len(number)] - 1
        sides = np.column_stack([number[new], np.where(last > new, number[last], 0)]).astype(np.int32)
        order = np.argsort(seg[:, 1], kind="stable")
        near = np.ascontiguousarray((seg[order] - np.tile(origin, 2)).astype(np.float32))
        tall = float((near[:, 3] - near[:, 1]).max())
        return cls(
            near,
            np.ascontiguousarray(near[:, 1]),
            tall,
            total[order].astype(np.int32),
            sides[order],
            np.zeros(len(order), np.uint8),
        )

    @classmethod
    def none(cls) -> Borders:
        """No borders at all."""
        nothing = np.empty(0, np.int32)
        return cls(
            np.empty((0, 4), np.float32),
            np.empty(0, np.float32),
            0.0,
            nothing,
            nothing.reshape(0, 2),
            nothing.astype(np.uint8),
        )

    def only(self, chosen: NDArray[np.bool_]) -> Borders:
        """Those between two areas of which at least one is chosen (by number; 0 is outside)."""
        return self._kept(chosen[self.sides[:, 0]] | chosen[self.sides[:, 1]])

    def without(self, chosen: NDArray[np.bool_]) -> Borders:
        """Those that `only` leaves out."""
        return self._kept(~(chosen[self.sides[:, 0]] | chosen[self.sides[:, 1]]))

    def of_kinds(self, groups: Sequence[tuple[int, NDArray[Any]]]) -> Borders:
        """The same with kinds: of the groups (kind, group by area number) the last that parts a segment's two sides.

        The rim, with nothing on its other side, has none.
        """
        kind, (first, second) = np.zeros(len(self.seg), np.uint8), self.sides.T
        inner = (first > 0) & (second > 0)
        for number, group in groups:
            kind[inner & (group[first] != group[second])] = number
        return replace(self, kind=kind)

    def kept(self, kinds: Collection[int]) -> Borders:
        """Those of some kinds."""
        return self._kept(np.isin(self.kind, list(kinds)))

    def _kept(self, kept: NDArray[np.bool_]) -> Borders:
        parts = (self.step[kept], self.sides[kept], self.kind[kept])
        return Borders(self.seg[kept], self.low[kept], self.tall, *parts)

    @property
    def arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32], float, NDArray[np.int32]]:
        """As the kernels take them."""
        return self.seg, self.low, self.tall, self.step


def _edges(polygons: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Every edge of every ring, lower end first, with the step it makes for its own area, and that area's number."""
    parts, owner = shapely.get_parts(np.asarray(polygons), return_index=True)
    flat = shapely.get_type_id(parts) == 3
    parts, owner = shapely.orient_polygons(parts[flat]), owner[flat]  # the inside is left of every edge
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    at = np.flatnonzero(ring[1:] == ring[:-1])
    p, q, number = xy[at], xy[at + 1], owner[part[ring[at]]] + 1
    down = p[:, 1] > q[:, 1]
    lower, upper = np.where(down[:, None], q, p), np.where(down[:, None], p, q)
    level = p[:, 1] == q[:, 1]  # crosses no row but is a border: the same order from both sides
    swap = level & (p[:, 0] > q[:, 0])
    lower[swap], upper[swap] = q[swap], p[swap]
    step = np.where(level, 0, np.where(down, number, -number))
    return np.ascontiguousarray(np.hstack([lower, upper])) + 0.0, step, number
