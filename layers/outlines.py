"""Areas that wear a level as their outline: those with an open incident of level I, and of II while they are few."""

from __future__ import annotations

from layers.plans import OutlinePlan
from services.domain.areas import Level
from services.domain.incidents import Severity
from services.insight.by_area import worst_severity
from services.live.picture import Picture

MOST = 0.2  # of the areas: beyond that an outline of level II says no more, and only level I keeps its own


def plan(picture: Picture, level: Level) -> OutlinePlan:
    """The areas of a level whose worst open incident is red, or orange; worst first."""
    areas, worst = worst_severity(picture, level)
    seen = worst == Severity.RED
    both = seen | (worst == Severity.ORANGE)
    if both.sum() <= MOST * len(areas):
        seen = both
    order = worst[seen].argsort(kind="stable")
    return OutlinePlan(level, areas[seen][order], worst[seen][order])
