"""Areas that wear a level as their outline: those with an open incident of level I."""

from __future__ import annotations

from layers.plans import OutlinePlan
from services.domain.areas import Level
from services.domain.incidents import Severity
from services.insight.by_area import worst_severity
from services.live.picture import Picture


def plan(picture: Picture, level: Level) -> OutlinePlan:
    """The areas of a level whose worst open incident is red."""
    areas, worst = worst_severity(picture, level)
    red = worst == Severity.RED
    return OutlinePlan(level, areas[red], worst[red])
