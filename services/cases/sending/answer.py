"""What is asked and what is answered: a case that somebody must go to, and the people in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.domain.incidents import IncidentClass, Severity
from services.domain.people import Duty, Role


@dataclass(frozen=True, slots=True)
class Case:
    """Where somebody must go and for what: longitude/latitude in CGCS2000 (None: no place), areas as indexes or -1."""

    category: str
    severity: Severity
    kind: IncidentClass
    lon: float | None = None
    lat: float | None = None
    town: int = -1
    village: int = -1
    grid: int = -1

    @property
    def is_placed(self) -> bool:
        """Whether distances can be told."""
        return self.lon is not None and self.lat is not None

    @property
    def is_grave(self) -> bool:
        """Whether only people whose work it is are sent: a major hazard, or red."""
        return self.kind is IncidentClass.MAJOR or self.severity is Severity.RED


class Ground(StrEnum):
    """What the order goes by."""

    DISTANCE = "distance"
    SKILL = "skill"
    OWN = "own"
    LOAD = "load"
    ROLE = "role"
    POSITION = "position"


class Note(StrEnum):
    """What has to be said about the whole list."""

    NO_PLACE = "no_place"
    NOWHERE = "nowhere"
    NOBODY_AT_WORK = "nobody_at_work"
    NOBODY_SKILLED = "nobody_skilled"


class Freshness(StrEnum):
    """How much a position is worth: shown full, hollow, or only listed."""

    FRESH = "fresh"
    STALE = "stale"
    OLD = "old"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One ground of a score: its share in 0–1, and the points that it gives; all points together are the score."""

    share: float
    points: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as a code with its values; words are made where they are read."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Gap:
    """An area (index) left without anybody at work; with a `unit`, without a unit of that department in reach."""

    area: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sendable:
    """One person or unit that may be sent.

    `person`: its id; `unit`: the code of the department that it is a unit of, "" for a person; `area`: its own area as
    an index; `metres` as the crow flies from the last position, None where that is not known; `at`: of which time that
    is. `skills`: codes that this case asks for and it has; `in_hand`: open cases that it was sent to. `reasons`: what
    speaks for it, then against it, the weightiest first; `ahead`: why it stands before the next one, None for the last.
    `leaves`: what is left alone when it goes, None for nothing. `name`: a person's is masked.
    """

    person: int
    role: Role
    unit: str
    duty: Duty
    area: int
    metres: float | None
    at: datetime | None
    freshness: Freshness
    in_hand: int
    overloaded: bool
    skills: tuple[str, ...]
    score: float
    parts: Mapping[Ground, Part]
    reasons: tuple[Reason, ...]
    ahead: Reason | None = None
    leaves: Gap | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """Who may be sent, the best first, as of `at`.

    `going`: ids of those who were to be sent, or else of the first; `uncovered`: what they leave alone. `needed`: codes
    of the skills that the case asks for, none where anybody will do. `considered`: how many are at work.
    """

    people: tuple[Sendable, ...]
    going: tuple[int, ...]
    uncovered: tuple[Gap, ...]
    needed: tuple[str, ...]
    notes: tuple[Note, ...]
    considered: int
    at: datetime
