"""Incidents and the reports they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Severity(IntEnum):
    """Levels I to IV with their colours; red is the highest."""

    RED = 1
    ORANGE = 2
    YELLOW = 3
    BLUE = 4


class IncidentClass(IntEnum):
    """How much an incident takes: ordinary 24 h, complex 3 working days, major straight to the leaders."""

    ORDINARY = 1
    COMPLEX = 2
    MAJOR = 3


class IncidentState(IntEnum):
    """Where an incident stands in the closed loop."""

    REPORTED = 1
    FILED = 2
    ASSIGNED = 3
    ACCEPTED = 4
    IN_PROGRESS = 5
    FINISHED = 6
    VERIFIED = 7
    CLOSED = 8
    RETURNED = 9
    SUSPENDED = 10
    VOIDED = 11

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self not in ENDED


ENDED = frozenset({IncidentState.CLOSED, IncidentState.VOIDED})


class PlaceStatus(IntEnum):
    """Whether an incident has a place; without one it is counted apart, everywhere."""

    LOCATED = 1
    UNLOCATED = 2
    OUTSIDE = 3


class TimeFlaw(IntEnum):
    """A contradiction in the times that keeps an incident out of rates."""

    NONE = 0
    CLOSED_BEFORE_REPORTED = 1
    REPORTED_IN_FUTURE = 2
    CLOSED_WITHOUT_TIME = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo, recording or document, named by where it is and the digest of its content."""

    kind: str
    uri: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One message through one channel, as a connector hands it to intake.

    Coordinates are longitude/latitude in `crs` ("cgcs2000", "wgs84", "gcj02", "bd09"); None or nonsense means no place.
    `contact` and `contact_name` are personal data. `external` is the number at the source: the same source and number
    is the same report, however often it comes.
    """

    source: str
    category: str
    text: str
    reported_at: datetime
    lon: float | None = None
    lat: float | None = None
    crs: str = "cgcs2000"
    address: str = ""
    contact: str = ""
    contact_name: str = ""
    external: str = ""
    severity: Severity | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: longitude/latitude in CGCS2000 and the ids of the areas around it."""

    status: PlaceStatus
    lon: float | None = None
    lat: float | None = None
    town: int | None = None
    village: int | None = None
    grid: int | None = None


UNLOCATED = Place(PlaceStatus.UNLOCATED)


@dataclass(frozen=True, slots=True)
class LiveIncident:
    """What every seat knows of an incident: ids, codes, place and times, never personal data.

    `flawed`: its times contradict each other, so it is left out of rates and rhythms.
    """

    id: int
    version: int
    number: str
    source: str
    category: str
    severity: Severity
    kind: IncidentClass
    state: IncidentState
    place: Place
    reported_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    reports: int = 1
    flawed: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """The whole incident, as a desk may open it; text, address and contact may be personal."""

    live: LiveIncident
    text: str
    address: str
    department: str | None = None
    filed_at: datetime | None = None
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    flaw: TimeFlaw = TimeFlaw.NONE
    synthetic: bool = False
    external: str = ""
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)
