"""The people at work, by how fresh their position is."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from layers.plans import PeoplePlan
from services.domain.people import Duty
from services.live.picture import Picture

STALE_SECONDS = 600.0
GONE_SECONDS = 3600.0


def plan(picture: Picture, now: datetime) -> PeoplePlan:
    """People on duty whose position is not older than an hour; kind 1 when it is older than ten minutes."""
    column = picture.people.column
    age = now.timestamp() - column("at")
    duty = column("duty")
    x, y = column("x"), column("y")
    seen = (duty == Duty.ON) | (duty == Duty.BUSY)
    seen &= np.isfinite(x) & np.isfinite(y) & (age <= GONE_SECONDS)
    return PeoplePlan(column("id")[seen], x[seen], y[seen], (age[seen] > STALE_SECONDS).astype(np.uint8))
