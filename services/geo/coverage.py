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
    zone = zone_of(np.array(geometries, object))
    flat = zone.project(np.array(geometries, object))
    whole = shapely.union_all(flat)
    tree = shapely.STRtree(flat)
    return Coverage(float(whole.area), _overlaps(flat, tree, least_m2), _gaps(flat, tree, whole, zone, least_m2))


def _overlaps(flat: Any, tree: Any, least_m2: float) -> tuple[Overlap, ...]:
    first, second = tree.query(flat, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.area(shapely.intersection(flat[first], flat[second]))
    order = np.argsort(-shared, kind="stable")
    return tuple(Overlap(int(first[i]), int(second[i]), float(shared[i])) for i in order if shared[i] >= least_m2)


def _gaps(flat: Any, tree: Any, whole: Any, zone: Zone, least_m2: float) -> tuple[Gap, ...]:
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    found = []
    for hole in (shapely.Polygon(ring) for ring in rings):
        if hole.area >= least_m2:
            inside = zone.unproject(hole.representative_point())
            around = tuple(sorted(int(i) for i in tree.query(hole.buffer(0.01), predicate="intersects")))
            found.append(Gap(float(hole.area), float(inside.x), float(inside.y), around))
    return tuple(sorted(found, key=lambda gap: -gap.m2))
