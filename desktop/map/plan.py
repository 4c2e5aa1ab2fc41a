"""One round of planning for a map: what is wished, and what was found; everything here runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from desktop.map.paint import Drawn, lut_of
from layers import choropleth, incidents, outlines, people
from layers.plans import AreaPlan, OutlinePlan, PeoplePlan
from layers.style.palette import Palette
from services.domain.areas import Level
from services.domain.incidents import PlaceStatus
from services.insight.by_area import COLUMN
from services.live.picture import Picture
from widgets.map.ground import Ground
from widgets.map.markers import Markers


@dataclass(frozen=True, slots=True)
class Wish:
    """Levels in colours by a figure in quantiles (or by `limits`), at a time, in a palette; all markers, or none.

    `least` leaves out the markers below a raster level.
    """

    levels: tuple[int, ...]
    figure: str
    limits: tuple[float, ...] | None
    now: datetime
    palette: Palette
    markers: bool
    subject: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Open incidents in the subject that have a place, those without one, those outside the city; people to be seen."""

    inside: int
    unlocated: int
    outside: int
    people: int


@dataclass(frozen=True, slots=True)
class Planned:
    """What one round of planning found."""

    areas: Mapping[int, AreaPlan]
    luts: Mapping[int, NDArray[np.uint32]]
    people: PeoplePlan
    outlines: OutlinePlan
    markers: Markers | None
    counts: Counts


def plan_all(picture: Picture, drawn: Drawn, wish: Wish) -> Planned:
    """One round of planning over one picture."""
    plans = {level: choropleth.plan(picture, Level(level), wish.figure, wish.now, wish.limits) for level in wish.levels}
    seen = people.plan(picture, wish.now)
    return Planned(
        areas=plans,
        luts={level: lut_of(plan, drawn.layers[level], wish.palette) for level, plan in plans.items()},
        people=seen,
        outlines=outlines.plan(picture, Level.TOWN),
        markers=_markers(picture, drawn.ground, wish.least) if wish.markers else None,
        counts=_counts(picture, wish.subject, people_within(seen, _border(drawn, wish.subject))),
    )


def _counts(picture: Picture, subject: int, people_seen: int) -> Counts:
    rows = picture.incidents
    alive, place = rows.column("alive"), rows.column("place")
    inside = alive & (place == PlaceStatus.LOCATED)
    level = Level(int(picture.areas.level[subject])) if subject < len(picture.areas) else Level.CITY
    if level in COLUMN:
        inside &= rows.column(COLUMN[level]) == subject
    apart = (int((alive & (place == status)).sum()) for status in (PlaceStatus.UNLOCATED, PlaceStatus.OUTSIDE))
    return Counts(int(inside.sum()), *apart, people_seen)


def people_within(seen: PeoplePlan, border: Any) -> int:
    """How many of the people stand within a border in Web Mercator metres; None: all."""
    return len(seen.numbers) if border is None else int(shapely.contains_xy(border, seen.x, seen.y).sum())


def _border(drawn: Drawn, subject: int) -> Any:
    """The border of a subject below the city, by which the map shows its people alone."""
    return drawn.shapes.polygons[subject] if 0 < subject < len(drawn.shapes.polygons) else None


def _markers(picture: Picture, ground: Ground, least: int = 0) -> Markers:
    plan = incidents.plan(picture)
    seen = plan.alive & (plan.level >= least)
    return Markers.of(plan.numbers[seen], plan.x[seen], plan.y[seen], plan.level[seen], ground.origin, ground.extent)
