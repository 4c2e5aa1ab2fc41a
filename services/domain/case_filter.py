"""Which cases stand behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.domain.areas import Level
from services.domain.evaluation import Apart, Group, Part
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, Severity
from services.domain.scope import WHOLE, Scope


class CaseOrder(StrEnum):
    """What a list of cases can be sorted by."""

    NUMBER = "number"
    SEVERITY = "severity"
    CATEGORY = "category"
    PLACE = "place"
    SOURCE = "source"
    STATE = "state"
    REPORTED = "reported"
    DUE = "due"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The cases behind one figure of the evaluation: a part of a group's cases of some local days, as of a moment.

    `group` None: of the whole city. `key`: a department's code, an area's or a worker's id, what is Apart, or None for
    those of nobody.
    """

    part: Part
    days: tuple[date, date]
    at: datetime
    group: Group | None = None
    key: str | int | Apart | None = None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """A choice of incidents; empty fields choose everything. Periods include their begin, not their end.

    `reported_within` chooses those reported in any of several periods. `area` is an area's id with its `level`; a
    `level` alone chooses those placed in any of its areas that hold now, `no_area` those inside the city without one.
    `unowned`: of no department yet. `overdue_at`: still open and due before; `in_time`: closed by its deadline;
    `rated`: without a flaw in its times; `evaluated`: those that a figure of the evaluation counts.
    `notice`: those behind a notice that gathers many. `ids`: those alone; None does not ask. `scope`: how far the
    reader sees.
    """

    reported: tuple[datetime, datetime] | None = None
    reported_within: tuple[tuple[datetime, datetime], ...] = ()
    closed: tuple[datetime, datetime] | None = None
    states: frozenset[IncidentState] = frozenset()
    open_only: bool = False
    overdue_at: datetime | None = None
    in_time: bool | None = None
    rated: bool = False
    severity: Severity | None = None
    kind: IncidentClass | None = None
    source: str | None = None
    category: str | None = None
    department: str | None = None
    unowned: bool = False
    place: PlaceStatus | None = None
    area: int | None = None
    level: Level | None = None
    no_area: bool = False
    scope: Scope = WHOLE
    evaluated: Evaluated | None = None
    notice: int | None = None
    ids: tuple[int, ...] | None = None
