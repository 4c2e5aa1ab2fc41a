"""The people of a picture with what does not change while they walk: skills, units, and the areas they belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.cases.sending.skills import Skills
from services.domain.areas import Level
from services.live.area_table import AreaTable
from services.live.picture import Picture
from services.store.queries.sending import skilled
from services.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Crew:
    """Columns in the order of the picture's people: `skills` uint32 bits, `unit` int16 (department's number, -1 none).

    `grid`, `village`, `town`: their own areas as indexes, -1 where they belong to a larger one.
    """

    ids: NDArray[np.int64]
    skills: NDArray[np.uint32]
    unit: NDArray[np.int16]
    grid: NDArray[np.int32]
    village: NDArray[np.int32]
    town: NDArray[np.int32]

    @classmethod
    def of(cls, reader: Reader, picture: Picture, skills: Skills) -> Crew:
        """Of a picture's people; holds until the picture is loaded anew."""
        ids, home = picture.people.column("id"), picture.people.column("area")
        bits, unit = np.zeros(len(ids), np.uint32), np.full(len(ids), -1, np.int16)
        known: dict[str, int] = {}
        for ident, codes, department in skilled(reader):
            at = picture.person_at(ident)
            if at < 0:
                continue
            if codes not in known:
                known[codes] = skills.bits(codes.split())
            bits[at] = known[codes]
            unit[at] = picture.departments.get(department or "", -1)
        grid, village, town = (_own(picture.areas, home, level) for level in (Level.GRID, Level.VILLAGE, Level.TOWN))
        return cls(ids, bits, unit, grid, village, town)


def _own(areas: AreaTable, home: NDArray[np.int32], level: Level) -> NDArray[np.int32]:
    """The area of a level that each home lies in or is, -1 for none."""
    above = np.arange(len(areas), dtype=np.int32)
    for below in (Level.GRID, Level.VILLAGE, Level.TOWN):
        if below > level:
            lower = (above >= 0) & (areas.level[above] == below)
            above = np.where(lower, areas.parent[above], above).astype(np.int32)
    fits = np.append(np.where((areas.level[above] == level) & (above >= 0), above, -1), -1).astype(np.int32)
    return fits[home]
