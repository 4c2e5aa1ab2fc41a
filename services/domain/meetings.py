"""Joint meetings as values: tickets that none will own, meetings, and the time lost to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Item:
    """One ticket before a joint meeting."""

    id: int
    version: int
    incident: int
    number: str
    meeting: int | None
    cause: str
    returns: int
    agenda: str
    opened_at: datetime
    opened_by: str
    decided_at: datetime | None
    decided_by: str
    owner: str | None
    decision: str
    category: str = ""
    severity: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A joint meeting, planned or held."""

    id: int
    version: int
    at: datetime
    place: str
    chair: str
    called_by: str
    held_at: datetime | None
    minutes: str


@dataclass(frozen=True, slots=True)
class Lost:
    """How long tickets lay with a department before they went back: cases, holdings, time in all."""

    department: str
    cases: tuple[int, ...]
    holdings: int
    time: timedelta
