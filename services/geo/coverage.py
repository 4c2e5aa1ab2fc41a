"""How well areas of one level cover the ground: overlaps and gaps between neighbours, measured and named by index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from services.geo.metric import Zone, zone_of

# smaller than what the rounding of coordinates makes
LEAST_M2 = 1.0
CRACK_M = 0.05


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas that claim the same ground: their indices and the m² they share."""

    first: int
    second: int
    m2: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Ground between areas that belongs to none: m², a point inside (degrees), the indices around it."""

    m2: float
    lon: float
    lat: float
    around: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Overlaps and gaps of at least the least area, largest first, and the m² of all areas together."""

    m2: float
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]


def coverage_of(geometries: Sequence[Any], least_m2: float = LEAST_M2) -> Coverage:
    """Measures valid areas in degrees (CGCS2000) against each other, in the local zone's metres."""
    if len(geometries) == 0:
        return Coverage(0.0, (), ())
    areas = np.array(geometries, object)
    zone = zone_of(areas)
    # in degrees neighbours share their borders exactly; projected, a corner on a long edge leaves a crack
    tree, whole = shapely.STRtree(areas), shapely.union_all(areas)
    m2 = float(zone.area(whole))
    return Coverage(m2, _overlaps(areas, tree, zone, least_m2), _gaps(tree, whole, zone, least_m2))


def _overlaps(areas: Any, tree: Any, zone: Zone, least_m2: float) -> tuple[Overlap, ...]:
    first, second = tree.query(areas, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = zone.area(shapely.intersection(areas[first], areas[second]))
    order = np.argsort(-shared, kind="stable")
    return tuple(Overlap(int(first[i]), int(second[i]), float(shared[i])) for i in order if shared[i] >= least_m2)


def _gaps(tree: Any, whole: Any, zone: Zone, least_m2: float) -> tuple[Gap, ...]:
    # closing the cracks that rounding leaves, so that a gap is not taken for a bay
    closed = zone.project(whole).buffer(CRACK_M, join_style="mitre").buffer(-CRACK_M, join_style="mitre")
    found = []
    for hole in (shapely.Polygon(ring) for part in shapely.get_parts(closed) for ring in part.interiors):
        if hole.area >= least_m2:
            inside = zone.unproject(hole.representative_point())
            beside = zone.unproject(hole.buffer(2 * CRACK_M))
            around = tuple(sorted(int(i) for i in tree.query(beside, predicate="intersects")))
            found.append(Gap(float(hole.area), float(inside.x), float(inside.y), around))
    return tuple(sorted(found, key=lambda gap: -gap.m2))
