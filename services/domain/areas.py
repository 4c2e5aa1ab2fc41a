"""Areas: the four levels that a city is divided into, and their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from types import MappingProxyType

from services.domain.refusals import Refusal


class Level(IntEnum):
    """The level of an area, city first; the grid is the unit of governance."""

    CITY = 1
    TOWN = 2
    VILLAGE = 3
    GRID = 4

    @property
    def word(self) -> str:
        """The name used on the command line."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Level:
        """The level named on the command line; refuses an unknown word."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise Refusal(
                "areas.unknown_level", "{word} is no level: choose city, town, village or grid.", word=word
            ) from None


class AreaKind(IntEnum):
    """What sort of place an area is; special = industrial park, office building."""

    URBAN = 1
    RURAL = 2
    SPECIAL = 3


def level_of_code(code: str) -> Level | None:
    """The level that a 12-digit division code (15 for grids) belongs to; None when it is no such code."""
    if not (code.isascii() and code.isdigit()):
        return None
    if len(code) == 15:
        return Level.GRID
    if len(code) != 12 or code[:6] == "000000":
        return None
    if code[6:] == "000000":
        return Level.CITY
    return Level.TOWN if code[9:] == "000" else Level.VILLAGE


def full_code(code: str) -> str:
    """A shorter public code (6 county digits, 9 with the town) as the 12 digits of the store."""
    return code.ljust(12, "0") if code.isascii() and code.isdigit() and len(code) in (6, 9) else code


def parent_code(code: str) -> str | None:
    """The code of the area above, by the digits alone; None for a city or no code."""
    match level_of_code(code):
        case Level.GRID:
            return code[:12]
        case Level.VILLAGE:
            return code[:9] + "000"
        case Level.TOWN:
            return code[:6] + "000000"
        case _:
            return None


DIGITS = {Level.CITY: 6, Level.TOWN: 9, Level.VILLAGE: 12, Level.GRID: 15}


def covers(area: str, code: str, above: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether what holds for an area's code holds for another: the same, or below it by the digits of its level.

    `above` names the parents of codes whose digits do not tell (provisional ones).
    """
    level, seen, at = level_of_code(area), set[str](), code
    while at and at not in seen:
        if at == area or (level is not None and level_of_code(at) is not None and at.startswith(area[: DIGITS[level]])):
            return True
        seen.add(at)
        at = above.get(at, "")
    return False


def depth_of(code: str | None) -> int:
    """How deep the area of a code lies, 0 for no area; a code that is no division code counts as the deepest."""
    return 0 if code is None else int(level_of_code(code) or len(Level) + 1)


@dataclass(frozen=True, slots=True)
class Area:
    """One area as it holds from `valid_from` until before `valid_to` (None: still).

    `code` has 12 digits (15 for a grid) or is provisional; geometry is WKB, longitude/latitude in CGCS2000.
    """

    id: int
    level: Level
    code: str
    name: str
    kind: AreaKind
    parent: int | None
    households: int = 0
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    provisional: bool = False
    derived: bool = False
    synthetic: bool = False
    origin: str = ""
    geometry: bytes | None = None
