"""What a file of areas means for the areas that are there: which are the same, which are new, who belongs to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.areas import Area, Level, full_code, parent_code
from services.domain.refusals import Refusal
from services.geo.boundaries import Boundary
from services.geo.metric import zone_of
from services.geo.notes import Note, RefusedRow
from services.geo.parents import largest_shared

MOSTLY = 0.5
SAME_DEGREES = 1e-9  # a tenth of a millimetre


@dataclass(frozen=True, slots=True)
class Known:
    """The areas that hold now, with their geometry (None where they have none)."""

    areas: tuple[Area, ...]
    geometry: Mapping[int, Any]

    @classmethod
    def of(cls, areas: Sequence[Area]) -> Known:
        """From the store's areas with their WKB."""
        drawn = [area for area in areas if area.geometry is not None]
        shapes = shapely.from_wkb(np.array([area.geometry for area in drawn], object))
        return cls(tuple(areas), {area.id: shape for area, shape in zip(drawn, shapes, strict=True)})

    def at(self, level: Level) -> list[Area]:
        """The areas of one level."""
        return [area for area in self.areas if area.level is level]

    def above(self, level: Level) -> list[Area]:
        """The areas of the nearest level above that has any."""
        return next((found for upper in reversed(Level) if upper < level and (found := self.at(upper))), [])


@dataclass(frozen=True, slots=True)
class Planned:
    """One area of a file, the area it is the same as (None: new) and the id of its parent (None: none yet)."""

    boundary: Boundary
    same: Area | None
    parent: int | None


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """What is to be written, and what was noticed on the way."""

    rows: tuple[Planned, ...]
    refused: tuple[RefusedRow, ...]
    notes: tuple[Note, ...]


def plan_areas(level: Level, boundaries: Sequence[Boundary], known: Known) -> AreaPlan:
    """Finds parents and the same areas; raises `Refusal` for grids where no village is known."""
    upper = known.above(level)
    if level is Level.GRID and not known.at(Level.VILLAGE):
        raise Refusal(
            "areas.no_villages", "A grid belongs to exactly one village or community: import the villages first."
        )
    parents, notes = _parents(boundaries, upper, known)
    matcher = _Matcher(level, known)
    rows: list[Planned] = []
    refused: list[RefusedRow] = []
    taken: dict[int, Boundary] = {}
    for boundary, parent in zip(boundaries, parents, strict=True):
        if level is Level.GRID and parent is None:
            reason = Refusal("areas.grid_without_village", "It lies in no village or community.")
            refused.append(RefusedRow(boundary.row, boundary.name, reason))
            continue
        same = matcher.same(boundary, parent)
        if same is not None and same.id in taken:
            reason = Refusal(
                "areas.twice",
                "It is the same area as row {row} ({name}).",
                row=taken[same.id].row,
                name=taken[same.id].name,
            )
            refused.append(RefusedRow(boundary.row, boundary.name, reason))
            continue
        if same is not None:
            taken[same.id] = boundary
        rows.append(Planned(boundary, same, parent))
    return AreaPlan(tuple(rows), tuple(refused), tuple(notes))


def unchanged(row: Planned, known: Known) -> bool:
    """Whether the area is there already, with this border, name, code and parent."""
    same = row.same
    if same is None or same.name != row.boundary.name or (row.boundary.code and same.code != row.boundary.code):
        return False
    return same.parent == row.parent and not same.derived and not redrawn(row, known)


def redrawn(row: Planned, known: Known) -> bool:
    """Whether the border is another one than the area has."""
    old = None if row.same is None else known.geometry.get(row.same.id)
    if old is None:
        return True
    return not shapely.equals_exact(shapely.normalize(old), shapely.normalize(row.boundary.geometry), SAME_DEGREES)


