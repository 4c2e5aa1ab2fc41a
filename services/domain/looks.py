"""Looks at personal data: why somebody needs them, and what is shown for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class LookReason(IntEnum):
    """Why personal data are opened."""

    CALL_BACK = 1
    VISIT = 2
    IDENTIFY = 3
    COMPLAINT = 4
    EMERGENCY = 5
    OTHER = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """Personal data of one report or one person, to be shown until then and no longer; never kept."""

    subject: str
    name: str
    phone: str
    text: str
    until: datetime
