"""Surge: far more in a window of days than a place's own past lets expect, be it a quiet village or a busy town."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, grade
from services.risk import scoring
from services.risk.awaited import Awaited, LastDays, awaited, ordinary, rows_of, window_days
from services.risk.blocks import fitted_blocks
from services.risk.choosing import Choice, Choices
from services.risk.daily import DayCounts, Rows, happened
from services.risk.kept import Kept
from services.risk.model import TABLE, Table
from services.risk.situating import homes_of, name_of, place_of
from services.risk.statistics.counts import Band, early
from services.risk.statistics.hours import DAY, local_days
from services.risk.windows import tabled
from services.risk.world import Signals, World
from services.words.marker import N_

AGAIN = 600.0  # seconds until a fit that failed is tried again
QUIET = 2.0  # seconds between two findings of one situation
Floats = NDArray[np.float64]
Fits = dict[str, Awaited | None]


class Surge:
    """A count against what was awaited of the same days, fitted to two years of the place's own past."""

    kind = ModelKind.SURGE
    every = timedelta(days=1)
    parameters = (
        Parameter(
            "alarm", N_("Alarm at", ctx="parameter"), 1.0, 0.5, 10, N_("× the excess that chance brings", ctx="unit")
        ),
        Parameter("rare_days", N_("Chance brings it once in", ctx="parameter"), 3_000, 20, 1e6, N_("days", ctx="unit")),
        Parameter("least", N_("At least", ctx="parameter"), 3, 1, 100_000, whole=True),
        Parameter(
            "past_weeks", N_("Past looked at", ctx="parameter"), 104, 4, 520, N_("weeks", ctx="unit"), whole=True
        ),
        Parameter("hurt", N_("Values are people hurt", ctx="parameter"), 0, 0, 1, whole=True),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> RunningSurge:
        """Begins with no signals and nothing awaited."""
        return RunningSurge(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Counts by key of the window's days, from all signals at once."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        today = moment(now, world)[0]
        days, _ = local_days(chosen["at"], world.zone)
        within = (days > today - window_days(scenario)) & (days <= today)
        chosen, days = chosen[within], days[within]
        rows, keys = choice.keys(chosen)
        weights, what = choice.weights(chosen)[rows], happened(chosen)[rows]
        # of several reports of one incident under one key on one day the weightiest counts
        told = list(zip(keys.tolist(), days[rows].tolist(), what.tolist(), strict=True))
        things: dict[tuple[int, int, int], int] = {}
        for thing, weight in zip(told, weights.tolist(), strict=True):
            things[thing] = max(weight, things.get(thing, 0))
        counted = np.array([things.pop(thing, 0) for thing in told], np.int64)
        return tabled(keys, counted, chosen["at"][rows])

    def look_back(
        self, scenario: Scenario, world: World, signals: Signals, begin: float, end: float
    ) -> Iterator[tuple[float, Finding]]:
        """Moments and what would have been found then: when each surge was first seen, and its days' last news."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals) & (signals["drill"] == 0) & (signals["at"] <= end)]
        for block in fitted_blocks(choice, chosen, moment(begin, world)[0], moment(end, world)[0], past_of(scenario)):
            for row, day in block.candidates(partial(limits_at, scenario)):
                for now in block.news(row, day, partial(limits_at, scenario)):
                    members, seen = block.members(row, day, now)
                    (usual,) = usual_of(scenario, block.fitted, np.array([row]), *moment(now, world))
                    measures = self.measures(choice, block.fitted, usual, seen, members)
                    key = int(block.fitted.rows.keys[row])
                    yield now, self.finding(choice, block.fitted, measures, key, members, now)

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How far beyond what was awaited, growth against the week before, harm and exposure."""
        # the exceedance, of plain numbers: arrays of one would cost a tick more than all the rest
        room = max(measures["limit"] - measures["expected"], 1e-9)
        above = (measures["count"] - measures["expected"]) / room
        names = ("count", "expected", "limit", "days")
        return (
            ScorePart("surge", scoring.strength(max(0.0, above)), {n: measures[n] for n in names}),
            ScorePart(
                "trend",
                scoring.trend(measures["recent"], measures["earlier"]),
                {n: measures[n] for n in ("recent", "earlier", "days")},
            ),
            ScorePart("harm", scoring.harm(scenario.harm, measures["hurt"]), {"hurt": measures["hurt"]}),
            ScorePart("exposure", scoring.exposure(measures["homes"]), {"homes": measures["homes"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """Half of what is above the expectation; as many as are usual."""
        count, usual = measures["count"], float(np.ceil(measures["expected"]))
        half = float(np.floor((count + usual) / 2))
        found = []
        for code, left in (("half", half), ("usual", min(count, usual))):
            recent = measures["recent"] * left / count if count else 0.0
            found.append(
                Relief(code, {**measures, "count": left, "recent": recent}, {"count": left, "days": measures["days"]})
            )
        return tuple(found)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Count, days, what was expected, and from how many on it is a surge."""
        return {name: measures[name] for name in ("count", "days", "expected", "limit")}

    def measures(
        self, choice: Choice, fitted: Awaited, usual: Usual, seen: Mapping[int, float], members: Signals
    ) -> dict[str, float]:
        """The numbers of one place at the moment of `usual`; `seen` are its counts by day, of the window's days."""
        scenario, length, day = choice.scenario, window_days(choice.scenario), usual.day
        count = sum(number for at, number in seen.items() if day - length < at <= day)
        hurt = float(members["value"].sum()) if scenario.parameters.get("hurt", 0) else 0.0
        found = {
            "count": count, "expected": usual.expected, "limit": usual.limit, "low": usual.low, "high": usual.high,
            "days": float(length), "share": usual.share,
            "recent": count / max(length - 1 + usual.hour / 24, 0.25),
            "earlier": usual.last_days.earlier,
            "hurt": hurt, "homes": homes_of(scenario, choice.world, int(fitted.rows.keys[usual.row]), members),
        }  # fmt: skip
        return {**found, **usual.last_days.with_seen(seen, day)}

    def finding(
        self, choice: Choice, fitted: Awaited, measures: Mapping[str, float], key: int, members: Signals, at: float
    ) -> Finding:
        """What the measures of one place come to."""
        scenario, world = choice.scenario, choice.world
        parts = self.parts(scenario, measures)
        score = scoring.total(parts)
        place, radius = place_of(scenario, world, key, members)
        return Finding(
            scenario=scenario.code, situation=name_of(scenario, world, key), score=score,
            level=grade(score, scenario.levels) if measures["count"] >= measures["limit"] else None, parts=parts,
            at=datetime.fromtimestamp(at, UTC), place=place, radius_m=radius,
            signals=tuple(members["id"].tolist()), measures=measures, observed=measures["count"],
            expected=measures["expected"], band=(measures["low"], measures["high"]),
            ran_at=datetime.fromtimestamp(fitted.ran_at, UTC),
        )  # fmt: skip


class RunningSurge:
    """All scenarios of this model at once: counts by day kept up, compared with what the last fit awaits."""

    def __init__(self, model: Surge, scenarios: Sequence[Scenario], world: World) -> None:
        self._model, self._world = model, world
        for scenario in scenarios:
            Rows.of(scenario, world)  # refuses what can't be compared with its own past
        self._all = Choices(scenarios, world)
        self._choices = {choice.scenario.code: choice for choice in self._all.each}
        self._counts = {scenario.code: DayCounts(window_days(scenario)) for scenario in scenarios}
        self._kept = Kept(DAY * (1 + max((window_days(scenario) for scenario in scenarios), default=1)))
        self._given: dict[str, dict[int, float]] = {scenario.code: {} for scenario in scenarios}
        self._fits: Fits = {}
        self._asked = self._ran = -np.inf
        self._hour = -1

    # ---- the tick ------------------------------------------------------------------------------------------------

    def take(self, signals: Signals, now: float) -> None:
        """Counts signals under the days on which they happened."""
        today = self._today(now)
        for counts in self._counts.values():
            counts.move_on(today)
        rows, which, keys = self._all.keyed(signals)
        if not len(rows):
            return
        order = np.argsort(which, kind="stable")
        rows, which, keys = rows[order], which[order], keys[order]
        told = signals[rows]
        days, _ = local_days(told["at"], self._world.zone)
        columns = (days, keys, self._all.weights(signals, rows, which), told["at"], told["id"], happened(told))
        lines = list(zip(*(column.tolist() for column in columns), strict=True))
        edges = np.searchsorted(which, np.arange(len(self._counts) + 1)).tolist()
        for counts, (begin, end) in zip(self._counts.values(), pairwise(edges), strict=True):
            counts.count(lines[begin:end])
        self._kept.add(signals[np.unique(rows)], now)

    def table(self, scenario: str) -> Table:
        """Counts by key."""
        counts = self._counts[scenario]
        keys = sorted(counts.keys())
        found = np.zeros(len(keys), TABLE)
        for row, (key, (weight, last)) in enumerate(zip(keys, counts.sums(keys), strict=True)):
            found[row] = (key, weight / 1000, last)
        return found

    def findings(self, now: float) -> list[Finding]:
        """What was touched, or what a new hour, day or fit has changed, as far as it is far above what was awaited."""
        (today, clock), hour = moment(now, self._world), int(now // 3_600)
        later, self._hour = hour != self._hour, hour
        looks: list[_Look] = []
        for code, choice in self._choices.items():
            counts, fitted = self._counts[code], self._fits.get(code)
            looked = counts.keys() if counts.move_on(today) else set()
            looked |= counts.take_touched() | (self._given[code].keys() if later else set())
            if looked and fitted is not None:
                looks.append(self._look(choice, counts, fitted, looked, now, clock))
        return self._found(looks, today, clock, now)

    def _look(
        self, choice: Choice, counts: DayCounts, fitted: Awaited, looked: set[int], now: float, clock: float
    ) -> _Look:
        """What is worth a closer look: what is rare, and what was given before."""
        scenario, given = choice.scenario, self._given[choice.scenario.code]
        # what is told already is told again no faster than anybody reads
        wait = {key for key in looked if now - given.get(key, -np.inf) < QUIET}
        counts.touched |= wait
        keys = np.array(sorted(looked - wait), np.int64)
        rows = rows_of(keys, fitted.rows)
        keys = fitted.rows.keys[rows]
        seen = np.array([counts.weight(key) for key in keys.tolist()], float) / 1000
        band, share = fitted.band(rows, counts.today, clock)
        worth = (seen > band.mean) & (seen >= least_of(scenario))
        if alarm_of(scenario) >= 1:  # below the chance that is allowed nothing reaches the limit
            worth[worth] = band.at(worth).chance(seen[worth]) <= rarity(scenario, share[worth])
        if given:
            worth |= np.array([key in given for key in keys.tolist()], np.bool_)
        return _Look(choice, counts, fitted, keys[worth], rows[worth], seen[worth], band.at(worth), share[worth])

    def _found(self, looks: Sequence[_Look], day: int, hour: float, now: float) -> list[Finding]:
        """The findings of several scenarios, their limits and members looked up at once."""
        looks = [look for look in looks if len(look.keys)]
        if not looks:
            return []
        band = Band(*(np.concatenate([getattr(look.band, of) for look in looks]) for of in ("mean", "spread")))
        rare = np.concatenate([rarity(look.choice.scenario, look.share) for look in looks])
        limit = band.limit(rare)
        edges = np.cumsum([0, *(len(look.keys) for look in looks)]).tolist()
        chosen: list[tuple[_Look, Floats, NDArray[np.bool_]]] = []
        for look, (begin, end) in zip(looks, pairwise(edges), strict=True):
            given = self._given[look.choice.scenario.code]
            reach = limits(look.choice.scenario, look.band, limit[begin:end])
            chosen.append((look, reach, (look.seen >= reach) | [key in given for key in look.keys.tolist()]))
        band = band.at(np.concatenate([worth for _, _, worth in chosen]))
        borders = iter(zip(*(side.tolist() for side in ordinary(band)), strict=True))
        told = [
            (look, usual, look.counts.signals(key))
            for look, reach, worth in chosen
            for key, usual in zip(look.keys[worth].tolist(), look.usual(worth, reach, borders, day, hour), strict=True)
        ]
        return list(self._given_out(told, now))

    def _given_out(self, told: Sequence[tuple[_Look, Usual, list[int]]], now: float) -> Iterator[Finding]:
        idents = np.array([ident for _, _, mine in told for ident in mine], np.int64)
        members, begin = self._kept.rows(idents), 0
        for look, usual, mine in told:
            end = begin + len(mine)
            finding = self._finding(look, usual, members[begin:end], now)
            begin = end
            given, key = self._given[look.choice.scenario.code], int(look.fitted.rows.keys[usual.row])
            if finding.level is not None:
                given[key] = now
            elif given.pop(key, None) is None:
                continue
            yield finding

    def _finding(self, look: _Look, usual: Usual, members: Signals, now: float) -> Finding:
        key = int(look.fitted.rows.keys[usual.row])
        measures = self._model.measures(look.choice, look.fitted, usual, look.counts.by_day(key), members)
        last = float(members["at"][-1]) if len(members) else now
        return self._model.finding(look.choice, look.fitted, measures, key, members, last)

    def _today(self, now: float) -> int:
        return moment(now, self._world)[0]

    # ---- the timetable -------------------------------------------------------------------------------------------

    def due(self, now: float) -> bool:
        """Once a day, early; again after a while where it failed."""
        if now - self._ran < Surge.every.total_seconds() or now - self._asked < AGAIN:
            return False
        self._asked = now
        return True

    def fit(self, signals: Signals, now: float) -> Fits:
        """What every scenario's places await, from all signals of the past."""
        last = self._today(now) - 1
        return {code: _fitted(choice, signals, last, now) for code, choice in self._choices.items()}

    def adopt(self, fitted: Fits, now: float) -> None:
        """Compares with these from now on; everything is looked at anew."""
        self._fits, self._ran = fitted, now
        for counts in self._counts.values():
            counts.touched |= counts.keys()


@dataclass(frozen=True, slots=True)
class Usual:
    """What the window of a place (`row` of the fit) has brought by an hour of its last day: `expected`, mostly between
    `low` and `high`, a surge from `limit` on; `share` (0–1) of the whole window; and its `last_days`."""

    row: int
    day: int
    hour: float
    expected: float
    share: float
    limit: float
    low: float
    high: float
    last_days: LastDays


@dataclass(frozen=True, slots=True)
class _Look:
    """Places of one scenario that are worth a closer look, in columns."""

    choice: Choice
    counts: DayCounts
    fitted: Awaited
    keys: NDArray[np.int64]
    rows: NDArray[np.intp]
    seen: Floats
    band: Band
    share: Floats

    def usual(
        self, some: NDArray[np.bool_], reach: Floats, borders: Iterator[tuple[float, float]], day: int, hour: float
    ) -> list[Usual]:
        """What is usual in some of the places; takes the borders of each from what is given for many looks."""
        columns = (self.rows[some], self.band.mean[some], self.share[some], reach[some])
        return _usual(self.fitted, zip(*(column.tolist() for column in columns), strict=True), borders, day, hour)


def usual_of(scenario: Scenario, fitted: Awaited, rows: NDArray[np.intp], day: int, hour: float) -> list[Usual]:
    """What is usual in some places by an hour of a day."""
    band, share = fitted.band(rows, day, hour)
    columns = (rows, band.mean, share, limits_at(scenario, band, share))
    borders = zip(*(side.tolist() for side in ordinary(band)), strict=True)
    return _usual(fitted, zip(*(column.tolist() for column in columns), strict=True), borders, day, hour)


def _usual(
    fitted: Awaited, lines: Iterable[tuple[int, float, float, float]], borders: Iterator[tuple[float, float]],
    day: int, hour: float,
) -> list[Usual]:  # fmt: skip
    lines = list(lines)
    last_days = fitted.last_days([row for row, *_ in lines], day)
    return [
        Usual(row, day, hour, expected, share, limit, *next(borders), of_days)
        for (row, expected, share, limit), of_days in zip(lines, last_days, strict=True)
    ]


def limits_at(scenario: Scenario, band: Band, share: Floats) -> Floats:
    """From how many on it is a surge, a `share` (0–1) of the window having come."""
    return limits(scenario, band, band.limit(rarity(scenario, share)))


def rarity(scenario: Scenario, share: Floats) -> Floats:
    """The chance that a count must stay below, a `share` (0–1) of the window having come."""
    return early(1 / max(scenario.parameters.get("rare_days", 3_000.0), 1.0), share)


def alarm_of(scenario: Scenario) -> float:
    """How many times the excess that chance brings is a surge."""
    return scenario.parameters.get("alarm", 1.0)


def limits(scenario: Scenario, band: Band, rare: Floats) -> Floats:
    """From how many on it is a surge, `rare` being the least counts that chance hardly brings."""
    return np.maximum(np.ceil(band.mean + alarm_of(scenario) * (rare - band.mean) - 1e-9), least_of(scenario))


def least_of(scenario: Scenario) -> float:
    """Fewer are never a surge, however quiet the place."""
    return scenario.parameters.get("least", 3.0)


def moment(now: float, world: World) -> tuple[int, float]:
    """The day (ordinal) and hour on the city's clock."""
    days, hours = local_days([now], world.zone)
    return int(days[0]), float(hours[0])


def _fitted(choice: Choice, signals: Signals, last: int, now: float) -> Awaited | None:
    return awaited(choice, signals, last, past_of(choice.scenario), now)


def past_of(scenario: Scenario) -> int:
    """How many days of the past are looked at."""
    return 7 * int(scenario.parameters.get("past_weeks", 104))
