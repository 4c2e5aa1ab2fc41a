"""The people of the grids, and the officers who sit before the seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Role(IntEnum):
    """What a person is in a grid; mobile = couriers and delivery riders who report what they pass.

    A unit is a squad or a station that is sent as a whole: no person of the grids, in none of their figures.
    """

    HEAD = 1
    FULL_TIME = 2
    PART_TIME = 3
    MOBILE = 4
    VOLUNTEER = 5
    UNIT = 6


class Duty(IntEnum):
    """Whether a person is at work."""

    OFF = 0
    ON = 1
    BUSY = 2
    LEAVE = 3


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a grid with the last known position (longitude/latitude, CGCS2000) and its time."""

    id: int
    role: Role
    name: str
    phone: str
    area: int | None
    duty: Duty
    lon: float | None
    lat: float | None
    position_at: datetime | None


class OfficerRole(IntEnum):
    """What an officer may do at a seat."""

    WALL = 1
    DISPATCHER = 2
    SUPERVISOR = 3
    DEPARTMENT = 4
    TOWN = 5
    LEADER = 6
    ADMIN = 7
    SYSTEM = 8


@dataclass(frozen=True, slots=True)
class Officer:
    """The person (or the system itself) on whose behalf something is done.

    `also` are further roles of the same person (a small city's dispatcher supervises too); `department` is whose
    tickets a department's officer owns, `area` the id of the town (or other area) that a town's officer sees.
    """

    id: int
    login: str
    name: str
    role: OfficerRole
    also: frozenset[OfficerRole] = frozenset()
    department: str | None = None
    area: int | None = None

    @property
    def roles(self) -> frozenset[OfficerRole]:
        """All roles."""
        return self.also | {self.role}


SYSTEM = Officer(0, "system", "", OfficerRole.SYSTEM)
