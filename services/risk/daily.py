"""What happened by day and place: kept up as signals come, and as a table of years for those who fit to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Level
from services.domain.refusals import Refusal
from services.domain.scenarios import Per, Scenario
from services.risk.choosing import Choice
from services.risk.statistics.hours import local_days
from services.risk.world import Signals, World

LEVELS = {Per.CITY: Level.CITY, Per.TOWN: Level.TOWN, Per.VILLAGE: Level.VILLAGE, Per.GRID: Level.GRID}
Numbers = NDArray[np.int64]
Told = tuple[int, int, int, float, int, int]  # day, key, weight in thousandths, time, id, what happened


@dataclass(frozen=True, slots=True)
class Rows:
    """The places that a scenario looks at one by one: `keys` as signals are counted under, in order; the `groups`
    (towns) that they lean on; `weights` to begin with (households)."""

    keys: Numbers
    groups: Numbers
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario, world: World) -> Rows:
        """Those of a scenario; a `Refusal` scenario.per where it doesn't look at areas."""
        if scenario.per not in LEVELS:
            raise Refusal(
                "scenario.per",
                "The scenario “{code}” compares areas with their own past; spots and subjects have none.",
                code=scenario.code,
            )
        if scenario.per is Per.CITY:
            return cls(np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1))
        areas = world.areas
        keys = areas.at_level(LEVELS[scenario.per]).astype(np.int64)
        above = keys.copy()
        while len(lower := np.flatnonzero((areas.level[above] > Level.TOWN) & (areas.parent[above] >= 0))):
            above[lower] = areas.parent[above[lower]]
        homes = world.homes[keys].astype(float)
        usual = float(homes[homes > 0].mean()) if (homes > 0).any() else 1.0
        return cls(keys, above, np.where(homes > 0, homes, usual))

    def table(self, choice: Choice, signals: Signals, first: int, last: int) -> NDArray[np.float64]:
        """Weights of chosen signals by place and day (places, days), from one day (ordinal) to another, both within.

        Several reports of one incident count once a day.
        """
        rows, keys = choice.keys(signals)
        days, _ = local_days(signals["at"][rows], choice.world.zone)
        at = np.searchsorted(self.keys, keys)
        inside = (days >= first) & (days <= last) & (at < len(self.keys))
        inside[inside] &= self.keys[at[inside]] == keys[inside]
        length = last - first + 1
        cells = at[inside] * length + days[inside] - first
        weights = np.where(once(cells, signals[rows[inside]]), choice.weights(signals)[rows[inside]], 0)
        counts = np.bincount(cells, weights, len(self.keys) * length) / 1000
        return np.asarray(counts.reshape(len(self.keys), length), float)


def months_of(days: Numbers, months: Iterable[int]) -> NDArray[np.bool_] | None:
    """Which days (ordinals) lie in these months; None for all."""
    wanted = set(months)
    if not wanted:
        return None
    return np.array([date.fromordinal(int(day)).month in wanted for day in days], np.bool_)


def happened(signals: Signals) -> Numbers:
    """What each signal tells of, as a number: the incident that it is a report of, or itself."""
    return np.where(signals["incident"] != 0, -signals["incident"], signals["id"]).astype(np.int64)


def once(cells: Numbers, signals: Signals) -> NDArray[np.bool_]:
    """Which signals, each in a cell, are the first there to tell of what happened."""
    what = happened(signals)
    order = np.lexsort((signals["id"], signals["at"], what, cells))
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(cells[order]) != 0) | (np.diff(what[order]) != 0)
    found = np.zeros(len(order), np.bool_)
    found[order] = new
    return found


@dataclass(slots=True)
class DaySum:
    """What came under one key on one day: weight in thousandths of what happened, each once; the newest time; all
    signals."""

    weight: int = 0
    things: dict[int, int] = field(default_factory=dict)
    last: float = -np.inf
    signals: list[tuple[float, int]] = field(default_factory=list)


class DayCounts:
    """Counts by the city's own days, of the last `length` days; whatever order signals come in."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.today = 0
        self.touched: set[int] = set()
        self._days: dict[int, dict[int, DaySum]] = {}
        self._weights: dict[int, int] = {}

    def move_on(self, today: int) -> bool:
        """Makes it another day; true when it became one. What is too old falls out."""
        if today <= self.today:
            return False
        self.today = today
        for day in [day for day in self._days if day <= today - self.length]:
            for key, gone in self._days.pop(day).items():
                self.touched.add(key)
                self._weights[key] -= gone.weight
                if not any(key in of_day for of_day in self._days.values()):
                    del self._weights[key]
        return True

    def add(self, days: Numbers, keys: Numbers, weights: Numbers, signals: Signals) -> None:
        """Takes signals under keys; those of other days than the last ones are not counted."""
        columns = (days, keys, weights, signals["at"], signals["id"], happened(signals))
        self.count(zip(*(column.tolist() for column in columns), strict=True))

    def count(self, told: Iterable[Told]) -> None:
        """The same, one row after the other."""
        oldest = self.today - self.length
        for day, key, weight, at, ident, what in told:
            if not oldest < day <= self.today:
                continue
            of_day = self._days.get(day)
            if of_day is None:
                of_day = self._days[day] = {}
            found = of_day.get(key)
            if found is None:
                found = of_day[key] = DaySum()
                self._weights.setdefault(key, 0)
            known = found.things.get(what, 0)
            if weight > known:
                found.things[what] = weight
                found.weight += weight - known
                self._weights[key] += weight - known
            if at > found.last:
                found.last = at
            found.signals.append((at, ident))
            self.touched.add(key)

    def keys(self) -> set[int]:
        """All under which something is counted."""
        return set(self._weights)

    def weight(self, key: int) -> int:
        """Weight in thousandths of one key."""
        return self._weights.get(key, 0)

    def sums(self, keys: Iterable[int]) -> list[tuple[int, float]]:
        """Weight in thousandths and newest time of each key."""
        days = list(self._days.values())
        found = []
        for key in keys:
            mine = [of_day[key] for of_day in days if key in of_day]
            found.append((sum(one.weight for one in mine), max((one.last for one in mine), default=-np.inf)))
        return found

    def by_day(self, key: int) -> dict[int, float]:
        """Counts of one key by day."""
        return {day: of_day[key].weight / 1000 for day, of_day in self._days.items() if key in of_day}

    def signals(self, key: int) -> list[int]:
        """Ids of the signals of one key, oldest first, each once."""
        mine = sorted(one for of_day in self._days.values() if key in of_day for one in of_day[key].signals)
        return list(dict.fromkeys([ident for _, ident in mine]))

    def take_touched(self) -> set[int]:
        """The keys that were touched since the last call."""
        touched, self.touched = self.touched, set()
        return touched
