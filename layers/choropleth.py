"""The areas of a level, classed by a figure a person chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from layers.classes import classify, quantile_limits
from layers.plans import AreaPlan
from services.domain.areas import Level
from services.insight.by_area import Tally, open_by_area, overdue_by_area, recent_per_thousand
from services.live.picture import Picture

Values = tuple[NDArray[np.intp], NDArray[np.float64]]


def _recent(picture: Picture, level: Level, now: datetime) -> Values:
    return recent_per_thousand(picture, level)


def _open(picture: Picture, level: Level, now: datetime) -> Values:
    return _values(open_by_area(picture, level))


def _overdue(picture: Picture, level: Level, now: datetime) -> Values:
    return _values(overdue_by_area(picture, level, now))


def _recent_count(picture: Picture, level: Level, now: datetime) -> Values:
    areas = picture.areas.at_level(level)
    return areas, picture.recent[areas].astype(float)


def _values(tally: Tally) -> Values:
    return tally.areas, tally.counts.astype(float)


FIGURES: Mapping[str, Callable[[Picture, Level, datetime], Values]] = {
    "recent_per_thousand": _recent,
    "recent": _recent_count,
    "open": _open,
    "overdue": _overdue,
}


def plan(
    picture: Picture, level: Level, figure: str, now: datetime, limits: tuple[float, ...] | None = None
) -> AreaPlan:
    """Classes of a level's areas by a figure of FIGURES; quantiles of six unless limits are given."""
    areas, values = FIGURES[figure](picture, level, now)
    if limits is None:
        limits = quantile_limits(values)
    return AreaPlan(figure, level, areas, values, classify(values, limits), limits)
