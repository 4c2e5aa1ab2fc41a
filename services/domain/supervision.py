"""Supervision orders: what presses a late or slow ticket, how far it has climbed, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """One order: `level` 1 presses the department, 2 its leader in charge, 3 the leaders of the city.

    It climbs at `climbs_at` unless it was answered; it is open until `lifted_at` is set. `cause` is a code.
    """

    id: int
    version: int
    incident: int
    department: str | None
    cause: str
    words: str
    opened_at: datetime
    opened_by: str
    level: int
    climbs_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    answer: str
    lifted_at: datetime | None
    lifted_by: str = ""
    lifted_why: str = ""
