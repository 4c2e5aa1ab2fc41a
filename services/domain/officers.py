"""What the list of officers and the list of looks show, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.domain.people import Officer


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer as the list of officers shows one; `area` is a code, `last_seen` of any session, None for never."""

    officer: Officer
    version: int
    active: bool
    has_password: bool
    must_change: bool
    last_seen: datetime | None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class LookLine:
    """That somebody opened personal data: who, when, of what ("report/12"), why, and until when it was shown.

    `number` is of the incident that a report belongs to, "" for a person.
    """

    id: int
    at: datetime
    officer: str
    subject: str
    reason: int
    words: str
    until: datetime
    number: str = ""
