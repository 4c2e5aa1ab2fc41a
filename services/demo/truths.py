"""Whether what a model found is what really happened in a made-up city, by one rule.

Found is right when a true story of the same scenario goes on at that time (its `lasts` later at most) and the two lie
together: the same subject, the same area or one within the other, or circles that meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from services.domain.scenarios import Scenario
from services.risk.replay import Raised
from services.risk.world import METRES

REACH = 1_500.0  # metres that a circle without a radius reaches


def truth_of(one: Raised, truths: Sequence[Any], scenario: Scenario) -> Any | None:
    """The story that a warning was right about, the earliest where several are."""
    return next((truth for truth in truths if _at_the_time(one, truth, scenario) and is_there(one, truth)), None)


def found_by(truth: Any, raised: Iterable[Raised], scenario: Scenario) -> Raised | None:
    """The first warning that was right about a story."""
    fits = (one for one in raised if _at_the_time(one, truth, scenario) and is_there(one, truth))
    return min(fits, key=lambda one: one.raised_at, default=None)


def _at_the_time(one: Raised, truth: Any, scenario: Scenario) -> bool:
    lasts = min(scenario.lasts, timedelta(days=30))
    return bool(truth.begin_at <= one.last_at and one.raised_at <= truth.end_at + lasts)


def is_there(one: Raised, truth: Any) -> bool:
    """Whether a warning and a story lie together, whenever that was."""
    if truth.subject and one.subject:
        return bool(truth.subject == one.subject)
    place = one.place
    if place.lon is not None and place.lat is not None and truth.lon is not None and truth.lat is not None:
        north = METRES * (place.lat - truth.lat)
        east = METRES * (place.lon - truth.lon) * math.cos(math.radians(place.lat))
        if math.hypot(north, east) <= (one.radius_m or REACH) + (truth.radius_m or REACH):
            return True
    for mine, true in ((place.grid, truth.grid_id), (place.village, truth.village_id), (place.town, truth.town_id)):
        if mine is not None and true is not None:
            return bool(mine == true)  # by the finest level that both know
    return place.town is None and truth.town_id is None
