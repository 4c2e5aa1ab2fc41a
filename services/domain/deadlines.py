"""Deadlines: the one file that computes when something must be done, and when to warn before and press after."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import IntEnum
from typing import Any

from services.domain.areas import covers, depth_of
from services.domain.calendar import ALWAYS, Window, WorkCalendar, window_length
from services.domain.incidents import IncidentClass
from services.domain.refusals import Refusal

__all__ = ["Deadlines", "LimitUnit", "Marks", "Phase", "Rule", "Stop", "WorkCalendar"]

WARN, TRIPLE = 0.8, 3.0
MOST = 10_000.0
OFFICE: Window = (time(8), time(18))


class Phase(IntEnum):
    """What a limit is set for: the whole way of a case, one step of it, or the whole way of one that was reopened."""

    WHOLE = 0
    ASSIGN = 1
    ACCEPT = 2
    FINISH = 3
    VERIFY = 4
    REOPEN = 5


class LimitUnit(IntEnum):
    """What a limit is counted in: hours run day and night, the others by the working calendar and its window."""

    HOURS = 1
    WORKING_HOURS = 2
    WORKING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of limits; None holds for every category, class or area.

    `area` is a code of 12 digits (15 for a grid) and holds for everything below it; `window` is local time, and a
    working day is as long as it. Refuses an amount that is none and a window across midnight.
    """

    phase: Phase
    amount: float
    unit: LimitUnit
    category: str | None = None
    kind: IncidentClass | None = None
    area: str | None = None
    valid_from: date = ALWAYS
    window: Window = OFFICE

    def __post_init__(self) -> None:
        if not (math.isfinite(self.amount) and 0 < self.amount <= MOST):
            raise Refusal(
                "deadlines.amount", "{amount} is no limit: it is above 0 and at most 10,000.", amount=f"{self.amount:g}"
            )
        window_length(self.window)

    @property
    def length(self) -> timedelta:
        """The limit as time of the unit's own clock: of the wall for hours, else of working time."""
        if self.unit is LimitUnit.WORKING_DAYS:
            return self.amount * window_length(self.window)
        return timedelta(hours=self.amount)


@dataclass(frozen=True, slots=True)
class Stop:
    """A span in which the unit's clock stood: suspended, or an extension that was then granted was being decided."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """The moments of a limit (UTC): when it began, 80 % of it, its end, three times it.

    `provisional`: the end was counted over days of a year whose calendar nobody has published yet.
    """

    begin: datetime
    warn_at: datetime
    due_at: datetime
    triple_at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The table of limits with the calendar they are counted by.

    `parents` says under which category each stands, `above` under which area one whose code's digits don't tell it.
    """

    rules: tuple[Rule, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    parents: Mapping[str, str | None] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, table: Mapping[str, Any], calendar: WorkCalendar, parents: Mapping[str, str | None] | None = None
    ) -> Deadlines:
        """From a file of rules, or of the limits of the whole way by the class's lower-case name."""
        rows = table["rule"] if "rule" in table else _by_class(table)
        return cls(tuple(map(rule_of, rows)), calendar, parents or {})

    def due(self, kind: IncidentClass, reported_at: datetime, zone: tzinfo) -> datetime:
        """The moment by which an incident of a class, reported then, must be done: at the same time of day."""
        rule = self._of_class(kind, reported_at, zone)
        if rule is None:
            raise Refusal("deadlines.none", "There is no limit for the whole way of this class.")
        if rule.unit is LimitUnit.WORKING_DAYS and rule.amount.is_integer():
            return self.calendar.add_working_days(reported_at, int(rule.amount), zone)
        if rule.unit is LimitUnit.HOURS:
            return reported_at + rule.length
        return self.counted(rule, reported_at, zone).due_at

    def is_provisional(
        self,
        kind: IncidentClass,
        due: datetime,
        zone: tzinfo,
        category: str | None = None,
        area: str | None = None,
    ) -> bool:
        """Whether a deadline was counted in working time of a year that nobody has published yet."""
        day = _aware(due).astimezone(zone).date()
        rule = self.rule_for(Phase.WHOLE, category, kind, area, day)
        return rule is not None and rule.unit is not LimitUnit.HOURS and self.calendar.is_provisional(day)

    def marks(
        self,
        phase: Phase,
        category: str | None,
        kind: IncidentClass | None,
        area: str | None,
        begin: datetime,
        zone: tzinfo,
        stops: Sequence[Stop] = (),
    ) -> Marks | None:
        """The marks of a phase that began then in a place (code of its deepest area); None where nothing limits it.

        A stop moves every mark that had not been reached by as much of the rule's own time as lies in it; stops that
        overlap count once, and what was late stays late. Raises `Refusal` for a time without its zone.
        """
        day = _aware(begin).astimezone(zone).date()
        rule = self.rule_for(phase, category, kind, area, day)
        return None if rule is None else self.counted(rule, begin, zone, stops)

    def rule_for(
        self, phase: Phase, category: str | None, kind: IncidentClass | None, area: str | None, day: date
    ) -> Rule | None:
        """The most specific rule: category before those above it, then class, deeper area, newest."""
        line = self._line(category)
        found = [
            rule
            for rule in self.rules
            if rule.phase is phase
            and rule.valid_from <= day
            and (rule.category is None or rule.category in line)
            and (rule.kind is None or rule.kind is kind)
            and (rule.area is None or (area is not None and covers(rule.area, area, self.above)))
        ]

        def rank(rule: Rule) -> tuple[int, bool, int, date]:
            near = -1 if rule.category is None else len(line) - line.index(rule.category)
            return near, rule.kind is not None, depth_of(rule.area), rule.valid_from

        return max(found, key=rank, default=None)

    def counted(self, rule: Rule, begin: datetime, zone: tzinfo, stops: Sequence[Stop] = ()) -> Marks:
        """The marks of one rule."""
        whole = rule.length
        try:
            warn, due, triple = _reached(self._running(rule, begin, zone, stops), (WARN * whole, whole, TRIPLE * whole))
        except OverflowError:
            raise Refusal("deadlines.time", "{time} is no time that a limit can be counted from.", time=begin) from None
        first, last = begin.astimezone(zone).year, due.astimezone(zone).year
        years = range(first, last + 1) if rule.unit is not LimitUnit.HOURS else ()
        return Marks(begin.astimezone(UTC), warn, due, triple, any(year not in self.calendar.years for year in years))

    def spent(self, rule: Rule, begin: datetime, at: datetime, zone: tzinfo, stops: Sequence[Stop] = ()) -> timedelta:
        """How much of a rule's own time the unit has used by a moment; `spent / rule.length` is the share."""
        at, used = _aware(at), timedelta(0)
        for opens, shuts in self._running(rule, begin, zone, stops):
            if opens >= at:
                break
            used += min(shuts, at) - opens
        return used

    def _running(
        self, rule: Rule, begin: datetime, zone: tzinfo, stops: Sequence[Stop]
    ) -> Iterator[tuple[datetime, datetime]]:
        """The spans in which the unit's clock runs."""
        begin = _aware(begin).astimezone(UTC)
        merged = _merged(stops)
        if rule.unit is LimitUnit.HOURS:
            yield from _without(begin, datetime.max.replace(tzinfo=UTC), merged)
            return
        for opens, shuts in self.calendar.spans(begin, zone, rule.window):
            yield from _without(opens, shuts, merged)

    def _line(self, category: str | None) -> list[str]:
        """A category and those above it; one that stands under itself ends the line."""
        line: list[str] = []
        while category is not None and category not in line:
            line.append(category)
            category = self.parents.get(category)
        return line

    def _of_class(self, kind: IncidentClass, moment: datetime, zone: tzinfo) -> Rule | None:
        return self.rule_for(Phase.WHOLE, None, kind, None, _aware(moment).astimezone(zone).date())


