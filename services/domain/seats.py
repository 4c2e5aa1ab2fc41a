"""Seats that are on line now, and which case each of them has open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeatThere:
    """One seat that lives: whose it is, and the incident that it has open since a moment of the database's clock."""

    seat: str
    kind: str
    login: str = ""
    officer: str = ""
    incident: int | None = None
    since: datetime | None = None
