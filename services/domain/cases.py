"""A case as a decision sees it, and the change that a decision asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from services.domain.facts import Fact
from services.domain.incidents import Incident, IncidentClass, IncidentState, Severity


class RequestKind(IntEnum):
    """What a department may ask for."""

    EXTENSION = 1
    SUSPENSION = 2
    RESUMPTION = 3


class RequestState(IntEnum):
    """What became of a request."""

    PENDING = 1
    GRANTED = 2
    REFUSED = 3
    WITHDRAWN = 4


class StopCause(IntEnum):
    """Why the unit's clock stood."""

    SUSPENDED = 1
    EXTENSION = 2


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a department with its decision."""

    id: int
    version: int
    kind: RequestKind
    state: RequestState
    reason: str
    why: str
    hours: float | None
    until: datetime | None
    asked_by: str
    asked_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClockStop:
    """A time in which the unit's clock stood; without an end it still does."""

    id: int
    begin: datetime
    end: datetime | None
    cause: StopCause


@dataclass(frozen=True, slots=True)
class Holding:
    """How long a department held the ticket, and how that ended."""

    department: str
    begin: datetime
    end: datetime
    verb: str
    reason: str = ""
    words: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """The order to a further department; it has exactly one owner, as the main ticket has."""

    id: int
    version: int
    department: str
    state: IncidentState
    what: str
    assigned_at: datetime
    assigned_by: str
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    verified_at: datetime | None = None
    due_at: datetime | None = None
    returns: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """That an incident was merged into another, what it was before, and what that other was graded before."""

    id: int
    incident: int
    into: int
    state_before: IncidentState
    reports: int
    severity_before: Severity | None = None
    kind_before: IncidentClass | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with everything that a decision about it depends on.

    `other`: the incident that this one is, or is to be, merged into.
    """

    incident: Incident
    requests: tuple[Request, ...] = ()
    stops: tuple[ClockStop, ...] = ()
    children: tuple[Child, ...] = ()
    holdings: tuple[Holding, ...] = ()
    merge: Merge | None = None
    area_code: str = ""  # of the deepest area it lies in
    other: Case | None = None

    @property
    def pending(self) -> Request | None:
        """The request that waits for a decision; there is one at a time."""
        return next((one for one in self.requests if one.state is RequestState.PENDING), None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal; refers to personal data, never quotes it."""

    verb: str
    subject: str
    why: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """One row to be written besides the incident's: a new one, or with `id` a change (of that version where given)."""

    table: str
    values: Mapping[str, Any]
    id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision asks for, all of it or nothing: the incident as it shall be, further rows, lines and facts.

    `after` has the next version if anything of the incident changes, and then its fact is said by whoever writes this.
    `others` are changes of further incidents (the one that a duplicate is merged into).
    """

    before: Incident
    after: Incident
    lines: tuple[Line, ...]
    writes: tuple[Write, ...] = ()
    facts: tuple[Fact, ...] = ()
    others: tuple[Change, ...] = field(default=())
