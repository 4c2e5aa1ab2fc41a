"""The working calendar: which days are worked, and the spans of time in which work is done."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from services.domain.refusals import Refusal

Window = tuple[time, time]
ALWAYS = date(1900, 1, 1)  # what has no beginning begins before everything that a city remembers
# a calendar in which nobody works for so long is a mistake, not a plan
MOST_DAYS = 366 * 60


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked; a year without a table falls back to weekends; `years` are those that are published."""

    off: Container[date] = frozenset()
    work: Container[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> WorkCalendar:
        """From the years of a calendar file: {"2026": {"off": ["10-01/10-07"], "work": ["10-10"]}}.

        A year may say `"provisional": true`: its days count, but nobody has published them yet.
        """
        days = days_of(table)
        work = frozenset(day for day, works in days.items() if works)
        published = frozenset(int(year) for year, lists in table.items() if not lists.get("provisional"))
        return cls(frozenset(days) - work, work, published)

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

    def spans(self, begin: datetime, zone: tzinfo, window: Window) -> Iterator[tuple[datetime, datetime]]:
        """The spans of working time from a moment on, in order, as pairs of UTC datetimes without end.

        The window holds by the city's clocks: a span is longer or shorter where they are changed in it.
        Raises `Refusal` where the calendar has no working day for decades.
        """
        begin = begin.astimezone(UTC)
        day, idle = begin.astimezone(zone).date(), 0
        while idle < MOST_DAYS:
            idle += 1
            if self.is_working(day):
                opens, shuts = window_on(day, zone, window)
                if shuts > begin:
                    idle = 0
                    yield max(begin, opens), shuts
            day += timedelta(days=1)
        raise Refusal("calendar.idle", "The working calendar has no working day within 60 years of {day}.", day=day)


def window_on(day: date, zone: tzinfo, window: Window) -> tuple[datetime, datetime]:
    """When a window of local time opens and shuts on a day, in UTC; one that ends at 00:00 ends with the day."""
    opens, shuts = window
    last = day if shuts > opens else day + timedelta(days=1)
    return (
        datetime.combine(day, opens, tzinfo=zone).astimezone(UTC),
        datetime.combine(last, shuts, tzinfo=zone).astimezone(UTC),
    )


def window_length(window: Window) -> timedelta:
    """How long a window is by the clocks; refuses one that crosses midnight or has no length."""
    opens, shuts = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in window)
    if shuts == timedelta(0):
        shuts = timedelta(days=1)
    if shuts <= opens:
        raise Refusal(
            "deadlines.window",
            "A working window begins and ends on one day: {begin}–{end} does not.",
            begin=f"{window[0]:%H:%M}",
            end=f"{window[1]:%H:%M}",
        )
    return shuts - opens


def days_of(table: Mapping[str, Any]) -> dict[date, bool]:
    """The days that a calendar file names, and whether each is worked."""
    found: dict[date, bool] = {}
    for year, lists in table.items():
        for name, works in (("off", False), ("work", True)):
            for text in lists.get(name, ()):
                found |= dict.fromkeys(_days(int(year), text), works)
    return found


def _days(year: int, text: str) -> list[date]:
    first, _, last = text.partition("/")
    begin, end = (date(year, *map(int, part.split("-"))) for part in (first, last or first))
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
