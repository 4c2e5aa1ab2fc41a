"""Notices: what named people have to know, in their inbox on any seat, acknowledged or climbing the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.domain.people import OfficerRole


class NoticeKind(StrEnum):
    """What a notice is about; the sentence is made of it and the values, in the reader's language."""

    TIME_RUNS_OUT = "time_runs_out"
    TIME_IS_OUT = "time_is_out"
    TRIPLE_TIME = "triple_time"
    STEP_LATE = "step_late"
    SUPERVISED = "supervised"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    LIFTED = "lifted"
    MAJOR = "major"
    EMERGENCY = "emergency"
    MEETING = "meeting"
    URGED = "urged"
    ASSIGNED = "assigned"
    OUTCOME = "outcome"
    WARNED = "warned"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as it is sent: codes, numbers and times, never personal data.

    `subject` names what it is about ("incident/12"); `urgent` ones have to be acknowledged by `answer_by`, or they go
    to the next person of the chain (`climb` counts how often that was). `cases`: how many incidents stand behind one
    that gathers many of its kind; 0 for one that speaks of one thing.
    """

    id: int
    kind: NoticeKind
    subject: str
    at: datetime
    by: str
    incident: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    answer_by: datetime | None = None
    climb: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom a message goes: a department, a role, or a town (the id of its area); exactly one of them."""

    department: str | None = None
    role: OfficerRole | None = None
    town: int | None = None


@dataclass(frozen=True, slots=True)
class Inboxed:
    """An officer's inbox: how many wait, how many of those are urgent, and the newest, those that wait first."""

    waiting: int = 0
    urgent: int = 0
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A notice in one officer's inbox; `sender` is the name of who sent it, where an officer did."""

    notice: Notice
    officer: int
    taken_at: datetime | None = None
    sender: str = ""
