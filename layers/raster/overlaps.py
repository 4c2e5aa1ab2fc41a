"""Areas that overlap, made disjoint: where two claim a place, the smaller one is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

LEAST = 1e-9  # share of the smaller area: below it neighbours only touch


def without_overlaps(polygons: NDArray[Any]) -> NDArray[Any]:
    """The same areas with every point in one of them at most; a faultless coverage comes back as it is.

    Only areas that overlap, and those that touch them, are cut anew, all along the same lines, so that their borders
    are still shared exactly.
    """
    polygons = np.asarray(polygons, dtype=object)
    flat = np.isin(shapely.get_type_id(polygons), (3, 6)) & ~shapely.is_empty(polygons)
    known = np.flatnonzero(flat)
    if len(known) < 2 or shapely.coverage_is_valid(polygons[known]):
        return polygons
    valid = shapely.make_valid(polygons[known], method="structure")
    first, second = _overlapping(valid)
    if len(first) == 0:
        return polygons
    tree = shapely.STRtree(valid)
    guilty = np.unique(np.r_[first, second])
    involved = np.unique(np.r_[guilty, tree.query(valid[guilty], predicate="intersects")[1]])
    out = polygons.copy()
    out[known[involved]] = _cut(valid[involved])
    return out


def _overlapping(valid: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of areas that share more than a border."""
    a, b = shapely.STRtree(valid).query(valid, predicate="intersects")
    a, b = a[a < b], b[a < b]
    touching = shapely.touches(valid[a], valid[b])
    a, b = a[~touching], b[~touching]
    shared = shapely.area(shapely.intersection(valid[a], valid[b]))
    real = shared > LEAST * np.minimum(shapely.area(valid[a]), shapely.area(valid[b]))
    return a[real], b[real]


def _cut(areas: NDArray[Any]) -> NDArray[Any]:
    """Cuts all areas along all their borders and gives each piece to the smallest area that holds it."""
    lines = shapely.union_all(shapely.boundary(areas))
    pieces = shapely.get_parts(shapely.polygonize([lines]))
    inner = shapely.point_on_surface(pieces)
    piece, holder = shapely.STRtree(areas).query(inner, predicate="within")
    size = shapely.area(areas)
    order = np.lexsort((-holder, size[holder], piece))  # of equal ones the later
    piece, holder = piece[order], holder[order]
    smallest = np.r_[True, piece[1:] != piece[:-1]]
    piece, holder = piece[smallest], holder[smallest]
    out = np.full(len(areas), shapely.Polygon(), dtype=object)
    for area in np.unique(holder):
        out[area] = shapely.coverage_union_all(pieces[piece[holder == area]])
    return out
