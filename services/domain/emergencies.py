"""Emergency responses: what a major hazard sets going, by a plan, until it stands down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from services.domain.incidents import IncidentClass, Severity
from services.domain.people import OfficerRole


class ResponseLevel(IntEnum):
    """How much is set going; I is the most."""

    I = 1  # noqa: E741 - the field writes Roman numbers
    II = 2
    III = 3
    IV = 4


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One of the first steps, in both languages, with whose it is in words."""

    zh: str
    en: str

    def say(self, words: Any) -> str:
        """The step in the language of the words."""
        return self.zh if words.lang.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as data: for which categories (none: all that no other plan names), whom to tell, what to do first.

    `departments` are told from level IV up; `roles` by level: from that level up everybody of these roles is told too.
    """

    code: str
    name_zh: str
    name_en: str
    categories: frozenset[str]
    level: ResponseLevel
    departments: tuple[str, ...]
    roles: Mapping[ResponseLevel, tuple[OfficerRole, ...]]
    steps: tuple[PlanStep, ...]

    def say(self, words: Any) -> str:
        """The plan's name in the language of the words."""
        return self.name_zh if words.lang.startswith("zh") else self.name_en

    def roles_at(self, level: ResponseLevel) -> frozenset[OfficerRole]:
        """Who is told at a level: the roles of that one and of all below it."""
        return frozenset(role for from_level, roles in self.roles.items() if level <= from_level for role in roles)


def starts_response(kind: IncidentClass, severity: Severity) -> bool:
    """Whether an incident goes straight to the leaders: a major hazard does, whatever its level."""
    return kind is IncidentClass.MAJOR


@dataclass(frozen=True, slots=True)
class LiveEmergency:
    """What every seat knows of a response that stands."""

    id: int
    version: int
    number: str
    plan: str
    level: ResponseLevel
    incident: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class StepDone:
    """A first step of a response with who did it, if anybody has."""

    id: int
    rank: int
    zh: str
    en: str
    done_at: datetime | None
    done_by: str

    def say(self, words: Any) -> str:
        """The step in the language of the words."""
        return self.zh if words.lang.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class RollCall:
    """One officer on the roll: called when, there since when."""

    officer: int
    name: str
    called_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the running log."""

    at: datetime
    by: str
    verb: str
    words: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """A whole response: its steps, its roll, its log; stood down when `ended_at` is set; `names` by login."""

    live: LiveEmergency
    commander: str
    opened_by: str
    ended_at: datetime | None
    ended_by: str
    summary: str
    steps: tuple[StepDone, ...]
    roll: tuple[RollCall, ...]
    log: tuple[LogLine, ...]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Muster:
    """A response that stands, in figures: who answered of those called, and what was done of its first steps."""

    live: LiveEmergency
    there: int
    called: int
    done: int
    steps: int
