"""How well an outline fits a known one, as it stands and after undoing the shifts of Chinese map services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.geo.crs import BD09, CGCS2000, GCJ02, System
from services.geo.metric import zone_of

STEP_M = 25.0
CANDIDATES = (CGCS2000, GCJ02, BD09)
# the shifts are 300–600 m; two surveys of one border differ by less than this in the middle
CLEARLY_OFF_M = 50.0


@dataclass(frozen=True, slots=True)
class Fit:
    """An outline read in one system against the known one.

    `median_m` and `longest_m`: distance between the borders, over both, in the middle and at the worst stretch;
    `differing`: the ground that only one of them has ÷ the known outline's area.
    """

    system: str
    median_m: float
    longest_m: float
    differing: float


def fit_of(outline: Any, known: Any, system: str = CGCS2000.name) -> Fit:
    """Compares two valid areas in CGCS2000 degrees."""
    zone = zone_of(known)
    ours, theirs = zone.project(outline), zone.project(known)
    away = np.r_[_distances(ours, theirs), _distances(theirs, ours)]
    differing = shapely.symmetric_difference(ours, theirs).area / theirs.area
    return Fit(system, float(np.median(away)), float(away.max()), float(differing))


def fits(outline: Any, known: Any, said: System) -> tuple[Fit, ...]:
    """The fit in each system that the file's coordinates may really be in; the one said comes first.

    `outline` is in CGCS2000 degrees as it was read under `said`; its own numbers are had back from that.
    """
    shifted = said if said in (GCJ02, BD09) else CGCS2000
    found = []
    for system in sorted(CANDIDATES, key=lambda candidate: candidate is not shifted):

        def turn(points: NDArray[np.float64], system: System = system) -> NDArray[np.float64]:
            raw = shifted.from_store(points[:, 0], points[:, 1])
            return np.column_stack(system.to_store(*raw))

        read = outline if system is shifted else shapely.transform(outline, turn)
        found.append(fit_of(shapely.make_valid(read), known, system.name))
    return tuple(found)


def better(found: tuple[Fit, ...]) -> Fit | None:
    """The fit in another system that is clearly better than in the one said (which comes first); None where none is."""
    said, best = found[0], min(found, key=lambda fit: fit.median_m)
    if best is not said and said.median_m > CLEARLY_OFF_M and best.median_m < said.median_m / 2:
        return best
    return None


def _distances(border: Any, other: Any) -> NDArray[np.float64]:
    along = shapely.get_coordinates(shapely.segmentize(border.boundary, STEP_M))
    lines = shapely.get_parts(_pieces(other.boundary))
    tree = shapely.STRtree(lines)
    points = shapely.points(along)
    _, distances = tree.query_nearest(points, return_distance=True, all_matches=False)
    away: NDArray[np.float64] = distances
    return away


def _pieces(border: Any) -> Any:
    """A border as its single segments, so that the nearest one is found through a tree."""
    found = []
    for line in shapely.get_parts(border):
        points = shapely.get_coordinates(line)
        found.append(np.stack([points[:-1], points[1:]], axis=1))
    return shapely.multilinestrings(list(shapely.linestrings(np.concatenate(found))))
