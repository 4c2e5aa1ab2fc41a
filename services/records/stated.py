"""The area that a register states, by its code or its name, however departments write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import DIGITS, Area, Level, full_code, level_of_code
from services.words.variants import fold

_CODE = re.compile(r"\d{6}|\d{9}|\d{12}|\d{15}")
_BLANK = re.compile(r"[\s,，、·/\-—]+")
_TOWN_ENDINGS = ("街道办事处", "街道", "镇", "乡")
_VILLAGE_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "行政村", "社区", "村")
LONGEST = 24  # characters of a name that an address may begin with
LEAST = 2


class Said(IntEnum):
    """How a stated area was understood; in part: its town (or village), but not what it says below."""

    NOTHING = 0
    UNKNOWN = 1
    AMBIGUOUS = 2
    CODE_IN_PART = 3
    NAME_IN_PART = 4
    CODE = 5
    NAME = 6


class StatedAreas:
    """Stated area → town, village and grid ids, for the areas that hold; remembers each text that it has met.

    Not for several threads at once.
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        by_id = {area.id: area for area in areas}
        self._chain = {area.id: _chain(area, by_id) for area in areas}
        self._by_code = {area.code: area.id for area in areas}
        self._city = tuple(fold(area.name) for area in areas if area.level is Level.CITY)
        self._cities = {area.id for area in areas if area.level is Level.CITY}
        self._towns = _names(area for area in areas if area.level is Level.TOWN)
        villages = [area for area in areas if area.level is Level.VILLAGE]
        self._villages = _names(villages)
        in_town: dict[int, list[Area]] = {}
        for area in villages:
            in_town.setdefault(area.parent or 0, []).append(area)
        self._in_town = {town: _names(some) for town, some in in_town.items()}
        self._known: dict[str, int] = {"": 0}
        self._answers: list[tuple[Said, int, int, int]] = [(Said.NOTHING, 0, 0, 0)]
        self._table: NDArray[np.int64] = np.zeros((0, 4), np.int64)

    def resolve(self, stated: Sequence[str]) -> NDArray[np.int64]:
        """n × 4: how it was understood (`Said`), and the ids of town, village and grid (0 for none)."""
        known = self._known
        for text in stated if len(stated) < 64 else set(stated):
            if text not in known:
                known[text] = len(self._answers)
                self._answers.append(self._read(text))
        if len(self._table) != len(self._answers):
            self._table = np.array(self._answers, np.int64)
        return self._table[np.fromiter((known[text] for text in stated), np.int64, len(stated))]

    def _read(self, text: str) -> tuple[Said, int, int, int]:
        plain = _BLANK.sub("", fold(text))
        if not plain:
            return Said.NOTHING, 0, 0, 0
        return self._code(plain) if _CODE.fullmatch(plain) else self._name(plain)

    def _code(self, digits: str) -> tuple[Said, int, int, int]:
        code = full_code(digits)
        if code in self._by_code:
            return self._found(self._by_code[code], Said.CODE)
        # a village that was renumbered still says its town, a grid its village
        for level in (Level.VILLAGE, Level.TOWN):
            above = code[: DIGITS[level]].ljust(12, "0")
            if len(code) > DIGITS[level] and level_of_code(above) is level and above in self._by_code:
                return (Said.CODE_IN_PART, *self._chain[self._by_code[above]])
        return Said.UNKNOWN, 0, 0, 0

    def _name(self, name: str) -> tuple[Said, int, int, int]:
        for city in self._city:
            name = name.removeprefix(city)
        if not name:
            return Said.NOTHING, 0, 0, 0
        towns, villages = _beginning(name, self._towns), _beginning(name, self._villages)
        # 十八里村 begins with what 十八里镇 is called in short, and is none the less the village
        if len(villages[1]) < len(towns[1]):
            return self._several(villages[0])
        if not towns[0]:
            return Said.UNKNOWN, 0, 0, 0
        if len(towns[0]) > 1 or not towns[1]:
            return self._several(towns[0])
        below, _ = _beginning(towns[1], self._in_town.get(towns[0][0], {}))
        return self._several(below) if below else (Said.NAME_IN_PART, *self._chain[towns[0][0]])

    def _several(self, ids: tuple[int, ...]) -> tuple[Said, int, int, int]:
        return self._found(ids[0], Said.NAME) if len(ids) == 1 else (Said.AMBIGUOUS, 0, 0, 0)

    def _found(self, area: int, how: Said) -> tuple[Said, int, int, int]:
        if area in self._cities:
            return Said.NOTHING, 0, 0, 0
        return (how, *self._chain[area])


def _chain(area: Area, by_id: dict[int, Area]) -> tuple[int, int, int]:
    found = {Level.TOWN: 0, Level.VILLAGE: 0, Level.GRID: 0}
    at: Area | None = area
    for _ in Level:
        if at is None:
            break
        if at.level in found:
            found[at.level] = at.id
        at = by_id.get(at.parent) if at.parent is not None else None
    return found[Level.TOWN], found[Level.VILLAGE], found[Level.GRID]


def _names(areas: Iterable[Area]) -> dict[str, tuple[int, ...]]:
    """Every name that the areas go by; an official one goes before what others are called in short."""
    official: dict[str, set[int]] = {}
    also: dict[str, set[int]] = {}
    for area in areas:
        name = fold(area.name)
        official.setdefault(name, set()).add(area.id)
        for other in _others(name, area.level):
            also.setdefault(other, set()).add(area.id)
    return {name: tuple(sorted(ids)) for name, ids in (also | official).items()}


def _others(name: str, level: Level) -> Iterator[str]:
    endings = _TOWN_ENDINGS if level is Level.TOWN else _VILLAGE_ENDINGS
    stem = next((name.removesuffix(end) for end in endings if name.endswith(end)), name)
    if len(stem) < LEAST:
        return
    yield stem
    for ending in endings:
        if stem + ending != name:
            yield stem + ending


def _beginning(name: str, known: dict[str, tuple[int, ...]]) -> tuple[tuple[int, ...], str]:
    """The areas that a name begins with, by the longest of their names, and what is left of it; () and all: none."""
    for end in range(min(len(name), LONGEST), LEAST - 1, -1):
        if name[:end] in known:
            return known[name[:end]], name[end:]
    return (), name
