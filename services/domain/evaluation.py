"""Evaluation: what one case counts for its department, area and worker, and the rates made of such counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import IntEnum, StrEnum

from services.domain.incidents import IncidentState, Outcome


class Exclusion(IntEnum):
    """Why a case counts for nobody; exclusions are listed, never silent."""

    NONE = 0
    VOIDED = 1
    MERGED = 2
    NOT_FILED = 3
    FLAWED = 4


class Part(StrEnum):
    """What of a period's cases a figure counts; each can be opened into its cases.

    DUE = IN_TIME + LATE + WAITING + OVERDUE: closed by the limit; finished or closed after it; finished, not closed yet
    and within it; and not even finished.
    """

    DUE = "due"
    CLOSED = "closed"
    IN_TIME = "in_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    REWORKED = "reworked"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    REDISPATCHED = "redispatched"
    RATED = "rated"
    SATISFIED = "satisfied"
    EXCLUDED = "excluded"


class Stage(StrEnum):
    """The phases whose time is measured, from one step to the next."""

    ASSIGN = "to_assign"
    ACCEPT = "to_accept"
    FINISH = "to_finish"
    CLOSE = "to_close"


class Group(StrEnum):
    """Whom a figure is told of."""

    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"
    WORKER = "worker"


class Apart(StrEnum):
    """What no area counts: cases without a place, and those outside the city."""

    UNLOCATED = "unlocated"
    OUTSIDE = "outside"


class Measure(StrEnum):
    """The rates of the first wheel."""

    CLOSURE = "closure"
    ON_TIME = "on_time"
    REWORK = "rework"
    RETURN = "return"
    EXACT = "exact"
    SATISFACTION = "satisfaction"


SATISFIED_FROM = 4  # of five stars
DONE = frozenset({IncidentState.FINISHED, IncidentState.VERIFIED, IncidentState.CLOSED})
_EXCLUDED: Mapping[Outcome, Exclusion] = {
    Outcome.VOIDED: Exclusion.VOIDED,
    Outcome.MERGED: Exclusion.MERGED,
    Outcome.NOT_FILED: Exclusion.NOT_FILED,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an incident evaluation looks at."""

    state: IncidentState
    outcome: Outcome
    flawed: bool
    reported_at: datetime
    due_at: datetime | None
    assigned_at: datetime | None
    accepted_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    returns: int
    transfers: int
    reworks: int
    reopens: int
    stars: int | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one case counts, on the local day on which it was finished, or had to be.

    `day` None: it has no deadline and is not finished, so it is not due on any day. Whether an unfinished one is due
    depends on the moment it is asked for, so its deadline is kept. Durations are in whole seconds.
    """

    day: date | None
    excluded: Exclusion
    finished: bool
    closed: bool
    in_time: bool
    suspended: bool
    reworked: bool
    dispatched: bool
    returned: int
    redispatched: bool
    stars: int | None
    due_at: datetime | None
    to_assign: int | None
    to_accept: int | None
    to_finish: int | None
    to_close: int | None


def contribution(found: Facts, zone: tzinfo) -> Contribution:
    """What a case counts as it stands, by the days of the city's zone."""
    finished_at = found.finished_at or found.closed_at
    finished = found.state in DONE and finished_at is not None
    moment = finished_at if finished else found.due_at
    closed = finished and found.state is IncidentState.CLOSED
    return Contribution(
        day=moment.astimezone(zone).date() if moment else None,
        excluded=_exclusion(found),
        finished=finished,
        closed=closed,
        in_time=closed and (found.due_at is None or (found.closed_at or finished_at or found.due_at) <= found.due_at),
        suspended=found.state is IncidentState.SUSPENDED,
        reworked=found.reworks > 0 or found.reopens > 0,
        dispatched=found.assigned_at is not None or found.returns > 0,
        returned=found.returns,
        redispatched=found.returns > 0 or found.transfers > 0,
        stars=found.stars,
        due_at=found.due_at,
        to_assign=_seconds(found.reported_at, found.assigned_at),
        to_accept=_seconds(found.assigned_at, found.accepted_at),
        to_finish=_seconds(found.accepted_at, found.finished_at),
        to_close=_seconds(found.finished_at, found.closed_at),
    )


def _exclusion(found: Facts) -> Exclusion:
    if found.flawed:
        return Exclusion.FLAWED
    if found.state is IncidentState.MERGED:
        return Exclusion.MERGED
    if found.state is IncidentState.VOIDED and found.outcome not in _EXCLUDED:
        return Exclusion.VOIDED
    return _EXCLUDED.get(found.outcome, Exclusion.NONE)


def _seconds(begin: datetime | None, end: datetime | None) -> int | None:
    """Whole seconds from one step to the next; None where one is missing or they stand the wrong way round."""
    if begin is None or end is None or end < begin:
        return None
    return int((end - begin).total_seconds())


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it is made of, and the parts whose cases stand behind both."""

    numerator: int
    denominator: int
    of: Part
    base: Part

    @property
    def value(self) -> float | None:
        """The share, 0–1; None where there is nothing to have a share of."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of one group's cases in a period, by part."""

    counts: Mapping[Part, int]

    def of(self, part: Part) -> int:
        """How many."""
        return self.counts.get(part, 0)

    def rate(self, measure: Measure) -> Rate:
        """One of the rates; DUE leaves suspended cases out already, as the formulas do."""
        of, base, turned = _RATES[measure]
        number, whole = self.of(of), self.of(base)
        return Rate(turned(number, whole), whole, of, base)


def _as_it_is(number: int, whole: int) -> int:
    return number


def _the_rest(number: int, whole: int) -> int:
    return whole - number


_RATES: Mapping[Measure, tuple[Part, Part, Callable[[int, int], int]]] = {
    Measure.CLOSURE: (Part.CLOSED, Part.DUE, _as_it_is),
    Measure.ON_TIME: (Part.IN_TIME, Part.DUE, _as_it_is),
    Measure.REWORK: (Part.REWORKED, Part.DUE, _as_it_is),
    Measure.RETURN: (Part.RETURNED, Part.DISPATCHED, _as_it_is),
    Measure.EXACT: (Part.REDISPATCHED, Part.DISPATCHED, _the_rest),
    Measure.SATISFACTION: (Part.SATISFIED, Part.RATED, _as_it_is),
}