class _Matcher:
    """Which area that is there a boundary is: by code, else by parent and name, else by name and ground."""

    def __init__(self, level: Level, known: Known) -> None:
        self._known = known
        here = known.at(level)
        self._by_code = {area.code: area for area in here}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        for area in here:
            self._by_name[area.name].append(area)
        derived = [area for area in here if area.derived]
        # a city made of its towns gives way to the real one, whatever that is called
        self._stand_in = derived[0] if level is Level.CITY and len(here) == len(derived) == 1 else None

    def same(self, boundary: Boundary, parent: int | None) -> Area | None:
        """The same area, None for a new one."""
        if boundary.code and boundary.code in self._by_code:
            return self._by_code[boundary.code]
        namesakes = self._by_name.get(boundary.name, [])
        if boundary.code:
            # a real code may replace a provisional one, never another real one
            namesakes = [area for area in namesakes if area.provisional]
        siblings = [area for area in namesakes if area.parent == parent]
        if len(siblings) == 1:
            return siblings[0]
        return self._on_the_same_ground(boundary, siblings or namesakes) or self._stand_in

    def _on_the_same_ground(self, boundary: Boundary, namesakes: Sequence[Area]) -> Area | None:
        drawn = [area for area in namesakes if area.id in self._known.geometry]
        index, share = largest_shared([boundary.geometry], [self._known.geometry[area.id] for area in drawn])
        return drawn[int(index[0])] if index[0] >= 0 and share[0] >= MOSTLY else None


def _parents(
    boundaries: Sequence[Boundary], upper: Sequence[Area], known: Known
) -> tuple[list[int | None], list[Note]]:
    drawn = [area for area in upper if area.id in known.geometry]
    index, share = largest_shared([b.geometry for b in boundaries], [known.geometry[area.id] for area in drawn])
    by_code = {area.code: area for area in upper}
    by_name: dict[str, list[Area]] = defaultdict(list)
    for area in upper:
        by_name[area.name].append(area)
    notes: list[Note] = []
    found: list[int | None] = []
    for at, boundary in enumerate(boundaries):
        ground = drawn[int(index[at])] if index[at] >= 0 else None
        named = _named(boundary, by_code, by_name, ground)
        if upper and boundary.parent and named is None:
            notes.append(_unknown_parent(boundary, ground))
        elif named is not None and ground is not None and named.id != ground.id and share[at] >= MOSTLY:
            notes.append(_elsewhere(boundary, named, ground, float(share[at])))
        chosen = named or by_code.get(parent_code(boundary.code) or "") or ground
        found.append(None if chosen is None else chosen.id)
    return found, notes


def _named(
    boundary: Boundary, by_code: Mapping[str, Area], by_name: Mapping[str, list[Area]], ground: Area | None
) -> Area | None:
    if not boundary.parent:
        return None
    coded = by_code.get(full_code(boundary.parent))
    if coded is not None:
        return coded
    namesakes = by_name.get(boundary.parent, [])
    if len(namesakes) == 1:
        return namesakes[0]
    return ground if ground in namesakes else None


def _unknown_parent(boundary: Boundary, ground: Area | None) -> Note:
    values = {
        "row": boundary.row,
        "name": boundary.name,
        "parent": boundary.parent,
        "found": ground.name if ground else "–",
    }
    return Note(
        "areas.unknown_parent", "Row {row}: {name} names {parent}, which is not known; by the ground: {found}.", values
    )


def _elsewhere(boundary: Boundary, named: Area, ground: Area, share: float) -> Note:
    values = {
        "row": boundary.row,
        "name": boundary.name,
        "parent": named.name,
        "found": ground.name,
        "share": f"{share:.0%}",
    }
    return Note(
        "areas.elsewhere", "Row {row}: {name} is said to belong to {parent}, but {share} of it lies in {found}.", values
    )


def outline_known(level: Level, plan: Sequence[Planned], known: Known) -> list[Any]:
    """The geometries that the file's outline can be compared with: the same areas' old borders, else those above."""
    same = [row.same for row in plan if row.same is not None and not row.same.derived]
    old = [known.geometry[area.id] for area in same if area.id in known.geometry]
    if len(old) == len(plan):
        return old
    return [known.geometry[a.id] for a in known.above(level) if a.id in known.geometry and not a.derived]


def comparable(outline: Any, other: Any) -> bool:
    """Whether two outlines can be meant as the same: sizes alike and not worlds apart."""
    zone = zone_of(other)
    one, two = float(zone.area(outline)), float(zone.area(other))
    near: NDArray[np.bool_] = shapely.dwithin(outline, other, 0.05)
    return bool(near) and 0.5 < one / two < 2.0
