"""One round of planning for a map: what is wished, and what was found; everything here runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from desktop.map_paint import Drawn, lut_of
from layers import choropleth, incidents, outlines, people
from layers.plans import AreaPlan, OutlinePlan, PeoplePlan
from layers.style.palette import Palette
from services.domain.areas import Level
from services.live.picture import Picture
from widgets.map.ground import Ground
from widgets.map.markers import Markers


@dataclass(frozen=True, slots=True)
class Wish:
    """Levels in colours by a figure in quantiles (or by `limits`), at a time, in a palette; all markers, or none."""

    levels: tuple[int, ...]
    figure: str
    limits: tuple[float, ...] | None
    now: datetime
    palette: Palette
    markers: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What one round of planning found."""

    areas: Mapping[int, AreaPlan]
    luts: Mapping[int, NDArray[np.uint32]]
    people: PeoplePlan
    outlines: OutlinePlan
    markers: Markers | None


def plan_all(picture: Picture, drawn: Drawn, wish: Wish) -> Planned:
    """One round of planning over one picture."""
    plans = {level: choropleth.plan(picture, Level(level), wish.figure, wish.now, wish.limits) for level in wish.levels}
    return Planned(
        areas=plans,
        luts={level: lut_of(plan, drawn.layers[level], wish.palette) for level, plan in plans.items()},
        people=people.plan(picture, wish.now),
        outlines=outlines.plan(picture, Level.TOWN),
        markers=_markers(picture, drawn.ground) if wish.markers else None,
    )


def _markers(picture: Picture, ground: Ground) -> Markers:
    plan = incidents.plan(picture)
    seen = plan.alive
    return Markers.of(plan.numbers[seen], plan.x[seen], plan.y[seen], plan.level[seen], ground.origin, ground.extent)
