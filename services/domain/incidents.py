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
    """Where an incident stands in the closed loop; a draft lies at a seat and in no figure."""

    DRAFT = 0
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
    MERGED = 12

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self not in ENDED and self is not IncidentState.DRAFT


ENDED = frozenset({IncidentState.CLOSED, IncidentState.VOIDED, IncidentState.MERGED})


class Outcome(IntEnum):
    """How an incident ended."""

    NONE = 0
    SOLVED = 1
    ANSWERED = 2
    ON_THE_SPOT = 3
    NOT_FILED = 4
    VOIDED = 5
    MERGED = 6


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

    `flawed`: its times contradict each other, so it is left out of rates and rhythms. `warn_at`, `due_at`, `triple_at`:
    the marks at 80 %, 100 % and three times its limit; `step_due_at`: the limit of the step that is next. `acked`:
    somebody has seen it; `shelved_until`: its alarm is silent till then; `supervised`: an order presses it; `pending`:
    a request waits for a decision; `returns`: how often departments gave it back; `worker`: the person who was sent;
    `reopened_at`: since when the unit's clock runs anew.
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
    department: str | None = None
    warn_at: datetime | None = None
    triple_at: datetime | None = None
    step_due_at: datetime | None = None
    acked: bool = False
    shelved_until: datetime | None = None
    supervised: bool = False
    pending: bool = False
    returns: int = 0
    worker: int | None = None
    reopened_at: datetime | None = None

    @property
    def begun_at(self) -> datetime:
        """Since when its limit counts: its report, or its reopening."""
        return self.reopened_at or self.reported_at


@dataclass(frozen=True, slots=True)
class Incident:
    """The whole incident with its main ticket, as a desk may open it; text, address and contact may be personal.

    `resume_state`: where it goes on after a suspension; `stopped_at`: since when the unit's clock stands; `children`:
    how many of its child tickets are still open; `own_hours`: within how many hours of its assignment it is to be
    done, where that is sooner than the city says; `satisfaction`: 1 to 5 by those who asked. `in_meeting`: a joint
    meeting is to say whose it is; `bound_by`: the meeting's decision (number of its item) that made its owner, who
    can't return it.
    """

    live: LiveIncident
    text: str
    address: str
    filed_at: datetime | None = None
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    fed_back_at: datetime | None = None
    verified_at: datetime | None = None
    assigned_by: str = ""
    finished_by: str = ""
    acked_at: datetime | None = None
    acked_by: str = ""
    outcome: Outcome = Outcome.NONE
    resume_state: IncidentState | None = None
    stopped_at: datetime | None = None
    merged_into: int | None = None
    children: int = 0
    reworks: int = 0
    reopens: int = 0
    own_hours: float | None = None
    urges: int = 0
    extensions: int = 0
    transfers: int = 0
    satisfaction: int | None = None
    in_meeting: bool = False
    bound_by: int | None = None
    flaw: TimeFlaw = TimeFlaw.NONE
    synthetic: bool = False
    external: str = ""
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)

    @property
    def department(self) -> str | None:
        """The one owner of its main ticket."""
        return self.live.department
