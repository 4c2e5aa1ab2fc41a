"""The warnings that stand: a mark at a point with its circle, or at the area that the whole warning is about."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from layers.plans import WarningPlan
from services.domain.warnings import LiveWarning
from services.insight.warned import is_unseen
from services.live.area_table import AreaTable
from services.live.mercator import to_mercator
from services.live.picture import Picture

NOWHERE = -1


def plan(picture: Picture) -> WarningPlan:
    """All that stand and lie somewhere; those of the whole city or without a place are told by lists alone."""
    return of(picture.warnings.values(), picture.areas)


def of(warnings: Iterable[LiveWarning], areas: AreaTable) -> WarningPlan:
    """Some warnings, the worst first, of one level what nobody acknowledged first, then the newest."""
    order = sorted(warnings, key=lambda one: (one.level, not is_unseen(one), -one.raised_at.timestamp(), one.id))
    seen = [(one, _area(one, areas)) for one in order]
    seen = [(one, area) for one, area in seen if one.place.lon is not None or area != NOWHERE]
    lon = np.array([np.nan if one.place.lon is None else one.place.lon for one, _ in seen], float)
    lat = np.array([np.nan if one.place.lat is None else one.place.lat for one, _ in seen], float)
    x, y = to_mercator(lon, lat)
    metres = np.array([np.nan if one.radius_m is None else one.radius_m for one, _ in seen], float)
    return WarningPlan(
        numbers=np.array([one.id for one, _ in seen], np.int64),
        x=x, y=y, radius=metres / np.cos(np.radians(lat)),
        areas=np.array([area for _, area in seen], np.intp),
        severity=np.array([int(one.level) for one, _ in seen], np.uint8),
        seen=np.array([not is_unseen(one) for one, _ in seen], np.bool_),
    )  # fmt: skip


def area_of(warning: LiveWarning, areas: AreaTable) -> int:
    """The index of the smallest area that a warning lies in, -1 for none."""
    place = warning.place
    return next(
        (areas.index[ident] for ident in (place.grid, place.village, place.town) if ident in areas.index), NOWHERE
    )


def _area(warning: LiveWarning, areas: AreaTable) -> int:
    return NOWHERE if warning.place.lon is not None else area_of(warning, areas)
