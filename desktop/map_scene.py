"""Feeds a map canvas from the situation: plans off the GUI thread at most ten times a second, live markers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from layers.plans import AreaPlan, MarkerPlan, OutlinePlan, PeoplePlan
from services.domain.areas import Level
from services.live.picture import Picture

PLAN_EVERY_MILLIS = 100
LAYERS = ("areas", "incidents", "people", "labels", "outlines")


@dataclass(frozen=True, slots=True)
class Planned:
    """What one round of planning found."""

    picture: Picture
    areas: Mapping[Level, AreaPlan]
    luts: Mapping[Level, NDArray[np.uint32]]
    people: PeoplePlan | None
    outlines: OutlinePlan | None
    markers: MarkerPlan | None = field(default=None)


class MapScene(QObject):
    """The city on a canvas: choropleth, markers, people, outlines; drill-down by areas of the picture.

    Signals: `subject_changed(area index)` when another area is the subject, `legend_changed(AreaPlan)`,
    `incident_picked(id)`, `area_picked(index)`, `incidents_banded(list of ids)`.
    """

    subject_changed = Signal(int)
    legend_changed = Signal(object)
    incident_picked = Signal(object)
    area_picked = Signal(int)
    incidents_banded = Signal(object)
