"""The areas of the city as columns: what every layer and figure counts by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Area, Level


@dataclass(frozen=True, slots=True)
class AreaTable:
    """All areas that hold, city first, each known by its index; read-only.

    Columns of n: `ids` int64, `level` uint8, `kind` uint8, `households` int32, `parent` int32 (index, -1 for none),
    `codes` and `names` as tuples; `marks` uint8 with bits 1 provisional, 2 derived, 4 synthetic.
    """

    ids: NDArray[np.int64]
    level: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    households: NDArray[np.int32]
    parent: NDArray[np.int32]
    marks: NDArray[np.uint8]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    index: dict[int, int] = field(repr=False)

    PROVISIONAL: ClassVar[int] = 1
    DERIVED: ClassVar[int] = 2
    SYNTHETIC: ClassVar[int] = 4

    @classmethod
    def of(cls, areas: Sequence[Area]) -> AreaTable:
        """From the store's areas, in their order."""
        index = {area.id: at for at, area in enumerate(areas)}
        marks = [area.provisional + 2 * area.derived + 4 * area.synthetic for area in areas]
        return cls(
            ids=_column([area.id for area in areas], np.int64),
            level=_column([area.level for area in areas], np.uint8),
            kind=_column([area.kind for area in areas], np.uint8),
            households=_column([area.households for area in areas], np.int32),
            parent=_column([index.get(area.parent or -1, -1) for area in areas], np.int32),
            marks=_column(marks, np.uint8),
            codes=tuple(area.code for area in areas),
            names=tuple(area.name for area in areas),
            index=index,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def at_level(self, level: Level) -> NDArray[np.intp]:
        """The indexes of one level's areas."""
        return np.flatnonzero(self.level == level)

    def children(self, index: int) -> NDArray[np.intp]:
        """The indexes of the areas directly below."""
        return np.flatnonzero(self.parent == index)

    def path(self, index: int) -> tuple[int, ...]:
        """The indexes from the city down to an area."""
        steps: list[int] = []
        while index >= 0:
            steps.append(index)
            index = int(self.parent[index])
        return tuple(reversed(steps))

    def up(self, counts: NDArray[np.int32]) -> NDArray[np.int32]:
        """Counts by area with each area's own added to all above it; city first makes one pass per level enough."""
        total = counts.copy()
        for level in (Level.GRID, Level.VILLAGE, Level.TOWN):
            rows = self.at_level(level)
            rows = rows[self.parent[rows] >= 0]
            np.add.at(total, self.parent[rows], total[rows])
        return total


def _column(values: Sequence[int], kind: Any) -> NDArray[Any]:
    column = np.asarray(values, dtype=kind)
    column.setflags(write=False)
    return column
