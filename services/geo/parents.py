"""Who belongs to whom, by the ground: the parent with the largest shared area, and a parent made from its children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.geo.metric import zone_of

# what is left between two neighbours' differently rounded borders
SLIVER_M2 = 1_000.0


def largest_shared(children: Sequence[Any], parents: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each child the index of the parent that it shares most ground with (-1: none), and that share of it (0–1).

    All geometries are valid areas in CGCS2000 degrees; of equal shares the first parent is taken.
    """
    best = np.full(len(children), -1, np.int64)
    shares = np.zeros(len(children), np.float64)
    if len(children) == 0 or len(parents) == 0:
        return best, shares
    zone = zone_of(np.array(children, object))
    small, large = zone.project(np.array(children, object)), zone.project(np.array(parents, object))
    child, parent = shapely.STRtree(large).query(small, predicate="intersects")
    shared = shapely.area(shapely.intersection(small[child], large[parent]))
    order = np.lexsort((parent, -shared, child))
    child, parent, shared = child[order], parent[order], shared[order]
    first = np.flatnonzero(np.r_[True, child[1:] != child[:-1]]) if len(child) else np.empty(0, np.int64)
    first = first[shared[first] > 0]
    best[child[first]] = parent[first]
    shares[child[first]] = shared[first] / shapely.area(small[child[first]])
    return best, shares


def dissolved(children: Sequence[Any], sliver_m2: float = SLIVER_M2) -> Any:
    """One area (degrees) made of all its children, without the slivers that rounding leaves between them."""
    whole = shapely.union_all(np.array(children, object))
    zone = zone_of(whole)
    parts = []
    for part in shapely.get_parts(whole):
        holes = [ring for ring in part.interiors if float(zone.area(shapely.Polygon(ring))) >= sliver_m2]
        parts.append(shapely.Polygon(part.exterior, holes))
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
