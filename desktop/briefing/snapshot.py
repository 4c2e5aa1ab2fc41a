"""A snapshot of the city: the pages of one moment and the borders that their maps are drawn with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.bundle import Services
from services.insight.briefing.whole import Briefing, read_briefing
from services.live.shapes import Shapes, load_shapes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a briefing is read from; nothing in it moves. `mark` names it."""

    briefing: Briefing
    shapes: Shapes
    mark: str

    @property
    def is_empty(self) -> bool:
        """Whether there is no city yet to speak of."""
        picture = self.briefing.picture
        return not len(picture.areas) and not picture.reported_total


def read_snapshot(services: Services, before: Snapshot | None = None) -> Snapshot:
    """Reads everything anew, borders only where they are others than `before`; never on the GUI thread."""
    briefing = read_briefing(services.database)
    if before is not None and np.array_equal(before.shapes.areas.ids, briefing.picture.areas.ids):
        return Snapshot(briefing, before.shapes, briefing.mark)
    return Snapshot(briefing, load_shapes(services.database), briefing.mark)
