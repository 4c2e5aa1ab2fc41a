"""Who wears a level on the map, and whose borders are drawn for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from layers import outlines
from services.domain.areas import Level
from services.live.picture import Picture

TOWNS = 31


class Areas:
    """A city and its towns."""

    def __len__(self) -> int:
        return TOWNS + 1

    def at_level(self, level: Level) -> NDArray[np.intp]:
        assert level is Level.TOWN
        return np.arange(1, TOWNS + 1)


class Rows:
    """Open incidents as columns."""

    def __init__(self, towns: list[int], severities: list[int]) -> None:
        self._columns = {
            "town": np.array(towns, np.intp),
            "severity": np.array(severities, np.uint8),
            "alive": np.ones(len(towns), bool),
        }

    def __len__(self) -> int:
        return len(self._columns["town"])

    def column(self, name: str) -> NDArray[Any]:
        return self._columns[name]


@dataclass
class Live:
    areas: Areas
    incidents: Rows


def a_picture(severities: dict[int, list[int]]) -> Picture:
    towns = [town for town, found in severities.items() for _ in found]
    return cast(Picture, Live(Areas(), Rows(towns, [one for found in severities.values() for one in found])))


def test_that_a_few_reds_and_oranges_all_wear_an_outline() -> None:
    found = outlines.plan(a_picture({3: [2, 4], 5: [1], 9: [3]}), Level.TOWN)
    assert found.areas.tolist() == [5, 3]
    assert found.severity.tolist() == [1, 2]
    assert found.outlined == 2


def test_that_of_many_reds_those_with_most_are_outlined_and_all_keep_their_glyph() -> None:
    reds = {town: [1] * (5 if town in (7, 20, 31) else 1) for town in range(1, 32)}
    found = outlines.plan(a_picture({**reds, 7: [1] * 9, 8: [2]}), Level.TOWN)
    assert found.areas[: found.outlined].tolist() == [7, 20, 31]
    assert len(found.areas) == TOWNS - 1
    assert set(found.severity.tolist()) == {1}


def test_that_a_calm_city_wears_nothing() -> None:
    found = outlines.plan(a_picture({4: [3, 4]}), Level.TOWN)
    assert len(found.areas) == found.outlined == 0
