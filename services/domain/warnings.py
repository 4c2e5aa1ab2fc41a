"""Warnings: a risk perceived, from the first fact to its outcome; their life as a table of steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from services.domain.incidents import UNLOCATED, Place, Severity

# the four levels have the colours of incidents: red 特别严重, orange 严重, yellow 较重, blue 一般
WarningLevel = Severity


class WarningState(IntEnum):
    """Where a warning stands."""

    RAISED = 1
    ACKNOWLEDGED = 2
    SHELVED = 3
    DISPATCHED = 4
    EXPIRED = 5
    CLOSED = 6
    MERGED = 7

    @property
    def stands(self) -> bool:
        """Whether it is still in force."""
        return self in STANDING


STANDING = frozenset(
    {WarningState.RAISED, WarningState.ACKNOWLEDGED, WarningState.SHELVED, WarningState.DISPATCHED}
)  # fmt: skip


class WarningVerb(StrEnum):
    """What is done with a warning; the last three happen by themselves."""

    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    REGRADE = "regrade"
    MERGE = "merge"
    DISPATCH = "dispatch"
    CLOSE = "close"
    EXPIRE = "expire"
    RENEW = "renew"
    WORSEN = "worsen"


class WarningOutcome(IntEnum):
    """How it came out: it happened, it did not, or what was done kept it from happening."""

    NONE = 0
    TRUE = 1
    FALSE = 2
    AVERTED = 3


S, V = WarningState, WarningVerb
# a new member wakes one that somebody has seen; a shelf holds until its time, unless it gets worse
WARNING_STEPS: Mapping[tuple[WarningState, WarningVerb], WarningState] = {
    (S.RAISED, V.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.RAISED, V.SHELVE): S.SHELVED,
    (S.RAISED, V.REGRADE): S.RAISED,
    (S.RAISED, V.MERGE): S.MERGED,
    (S.RAISED, V.DISPATCH): S.DISPATCHED,
    (S.RAISED, V.CLOSE): S.CLOSED,
    (S.RAISED, V.EXPIRE): S.EXPIRED,
    (S.RAISED, V.RENEW): S.RAISED,
    (S.RAISED, V.WORSEN): S.RAISED,
    (S.ACKNOWLEDGED, V.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.ACKNOWLEDGED, V.SHELVE): S.SHELVED,
    (S.ACKNOWLEDGED, V.REGRADE): S.ACKNOWLEDGED,
    (S.ACKNOWLEDGED, V.MERGE): S.MERGED,
    (S.ACKNOWLEDGED, V.DISPATCH): S.DISPATCHED,
    (S.ACKNOWLEDGED, V.CLOSE): S.CLOSED,
    (S.ACKNOWLEDGED, V.EXPIRE): S.EXPIRED,
    (S.ACKNOWLEDGED, V.RENEW): S.RAISED,
    (S.ACKNOWLEDGED, V.WORSEN): S.RAISED,
    (S.SHELVED, V.ACKNOWLEDGE): S.SHELVED,
    (S.SHELVED, V.SHELVE): S.SHELVED,
    (S.SHELVED, V.UNSHELVE): S.ACKNOWLEDGED,
    (S.SHELVED, V.REGRADE): S.SHELVED,
    (S.SHELVED, V.MERGE): S.MERGED,
    (S.SHELVED, V.DISPATCH): S.DISPATCHED,
    (S.SHELVED, V.CLOSE): S.CLOSED,
    (S.SHELVED, V.EXPIRE): S.EXPIRED,
    (S.SHELVED, V.RENEW): S.SHELVED,
    (S.SHELVED, V.WORSEN): S.RAISED,
    (S.DISPATCHED, V.ACKNOWLEDGE): S.DISPATCHED,
    (S.DISPATCHED, V.REGRADE): S.DISPATCHED,
    (S.DISPATCHED, V.MERGE): S.MERGED,
    (S.DISPATCHED, V.CLOSE): S.CLOSED,
    (S.DISPATCHED, V.EXPIRE): S.EXPIRED,
    (S.DISPATCHED, V.RENEW): S.DISPATCHED,
    (S.DISPATCHED, V.WORSEN): S.DISPATCHED,
    # how it came out is often known only later; hit rates are made of outcomes
    (S.EXPIRED, V.CLOSE): S.CLOSED,
}


def grade(score: float, levels: Mapping[Severity, float]) -> Severity | None:
    """The level that a score reaches; None below the lowest."""
    reached = [level for level, least in levels.items() if score >= least]
    return min(reached) if reached else None


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a score: what it stands for, its points, and the numbers that it was made of."""

    code: str
    points: float
    values: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a model found: a situation with its reasons. Whether a warning comes of it is not the model's to say.

    `situation` is the same for as long as it is the same thing ("grid:411481115201003", "subject:record:12"). `level`
    None: it no longer reaches any. `signals` are ids of the facts behind it, oldest first; `measures` the numbers that
    the score was made of (the same model scores them again when something is tried); `observed` and `expected` with its
    band (low, high) where the model has one. `at` is the newest fact's time. `basis` are the numbers of its sentence
    where it has its own.
    """

    scenario: str
    situation: str
    score: float
    level: Severity | None
    parts: tuple[ScorePart, ...]
    at: datetime
    place: Place = UNLOCATED
    radius_m: float | None = None
    subject: str = ""
    signals: tuple[int, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    observed: float = 0.0
    expected: float | None = None
    band: tuple[float, float] | None = None
    ran_at: datetime | None = None
    basis: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relief:
    """Something that would bring it down: what, as a code and values, and the measures if it were so."""

    code: str
    measures: Mapping[str, float]
    values: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiveWarning:
    """What every seat knows of a warning that stands; codes, numbers and places, never personal data.

    `place.town/village/grid` are ids of areas; `radius_m` with the place's point is its circle, None for an area.
    `basis` are the numbers of its one sentence ("90 days, 12, threshold 6"), said by the model's words; `heard` counts
    its members by source. `acked`: somebody has seen its newest member. `ticket`: the incident that was made of it.
    """

    id: int
    version: int
    number: str
    scenario: str
    scenario_version: int
    model: str
    level: Severity
    state: WarningState
    place: Place
    raised_at: datetime
    last_at: datetime
    score: float
    members: int
    department: str
    radius_m: float | None = None
    acked: bool = False
    shelved_until: datetime | None = None
    ticket: int | None = None
    drill: int | None = None
    basis: Mapping[str, float | str] = field(default_factory=dict)
    heard: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WholeWarning:
    """The whole warning as a desk may open it; `measures` are the numbers its score was made of."""

    live: LiveWarning
    situation: str
    subject: str
    parts: tuple[ScorePart, ...]
    measures: Mapping[str, float]
    signals: tuple[int, ...]
    observed: float
    expected: float | None
    band: tuple[float, float] | None
    ran_at: datetime | None
    acked_at: datetime | None = None
    acked_by: str = ""
    shelf_reason: str = ""
    dispatched_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    outcome: WarningOutcome = WarningOutcome.NONE
    proof: str = ""
    merged_into: int | None = None
    graded_by: str = ""


@dataclass(frozen=True, slots=True)
class WarningOrder:
    """One step that an officer takes with a warning of this version; `key` makes a second click harmless.

    `why` is the reason of a shelf, a regrade, a merge, or the proof of an outcome. DISPATCH fills a ticket:
    `department`, `category`, `text` (the advice as the officer left it), `helpers`.
    """

    verb: WarningVerb
    warning: int
    version: int
    key: str = ""
    why: str = ""
    until: datetime | None = None
    level: Severity | None = None
    outcome: WarningOutcome = WarningOutcome.NONE
    into: int | None = None
    department: str = ""
    category: str = ""
    text: str = ""
    helpers: tuple[str, ...] = ()
