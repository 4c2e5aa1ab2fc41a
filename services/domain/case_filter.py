"""Which cases stand behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.domain.areas import Level
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, Severity


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """A choice of incidents; empty fields choose everything. Periods include their begin, not their end.

    `area` is an area's id with its `level`; `no_area` chooses those inside the city without an area of that level.
    `overdue_at`: still open and due before; `in_time`: closed by its deadline; `rated`: without a flaw in its times.
    """

    reported: tuple[datetime, datetime] | None = None
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
    place: PlaceStatus | None = None
    area: int | None = None
    level: Level | None = None
    no_area: bool = False
