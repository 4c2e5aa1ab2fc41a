"""A scope as masks over the columns of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Level
from services.domain.scope import Scope
from services.domain.warnings import LiveWarning
from services.live.area_table import AreaTable


def areas_within(areas: AreaTable, scope: Scope) -> NDArray[np.bool_]:
    """Which areas lie in a scope's area, itself among them; all where it names none or the city."""
    inside = np.ones(len(areas), np.bool_)
    if scope.area is not None and scope.level is not Level.CITY:
        inside[:] = False
        if scope.area in areas.codes:
            inside[areas.codes.index(scope.area)] = True
        for level in (Level.TOWN, Level.VILLAGE, Level.GRID):
            rows = areas.at_level(level)
            above = areas.parent[rows]
            inside[rows] |= (above >= 0) & inside[above]
    return inside


def people_within(area: NDArray[np.int32], areas: AreaTable, scope: Scope) -> NDArray[np.bool_]:
    """Which people, by the index of their area (-1 none), work in a scope; a department's scope leaves out nobody."""
    if scope.area is None or scope.department is not None:
        return np.ones(len(area), np.bool_)
    return np.append(areas_within(areas, scope), np.False_)[area]


def warning_within(warning: LiveWarning, areas: AreaTable, scope: Scope) -> bool:
    """Whether a warning lies in a scope's area, or is its department's to act on."""
    if scope.is_whole or (scope.department is not None and warning.department == scope.department):
        return True
    if scope.area is None:
        return False
    inside, place = areas_within(areas, scope), warning.place
    found = (areas.index.get(ident or -1, -1) for ident in (place.grid, place.village, place.town))
    return any(at >= 0 and bool(inside[at]) for at in found)
