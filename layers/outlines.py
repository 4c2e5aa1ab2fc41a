"""Areas that wear a level: those with an open incident of level I, and of II while they are few."""

from __future__ import annotations

import numpy as np

from layers.plans import OutlinePlan
from services.domain.areas import Level
from services.domain.incidents import Severity
from services.insight.by_area import open_at, worst_severity
from services.live.picture import Picture

MOST = 0.2  # of the areas: beyond that an outline of level II says no more, and only level I keeps its own
FEW = 3  # where level I itself is in more areas than that, an outline is for the worst alone: a net of red shows none


def plan(picture: Picture, level: Level) -> OutlinePlan:
    """The areas of a level whose worst open incident is red, or orange; those with most of it first."""
    areas, worst = worst_severity(picture, level)
    seen = worst == Severity.RED
    both = seen | (worst == Severity.ORANGE)
    if both.sum() <= MOST * len(areas):
        seen = both
    reds = open_at(picture, level, Severity.RED)
    order = np.lexsort((-reds[seen], worst[seen]))
    many = seen.sum() > max(FEW, MOST * len(areas))
    return OutlinePlan(level, areas[seen][order], worst[seen][order], FEW if many else int(seen.sum()))