def rule_of(row: Mapping[str, Any]) -> Rule:
    """A rule from a row of the file: names in lower case, the window as "08:00-18:00"."""
    opens, _, shuts = str(row.get("window", "08:00-18:00")).partition("-")
    kind = row.get("class")
    return Rule(
        phase=Phase[str(row["phase"]).upper()],
        amount=float(row["amount"]),
        unit=LimitUnit[str(row["unit"]).upper()],
        category=row.get("category"),
        kind=IncidentClass[str(kind).upper()] if kind else None,
        area=row.get("area"),
        valid_from=row.get("from", ALWAYS),
        window=(clock_time(opens), clock_time(shuts)),
    )


def clock_time(text: str) -> time:
    """A time of day written as "08:00"; "24:00" is the end of the day."""
    text = text.strip().zfill(5)
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _by_class(table: Mapping[str, Mapping[str, float]]) -> Iterator[dict[str, Any]]:
    for name, values in table.items():
        unit = "working_days" if values.get("working_days") else "hours"
        yield {"phase": "whole", "class": name, "unit": unit, "amount": values[unit], "window": "00:00-24:00"}


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Refusal("deadlines.naive", "A deadline can't be counted from a time without its time zone.")
    return moment


def _merged(stops: Sequence[Stop]) -> list[tuple[datetime, datetime]]:
    """Stops in order, none overlapping another; those without length fall out."""
    spans = sorted((_aware(stop.begin).astimezone(UTC), _aware(stop.end).astimezone(UTC)) for stop in stops)
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in spans:
        if end <= begin:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _without(
    opens: datetime, shuts: datetime, stops: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a span when the stops are taken out of it."""
    for begin, end in stops:
        if end <= opens or begin >= shuts:
            continue
        if begin > opens:
            yield opens, begin
        opens = max(opens, end)
        if opens >= shuts:
            return
    if opens < shuts:
        yield opens, shuts


def _reached(spans: Iterator[tuple[datetime, datetime]], amounts: Sequence[timedelta]) -> list[datetime]:
    """When a clock that runs in the spans shows each amount, smallest first."""
    found: list[datetime] = []
    done = timedelta(0)
    for opens, shuts in spans:
        while amounts[len(found)] - done <= shuts - opens:
            found.append(opens + (amounts[len(found)] - done))
            if len(found) == len(amounts):
                return found
        done += shuts - opens
    raise OverflowError("the spans have an end")
