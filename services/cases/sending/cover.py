"""What area is left without anybody at work when some people go."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.cases.sending.answer import Gap
from services.cases.sending.crew import Crew
from services.insight.conditions import at_work_rows
from services.insight.nearby import metres_to
from services.live.picture import Picture

LEAST_DEGREE = 110_000.0  # metres of a degree of latitude, rather too few
REACH, UNIT_REACH = 1_500.0, 8_000.0  # metres within which somebody else covers for one who goes


def left_alone(picture: Picture, crew: Crew, going: Sequence[int]) -> tuple[Gap, ...]:
    """What nobody at work is left for when these rows of the picture's people go, each once.

    A grid is covered by those who belong to it and by whoever stands in reach of the one who goes; without both its
    whole village is named where nobody else is in that either. A unit's town is covered by a unit of the same kind in
    reach.
    """
    column = picture.people.column
    size = len(crew.ids)
    stays = at_work_rows(picture)[:size].copy()
    stays[[row for row in going if row < size]] = False
    lon, lat = column("lon")[:size], column("lat")[:size]
    found: dict[Gap, None] = {}
    departments = picture.catalogue.departments
    for row in going:
        if row >= size:
            continue
        unit = int(crew.unit[row])
        alike = stays & ((crew.unit == unit) if unit >= 0 else (crew.unit < 0))
        area = _bare(crew, row, alike, _in_reach(lon, lat, row, alike, UNIT_REACH if unit >= 0 else REACH))
        if area >= 0:
            found[Gap(area, departments[unit].code if unit >= 0 else "")] = None
    return tuple(found)


def _bare(crew: Crew, row: int, alike: NDArray[np.bool_], in_reach: bool) -> int:
    """The area that one leaves, -1 when somebody else is there."""
    grid, village, town = int(crew.grid[row]), int(crew.village[row]), int(crew.town[row])
    if crew.unit[row] >= 0:
        return -1 if in_reach or (alike & (crew.town == town)).any() else town
    if in_reach or (grid >= 0 and (alike & (crew.grid == grid)).any()):
        return -1
    if village >= 0 and not (alike & (crew.village == village)).any():
        return village
    return grid


def _in_reach(
    lon: NDArray[np.float64], lat: NDArray[np.float64], row: int, alike: NDArray[np.bool_], reach: float
) -> bool:
    """Whether one of these stands near where this one is; nobody does where that is not known."""
    if not np.isfinite(lon[row]):
        return False
    near = np.flatnonzero(alike & (np.abs(lat - lat[row]) <= reach / LEAST_DEGREE))  # the few of whom it can be true
    return bool((metres_to(lon[near], lat[near], float(lon[row]), float(lat[row])) <= reach).any())
