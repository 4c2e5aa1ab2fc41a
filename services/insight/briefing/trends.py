"""The briefing's page of trends: what came and went by the day, and when in the week it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from services.domain.case_filter import CaseFilter
from services.insight.briefing.count import Count
from services.insight.briefing.intervals import Interval, growth
from services.insight.briefing.phrases import Amount, Decimal, Phrase, Value
from services.live.picture import Picture
from services.store import queries_trends
from services.store.reader import Reader
from services.words import N_
from services.words.moments import LONG_WEEKDAYS

SPANS = (30, 90)
WEEKS = 12
RATED = CaseFilter(rated=True)
WEEKDAYS = 7
HOURS = 24


@dataclass(frozen=True, slots=True)
class Span:
    """The last `days` whole days, the last of them yesterday, against as many before.

    `grown` is the interval of the change of what was reported; None where the records don't reach back.
    """

    days: int
    reported: Count
    closed: Count
    before: Count
    grown: Interval | None
    finding: Phrase
    qualifier: Phrase


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole days in a row with their counts (int64): `dates[i]` begins at `begins[i]` and ends at `begins[i + 1]`."""

    dates: tuple[date, ...]
    begins: tuple[datetime, ...]
    reported: NDArray[np.int64]
    closed: NDArray[np.int64]

    def of_day(self, at: int, closed: bool = False) -> Count:
        """What was reported (or closed) on one of the days."""
        period = (self.begins[at], self.begins[at + 1])
        if closed:
            title = Phrase(N_("Closed on {day}"), {"day": self.dates[at]})
            return Count(int(self.closed[at]), CaseFilter(closed=period, rated=True), title)
        title = Phrase(N_("Reported on {day}"), {"day": self.dates[at]})
        return Count(int(self.reported[at]), CaseFilter(reported=period, rated=True), title)


@dataclass(frozen=True, slots=True)
class Week:
    """Reports by weekday (Monday first) and hour over WEEKS whole weeks: int64 (7, 24); `days` are their days."""

    counts: NDArray[np.int64]
    days: tuple[date, ...]
    zone: ZoneInfo

    def cell(self, weekday: int, hour: int) -> Count:
        """What was reported in one hour of the week, in all of the weeks."""
        days = [day for day in self.days if day.weekday() == weekday]
        periods = tuple((_hour(day, hour, self.zone), _hour(day, hour + 1, self.zone)) for day in days)
        title = Phrase(
            N_("Reported on {weekday}, {from}:00–{to}:00, {weeks} weeks"),
            {"weekday": Phrase(LONG_WEEKDAYS[weekday], ctx="date"), "from": f"{hour:02}", "to": f"{hour + 1:02}",
             "weeks": str(len(days))},
        )  # fmt: skip
        return Count(int(self.counts[weekday, hour]), CaseFilter(reported_within=periods, rated=True), title)

    @property
    def busiest(self) -> tuple[int, int]:
        """Weekday and hour in which most is reported."""
        weekday, hour = np.unravel_index(int(self.counts.argmax()), self.counts.shape)
        return int(weekday), int(hour)


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """Everything on the page: the days of twice the longest span, the spans by their length, the week."""

    calendar: Calendar
    spans: tuple[Span, ...]
    week: Week


def read_trends(reader: Reader, picture: Picture, now: datetime) -> TrendsPage:
    """The page from the database of the picture's state; `now` is in the city's zone."""
    zone, today = picture.city.zone, now.date()
    days = tuple(today - timedelta(days=back) for back in range(2 * max(SPANS), 0, -1))
    hours = [_hour(day, hour, zone) for day in days for hour in range(HOURS)] + [_hour(today, 0, zone)]
    reported = _hourly(reader, "reported_at", hours)
    closed = _hourly(reader, "closed_at", hours)
    calendar = Calendar(days, tuple(hours[::HOURS]), reported.sum(axis=1), closed.sum(axis=1))
    last = WEEKS * WEEKDAYS
    counts = np.zeros((WEEKDAYS, HOURS), np.int64)
    np.add.at(counts, [day.weekday() for day in days[-last:]], reported[-last:])
    week = Week(counts, days[-last:], zone)
    return TrendsPage(calendar, tuple(_span(calendar, week, n) for n in SPANS), week)


def _hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    return begin + timedelta(hours=hour)


def _hourly(reader: Reader, column: str, hours: Sequence[datetime]) -> NDArray[np.int64]:
    """Counts (days, 24) by the hours of the city's clock, whose beginnings are given; the last one is the end."""
    counts = np.zeros(len(hours) - 1, np.int64)
    found = queries_trends.by_quarter(reader, RATED, column, hours[0], hours[-1])
    if found:
        quarters, n = np.array(found, np.int64).T
        limits = np.array([round(hour.timestamp() * 1000) for hour in hours], np.int64)
        np.add.at(counts, np.searchsorted(limits, quarters, side="right") - 1, n)
    return counts.reshape(-1, HOURS)


def _span(calendar: Calendar, week: Week, days: int) -> Span:
    begins, end = calendar.begins, calendar.begins[-1]
    period, previous = (begins[-1 - days], end), (begins[-1 - 2 * days], begins[-1 - days])
    now, before = calendar.reported[-days:], calendar.reported[-2 * days : -days]
    values: dict[str, Value] = {"days": str(days)}
    reported = Count(
        int(now.sum()), CaseFilter(reported=period, rated=True), Phrase(N_("Reported in {days} whole days"), values)
    )
    closed = Count(
        int(calendar.closed[-days:].sum()), CaseFilter(closed=period, rated=True),
        Phrase(N_("Closed in {days} whole days"), values),
    )  # fmt: skip
    earlier = Count(
        int(before.sum()), CaseFilter(reported=previous, rated=True),
        Phrase(N_("Reported in the {days} days before"), values),
    )  # fmt: skip
    # records that begin inside the earlier days can't be compared with
    grown = growth(before.tolist(), now.tolist()) if before[: days // 10].any() else None
    return Span(
        days, reported, closed, earlier, grown, _finding(days, reported, earlier, grown), _qualifier(closed, week)
    )


def _finding(days: int, reported: Count, before: Count, grown: Interval | None) -> Phrase:
    """Whether more is reported than before, in one sentence."""
    values: dict[str, Value] = {"days": str(days), "n": Amount(reported.value), "before": Amount(before.value)}
    if not reported.value:
        return Phrase(N_("Nothing was reported in the last {days} days."), values)
    if grown is None:
        return Phrase(N_("{n} reported in {days} days; there are no records to compare with."), values)
    if grown.holds(0.0):
        return Phrase(
            N_("{n} reported in {days} days: no clear change from the {days} days before ({before})."), values
        )
    change = Decimal(100 * (reported.value / before.value - 1), change=True)
    return Phrase(
        N_("{n} reported in {days} days: {change} against the {days} days before ({before})."),
        {**values, "change": change},
    )


def _qualifier(closed: Count, week: Week) -> Phrase:
    values: dict[str, Value] = {"closed": Amount(closed.value)}
    if not week.counts.any():
        return Phrase(N_("Closed in the same days: {closed}."), values)
    weekday, hour = week.busiest
    return Phrase(
        N_("Closed in the same days: {closed}. Most comes on {weekday} at {hour}:00."),
        {**values, "weekday": Phrase(LONG_WEEKDAYS[weekday], ctx="date"), "hour": str(hour)},
    )
