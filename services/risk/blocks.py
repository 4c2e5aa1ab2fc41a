"""The past of a scenario in blocks of days, each judged by what was fitted to the days before it, all days at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.risk.awaited import LEAST_PAST, Awaited, course_of
from services.risk.by_day import DAYS
from services.risk.choosing import Choice
from services.risk.daily import Rows, months_of, once
from services.risk.statistics.counts import Band, Expectation, fit
from services.risk.statistics.hours import day_profile, day_starts, local_days
from services.risk.world import Signals

Floats = NDArray[np.float64]
Limits = Callable[[Band, Floats], Floats]
LENGTH, LONGER, MANY = 28, 91, 1_000  # days that one fit is good for when looking back; longer for many places
_HARDLY = 0.05  # a count that chance brings more often is no candidate


@dataclass(frozen=True, slots=True)
class Counted:
    """Signals of a scenario by place and day: `table` (places, days) from day `first` (an ordinal) on; and each signal
    under each place that counts it: its `place`, `day`, `hour` (0–24), `weight` (0 where it tells of what is counted
    already), and row in `signals`."""

    first: int
    rows: Rows
    table: Floats
    signals: Signals
    place: NDArray[np.int64]
    day: NDArray[np.int64]
    hour: Floats
    weight: Floats
    row: NDArray[np.intp]

    @classmethod
    def of(cls, choice: Choice, signals: Signals, last: int) -> Counted:
        """Counts signals that are chosen, at least one, up to a day; oldest first."""
        signals = signals[np.argsort(signals["at"], kind="stable")]
        rows, (found, keys) = Rows.of(choice.scenario, choice.world), choice.keys(signals)
        days, hours = local_days(signals["at"][found], choice.world.zone)
        at = np.searchsorted(rows.keys, keys)
        inside = (at < len(rows.keys)) & (days <= last)
        inside[inside] &= rows.keys[at[inside]] == keys[inside]
        place, day, row = at[inside], days[inside], found[inside]
        order = np.lexsort((signals["at"][row], place))
        place, day, row = place[order].astype(np.int64), day[order], row[order]
        first = int(local_days(signals["at"][:1], choice.world.zone)[0][0])
        length = last - first + 1
        weight = np.where(once(place * length + day - first, signals[row]), choice.weights(signals)[row] / 1000, 0.0)
        table: Floats = (
            np.bincount(place * length + day - first, weight, len(rows.keys) * length).reshape(-1, length).astype(float)
        )
        return cls(first, rows, table, signals, place, day, hours[inside][order], weight, row)

    def of_place(self, place: int) -> slice:
        """Its signals, oldest first."""
        begin, end = np.searchsorted(self.place, [place, place + 1])
        return slice(int(begin), int(end))


@dataclass(frozen=True, slots=True)
class Block:
    """Days (ordinals) from `begin` to before `end`, and what was fitted to those before."""

    begin: int
    end: int
    fitted: Awaited
    counted: Counted

    def candidates(self, limits: Limits) -> Iterator[tuple[int, int]]:
        """Places (rows) and days whose window, when it is over, is beyond its limit; day after day."""
        window = self.fitted.expectation.course.window
        first, days = self.counted.first, np.arange(self.begin, self.end)
        running = np.cumsum(np.pad(self.counted.table, ((0, 0), (1, 0))), axis=1)
        last = days - first + 1
        seen = running[:, last] - running[:, np.maximum(0, last - window)]
        means = np.cumsum(
            np.pad(self.fitted.expectation.means(np.arange(self.begin - window + 1, self.end)), ((0, 0), (1, 0))),
            axis=1,
        )
        mean = means[:, window:] - means[:, :-window]
        at, column = np.nonzero((seen > mean) & (seen > 0))
        order = np.lexsort((at, column))
        at, column = at[order], column[order]
        band = Band(mean[at, column], self.fitted.spread_on(self.begin)[at])
        rare = band.chance(seen[at, column]) <= _HARDLY
        at, column, band = at[rare], column[rare], band.at(rare)
        beyond = seen[at, column] >= limits(band, np.ones(len(at)))
        yield from zip(at[beyond].tolist(), days[column[beyond]].tolist(), strict=True)

    def news(self, row: int, day: int, limits: Limits) -> list[float]:
        """When on that day the window was first seen beyond its limit, and the day's last signal (seconds)."""
        mine = self.counted.of_place(row)
        days, at = self.counted.day[mine], self.counted.signals["at"][self.counted.row[mine]]
        before = (days < day) & (days > day - self.fitted.expectation.course.window)
        today = np.flatnonzero(days == day)
        if not len(today):
            return []
        seen = self.counted.weight[mine][before].sum() + np.cumsum(self.counted.weight[mine][today])
        band, share = self.fitted.bands(row, day, self.counted.hour[mine][today])
        beyond = np.flatnonzero(seen >= limits(band, share))
        first = beyond[:1] if len(beyond) else np.array([len(today) - 1])
        return [float(moment) for moment in np.unique(at[today[[int(first[0]), len(today) - 1]]])]

    def members(self, row: int, day: int, now: float) -> tuple[Signals, dict[int, float]]:
        """The signals of a place's window up to a moment of its last day, and its counts by day."""
        mine = self.counted.of_place(row)
        days, rows = self.counted.day[mine], self.counted.row[mine]
        inside = (days > day - self.fitted.expectation.course.window) & (days <= day)
        inside &= self.counted.signals["at"][rows] <= now
        seen: dict[int, float] = {}
        for at, weight in zip(days[inside].tolist(), self.counted.weight[mine][inside].tolist(), strict=True):
            seen[at] = seen.get(at, 0.0) + weight
        return self.counted.signals[np.unique(rows[inside])], seen


def fitted_blocks(choice: Choice, signals: Signals, begin: int, end: int, past: int) -> Iterator[Block]:
    """Blocks from day `begin` to day `end` (ordinals), each with a fit to at most `past` days before it.

    `signals` are those that the scenario chooses; days whose past is too short are left out.
    """
    if not len(signals):
        return
    counted = Counted.of(choice, signals, end)
    course, months = course_of(choice.scenario), choice.scenario.filters.months
    known: Expectation | None = None
    start = max(begin, counted.first + LEAST_PAST)
    days_on = LENGTH if len(counted.rows.keys) <= MANY else LONGER
    while start <= end:
        stop, length = min(start + days_on, end + 1), start - counted.first
        from_day = max(0, length - past)
        table = counted.table[:, from_day:length]
        days = months_of(np.arange(counted.first + from_day, start), months)
        rows = counted.rows
        known = fit(table, rows.groups, rows.weights, start - 1, course, days, known)
        profile = day_profile(counted.hour[counted.day < start], counted.weight[counted.day < start])
        fitted = Awaited(rows, known, table[:, -DAYS:], profile, day_starts(start, choice.world.zone))
        yield Block(start, stop, fitted, counted)
        start = stop
