"""Base records: who lives here, what stands here, what departments keep on file; where each belongs and why it doesn't.

A record comes from one register of one department and is decomposed to the town, village and grid that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from services.domain.areas import Level
from services.domain.incidents import UNLOCATED, Place


class RecordKind(IntEnum):
    """What a register is about."""

    POPULATION = 1
    HOUSE = 2
    FACILITY = 3
    DEPARTMENTAL = 4

    @property
    def word(self) -> str:
        """The name used on the command line and in files."""
        return self.name.lower()


class Why(IntEnum):
    """Why a record did not find its grid; NONE: it did."""

    NONE = 0
    NO_COORDINATES = 1
    ZERO_COORDINATES = 2
    OUTSIDE_CITY = 3
    CRS_SUSPECTED = 4
    PLACE_CONTRADICTS = 5
    AREA_UNKNOWN = 6
    AREA_AMBIGUOUS = 7
    NO_ADDRESS = 8
    NO_GRID = 9


class PlacedBy(IntEnum):
    """What a record was placed by: its own coordinates, or the code or the name of an area that its register states."""

    NOTHING = 0
    COORDINATES = 1
    CODE = 2
    NAME = 3


class Mender(IntEnum):
    """Who must mend a record: the department that keeps the register, or the centre of the town that it belongs to."""

    NOBODY = 0
    DEPARTMENT = 1
    TOWN = 2


# somebody of the town goes there and takes the place down; what the register itself got wrong its department mends
ON_SITE = frozenset({Why.NO_COORDINATES, Why.ZERO_COORDINATES, Why.OUTSIDE_CITY, Why.NO_GRID})


def mender_of(why: Why, in_town: bool) -> Mender:
    """Who must mend a record that did not find its grid; `in_town`: its town is known."""
    if why is Why.NONE:
        return Mender.NOBODY
    return Mender.TOWN if in_town and why in ON_SITE else Mender.DEPARTMENT


@dataclass(frozen=True, slots=True)
class Register:
    """What one department (its code) keeps of one kind, and when rows of it last changed."""

    id: int
    kind: RecordKind
    source: str
    updated_at: datetime
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One base record; `key` is its number in its register, `stated` the area that the register writes, as written.

    `name` is personal where the kind is the population. `due_days`: how often it must be looked at, 0 for never.
    `place` holds what was found, longitude/latitude in CGCS2000 as the register gave them.
    """

    id: int
    register: Register
    key: str
    category: str
    name: str = ""
    place: Place = UNLOCATED
    placed_by: PlacedBy = PlacedBy.NOTHING
    why: Why = Why.NONE
    stated: str = ""
    checked_at: datetime | None = None
    due_days: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def mender(self) -> Mender:
        """Who must mend it."""
        return mender_of(self.why, self.place.town is not None)

    @property
    def due_at(self) -> datetime | None:
        """When it must be looked at next; None where it need not be, or never was."""
        if self.due_days == 0 or self.checked_at is None:
            return None
        return self.checked_at + timedelta(days=self.due_days)


DEPTH = {Level.TOWN: 2, Level.VILLAGE: 3, Level.GRID: 4}  # of the finest area found; 0: none


@dataclass(frozen=True, slots=True)
class Sum:
    """So many records of a register that found a town (its id, 0 for none) and an area of this depth, or why not."""

    register: int
    town: int
    depth: int
    why: Why
    count: int

    @property
    def mender(self) -> Mender:
        """Who must mend them."""
        return mender_of(self.why, self.town != 0)


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records a list holds; empty fields limit nothing.

    `found` is the level that was found, `missed` the level that was not; `town` an area's id, 0: those without.
    """

    register: int | None = None
    why: Why | None = None
    found: Level | None = None
    missed: Level | None = None
    mender: Mender | None = None
    source: str | None = None
    town: int | None = None
