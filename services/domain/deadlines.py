"""Deadlines: the one file that computes when an incident must be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from services.domain.incidents import IncidentClass


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked; a year without a table falls back to weekends; `years` are those that are published."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> WorkCalendar:
        """From the years of a calendar file: {"2026": {"off": ["10-01/10-07"], "work": ["10-10"]}}.

        A year may say `"provisional": true`: its days count, but nobody has published them yet.
        """
        off, work = set[date](), set[date]()
        for year, lists in table.items():
            for text in lists.get("off", ()):
                off.update(_days(int(year), text))
            for text in lists.get("work", ()):
                work.update(_days(int(year), text))
        published = frozenset(int(year) for year, lists in table.items() if not lists.get("provisional"))
        return cls(frozenset(off), frozenset(work), published)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked: make-up days are, holidays are not, else Monday to Friday."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def is_provisional(self, day: date) -> bool:
        """Whether nobody has said yet which days of that year are worked."""
        return day.year not in self.years

    def add_working_days(self, moment: datetime, days: int, zone: tzinfo) -> datetime:
        """The same time of day that many working days later, in the city's zone; the first day counted is the next."""
        local = moment.astimezone(zone)
        day = local.date()
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return datetime.combine(day, local.time(), tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an incident may take: hours around the clock, or working days."""

    hours: float = 0.0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The limits of each class with the calendar they are counted by."""

    limits: Mapping[IncidentClass, Limit]
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, Any]], calendar: WorkCalendar) -> Deadlines:
        """From a file of limits by the class's lower-case name."""
        limits = {IncidentClass[name.upper()]: Limit(**values) for name, values in table.items()}
        return cls(limits, calendar)

    def due(self, kind: IncidentClass, reported_at: datetime, zone: tzinfo) -> datetime:
        """The moment by which an incident reported then must be done."""
        limit = self.limits[kind]
        moment = reported_at + timedelta(hours=limit.hours)
        return self.calendar.add_working_days(moment, limit.working_days, zone) if limit.working_days else moment

    def is_provisional(self, kind: IncidentClass, due: datetime, zone: tzinfo) -> bool:
        """Whether a deadline was counted in working days of a year that nobody has published yet."""
        return self.limits[kind].working_days > 0 and self.calendar.is_provisional(due.astimezone(zone).date())


def _days(year: int, text: str) -> list[date]:
    first, _, last = text.partition("/")
    begin, end = (date(year, *map(int, part.split("-"))) for part in (first, last or first))
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
