"""Everything a panel shows of one area: its marks, its open incidents by level, what lies below, its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from services.domain.areas import AreaKind, Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import PlaceStatus, Severity
from services.domain.people import Role
from services.insight.by_area import COLUMN
from services.insight.conditions import at_work_rows, overdue_rows
from services.live.area_table import AreaTable
from services.live.picture import Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One area below, with its open and overdue incidents; index -1 for "in no area of that level"."""

    area: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class AreaCard:
    """One area as it is at `at`.

    `by_level` counts its open incidents red first; `parts` and `apart` (unlocated, outside; the city alone has them)
    add up to `open`. `recent` are incidents of thirty days; `people` at work and in all by role.
    """

    area: int
    level: Level
    code: str
    kind: AreaKind
    households: int
    below: int
    provisional: bool
    derived: bool
    synthetic: bool
    open: int
    overdue: int
    by_level: tuple[int, int, int, int]
    parts: tuple[Part, ...]
    unlocated: int
    outside: int
    recent: int
    people: tuple[tuple[Role, int, int], ...]
    cases: CaseFilter
    at: datetime

    @property
    def recent_per_thousand(self) -> float | None:
        """Incidents of thirty days per thousand households; None without households."""
        return 1000 * self.recent / self.households if self.households else None


def area_card(picture: Picture, area: int, now: datetime) -> AreaCard | None:
    """The card of an area by its index; None when there is none."""
    areas = picture.areas
    if not 0 <= area < len(areas):
        return None
    level = Level(int(areas.level[area]))
    column = picture.incidents.column
    alive = column("alive")
    here = alive if level is Level.CITY else alive & (column(COLUMN[level]) == area)
    late = here & overdue_rows(picture, now)
    severity, place = column("severity")[here], column("place")[here]
    marks = int(areas.marks[area])
    return AreaCard(
        area=area,
        level=level,
        code=areas.codes[area],
        kind=AreaKind(int(areas.kind[area])),
        households=_households(areas, area),
        below=len(areas.children(area)),
        provisional=bool(marks & AreaTable.PROVISIONAL),
        derived=bool(marks & AreaTable.DERIVED),
        synthetic=bool(marks & AreaTable.SYNTHETIC),
        open=int(here.sum()),
        overdue=int(late.sum()),
        by_level=tuple(int((severity == each).sum()) for each in Severity),  # type: ignore[arg-type]
        parts=_parts(picture, area, level, here & (column("place") == PlaceStatus.LOCATED), late),
        unlocated=int((place == PlaceStatus.UNLOCATED).sum()),
        outside=int((place == PlaceStatus.OUTSIDE).sum()),
        recent=int(picture.recent[area]) + (sum(picture.recent_apart.values()) if level is Level.CITY else 0),
        people=_people(picture, area, level),
        cases=_cases(areas, area, level),
        at=now,
    )


def _cases(areas: AreaTable, area: int, level: Level) -> CaseFilter:
    if level is Level.CITY:
        return CaseFilter(open_only=True)
    return CaseFilter(open_only=True, area=int(areas.ids[area]), level=level)


def _households(areas: AreaTable, area: int) -> int:
    """Its own households, or the sum of those below where it has none of its own."""
    own = int(areas.households[area])
    return own or int(areas.households[areas.children(area)].sum())


def _parts(picture: Picture, area: int, level: Level, placed: np.ndarray, late: np.ndarray) -> tuple[Part, ...]:
    if level is Level.GRID:
        return ()
    below = picture.areas.children(area)
    if not len(below):
        return ()
    column = picture.incidents.column(COLUMN[Level(int(picture.areas.level[below[0]]))])
    size = len(picture.areas) + 1  # the last place counts those in none (-1)
    opened = np.bincount(column[placed] % size, minlength=size)
    overdue = np.bincount(column[placed & late] % size, minlength=size)
    parts = [Part(int(at), int(opened[at]), int(overdue[at])) for at in below]
    parts.sort(key=lambda part: (-part.open, part.area))
    none = int(opened.sum()) - sum(part.open for part in parts)
    if none:
        parts.append(Part(-1, none, int(overdue.sum()) - sum(part.overdue for part in parts)))
    return tuple(parts)


def _people(picture: Picture, area: int, level: Level) -> tuple[tuple[Role, int, int], ...]:
    """(role, at work, in all) of those whose grid lies in the area."""
    role, home = (picture.people.column(name) for name in ("role", "area"))
    inside = np.zeros(len(picture.areas) + 1, np.bool_)
    inside[:-1] = _below(picture.areas, area)
    here = inside[home] if level is not Level.CITY else np.ones(len(home), np.bool_)
    at_work = here & at_work_rows(picture)
    counts = [(each, int((at_work & (role == each)).sum()), int((here & (role == each)).sum())) for each in Role]
    return tuple(count for count in counts if count[2])


def _below(areas: AreaTable, area: int) -> np.ndarray:
    """Which areas are this one or lie in it."""
    inside = np.zeros(len(areas), np.bool_)
    inside[area] = True
    for level in (Level.TOWN, Level.VILLAGE, Level.GRID):
        rows = areas.at_level(level)
        parent = areas.parent[rows]
        inside[rows] |= (parent >= 0) & inside[parent]
    return inside
