"""What a scenario's places await, fitted beforehand: ready to be compared with on every tick of the next days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Scenario
from services.risk.by_day import DAYS, DayLine, as_measures, seen_on
from services.risk.choosing import Choice
from services.risk.daily import Rows, months_of
from services.risk.statistics.counts import Band, Course, Expectation, fit
from services.risk.statistics.hours import day_profile, local_days, share_of_day
from services.risk.world import Signals

Floats = NDArray[np.float64]
LEAST_PAST = 28  # days without which nothing is awaited yet
_WIDE = 0.025
_KEPT = 4_096
WEEK = 7


@dataclass(frozen=True, slots=True)
class LastDays:
    """The last days of a place as measures, those of the window as if nothing had come; and what a day brought in the
    week before the window (`earlier`)."""

    measures: Mapping[str, float]
    earlier: float

    def with_seen(self, seen: Mapping[int, float], day: int) -> dict[str, float]:
        """The measures with what came, by day (ordinals); `day` is the last."""
        return {**self.measures, **{seen_on(day - at): count for at, count in seen.items() if day - DAYS < at <= day}}


@dataclass(slots=True)
class Awaited:
    """Of one scenario: its places, what was fitted when (`ran_at`, seconds since the epoch), the days just before
    (`before`: places, DAYS), and how much of a day comes by which hour."""

    rows: Rows
    expectation: Expectation
    before: Floats
    profile: Floats
    ran_at: float
    _days: dict[int, Floats] = field(default_factory=dict)
    _spreads: dict[int, Floats] = field(default_factory=dict)
    _whole: dict[int, Floats] = field(default_factory=dict)
    _last: dict[tuple[int, int], LastDays] = field(default_factory=dict)

    def band(self, rows: NDArray[np.intp], day: int, hour: float) -> tuple[Band, Floats]:
        """What the window of some places (rows) has brought by this hour of its last day, and the share of it."""
        whole = self.whole(day)[rows]
        mean = whole - self.means(day)[rows] * (1 - float(share_of_day(self.profile, hour)))
        return Band(np.asarray(mean, float), self.spread_on(day)[rows]), mean / np.maximum(whole, 1e-12)

    def bands(self, row: int, day: int, hours: Floats) -> tuple[Band, Floats]:
        """The same of one place at several hours of that day."""
        whole = float(self.whole(day)[row])
        mean = whole - float(self.means(day)[row]) * (1 - share_of_day(self.profile, hours))
        return Band(mean, np.full(len(mean), self.spread_on(day)[row])), mean / max(whole, 1e-12)

    def spread_on(self, day: int) -> Floats:
        """κ of the window that ends with a day, what the fit leaves open included, of each place."""
        if day not in self._spreads:
            self._spreads = {day: self.expectation.windows(day).spread}  # of one day at a time
        return self._spreads[day]

    def whole(self, day: int) -> Floats:
        """What the whole window that ends with a day brings to each place."""
        if day not in self._whole:
            window = self.expectation.course.window
            self._whole = {day: np.asarray(sum(self.means(day - back) for back in range(window)), float)}
        return self._whole[day]

    def means(self, day: int) -> Floats:
        """What a day brings to each place."""
        if day not in self._days:
            if len(self._days) > 60:
                self._days.clear()
            self._days[day] = self.expectation.means([day])[:, 0]
        return self._days[day]

    def last_days(self, rows: Sequence[int], day: int) -> list[LastDays]:
        """The last days of some places, a day itself first."""
        missing = [row for row in dict.fromkeys(rows) if (row, day) not in self._last]
        if missing:
            if len(self._last) > _KEPT:
                self._last.clear()
                missing = list(dict.fromkeys(rows))
            for row, found in zip(missing, self._last_days(missing, day), strict=True):
                self._last[row, day] = found
        return [self._last[row, day] for row in rows]

    def _last_days(self, rows: Sequence[int], day: int) -> Iterator[LastDays]:
        window = self.expectation.course.window
        means = np.array([self.means(day - back)[rows] for back in range(DAYS)])
        # days of a window vary more than it does as a whole
        spread = np.broadcast_to(self.expectation.spread[rows] * window, means.shape)
        low, high = ordinary(Band(means, spread))
        for at, row in enumerate(rows):
            usual = zip(means[:, at].tolist(), low[:, at].tolist(), high[:, at].tolist(), strict=True)
            seen = [0.0 if back < window else self._seen_before(row, day - back) for back in range(DAYS)]
            lines = [
                DayLine(back, count, *numbers)
                for back, (count, numbers) in enumerate(zip(seen, usual, strict=True))
                if count is not None
            ]
            before = [line.seen for line in lines if window <= line.ago < window + WEEK]
            yield LastDays(as_measures(lines), sum(before) / len(before) if before else 0.0)

    def _seen_before(self, row: int, day: int) -> float | None:
        """What was counted on a day before the fit."""
        back = day - self.expectation.last - 1
        return float(self.before[row, back]) if -self.before.shape[1] <= back < 0 else None


def ordinary(band: Band) -> tuple[Floats, Floats]:
    """Between how many counts mostly lie (19 of 20)."""
    both = np.array([1 - _WIDE, _WIDE]).reshape(2, *(1 for _ in band.mean.shape))
    low, high = np.maximum(0.0, band.limit(both) - 1)
    return low, high


def awaited(
    choice: Choice, signals: Signals, last: int, past: int, now: float, begin: Expectation | None = None
) -> Awaited | None:
    """Fits a scenario to all signals up to day `last` (an ordinal), at most `past` days; None where that is too little.

    `signals` may hold others; those of drills never count.
    """
    scenario, world = choice.scenario, choice.world
    chosen = signals[choice.mask(signals) & (signals["drill"] == 0)]
    if not len(chosen):
        return None
    days, hours = local_days(chosen["at"], world.zone)
    first = max(int(days.min()), last - past + 1)
    if last - first + 1 < LEAST_PAST:
        return None
    rows = Rows.of(scenario, world)
    table = rows.table(choice, chosen, first, last)
    counted = months_of(np.arange(first, last + 1), scenario.filters.months)
    expectation = fit(table, rows.groups, rows.weights, last, course_of(scenario), counted, begin)
    known = days <= last
    return Awaited(rows, expectation, table[:, -DAYS:], day_profile(hours[known]), now)


def course_of(scenario: Scenario) -> Course:
    """How the past is looked at: the scenario's window in whole days."""
    days = window_days(scenario)
    return Course(window=days, guard=max(7, days))


def window_days(scenario: Scenario) -> int:
    """The window in the city's own days, the part of today as one."""
    return max(1, round(scenario.window.total_seconds() / 86_400))


def rows_of(keys: NDArray[np.int64], rows: Rows) -> NDArray[np.intp]:
    """Where keys stand among the places; those that are no place are left out."""
    at = np.searchsorted(rows.keys, keys)
    inside = at < len(rows.keys)
    inside[inside] &= rows.keys[at[inside]] == keys[inside]
    return at[inside]
