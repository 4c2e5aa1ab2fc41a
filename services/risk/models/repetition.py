"""Repetition: the same subject, household or place again and again, through whatever channel, at shorter intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Relief, ScorePart
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import Choice
from services.risk.model import TABLE, Table
from services.risk.streaming import Counted, Counter, Look, Streaming, lowering
from services.risk.world import Signals, World
from services.words.marker import N_

DAY, HOUR = 86_400.0, 3_600.0


class Repetition:
    """Times within the window, of which those closer together than a gap are one, and the channels they came through.

    A time counts as much as the heaviest of its signals.
    """

    kind = ModelKind.REPETITION
    every = None
    parameters = (
        Parameter("threshold", N_("Threshold", ctx="parameter"), 3, 2, 1_000, whole=True),
        Parameter("channels_least", N_("Least channels", ctx="parameter"), 1, 1, 18, whole=True),
        Parameter("gap_hours", N_("Closer together is one", ctx="parameter"), 12, 0, 2_400, N_("hours", ctx="unit")),
        Parameter("radius_m", N_("Radius", ctx="parameter"), 200, 20, 5_000, N_("m", ctx="unit")),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> Streaming:
        """Begins with no signals."""
        return Streaming(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Times by key, one key after the other."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        chosen = chosen[chosen["at"] + scenario.window.total_seconds() > now]
        rows, keys = choice.keys(chosen)
        weights = choice.weights(chosen)
        by_key: dict[int, list[tuple[float, int]]] = {}
        for row, key in zip(rows.tolist(), keys.tolist(), strict=True):
            by_key.setdefault(key, []).append((float(chosen["at"][row]), int(weights[row])))
        found = []
        for key, times in sorted(by_key.items()):
            total, heaviest, before = 0, 0, -np.inf
            for at, weight in sorted(times):
                if at - before >= _gap(scenario):
                    total, heaviest = total + heaviest, 0
                heaviest, before = max(heaviest, weight), at
            if total + heaviest > 0:
                found.append((key, (total + heaviest) / 1000, before))
        return np.array(found, TABLE)

    def counter(self, scenarios: Sequence[Scenario], world: World) -> Counter:
        """Times of many slots in columns."""
        gaps = np.array([_gap(scenario) for scenario in scenarios])
        least = np.array([1000 * _threshold(scenario) for scenario in scenarios])

        def count(book: Book, slots: Ints) -> Counted:
            past, which = book.past(slots), book.scenario[slots]
            total = np.zeros(len(slots), np.int64)
            if len(past.at):
                new = np.ones(len(past.at), np.bool_)
                new[1:] = (past.where[1:] != past.where[:-1]) | (np.diff(past.at) >= gaps[which][past.where[1:]])
                starts = np.flatnonzero(new)
                np.add.at(total, past.where[starts], np.maximum.reduceat(past.weight, starts))
            return total / 1000, book.last[slots], (total >= least[which]) & (total > 0)

        return count

    def look(self, scenario: Scenario, world: World, key: int, members: Signals, weights: Ints, now: float) -> Look:
        """The numbers of one situation; intervals are between the beginnings of two times, in days."""
        gap, before = _gap(scenario), -np.inf
        starts: list[float] = []
        heaviest: list[int] = []
        for at, weight in zip(members["at"].tolist(), weights.tolist(), strict=True):
            if at - before >= gap:
                starts.append(at)
                heaviest.append(0)
            before, heaviest[-1] = at, max(heaviest[-1], weight)
        intervals = [(later - earlier) / DAY for earlier, later in pairwise(starts)]
        half = len(intervals) // 2
        measures = {
            "count": sum(heaviest) / 1000,
            "threshold": _threshold(scenario),
            "days": scenario.window.total_seconds() / DAY,
            "channels": float(len(set(members["source"].tolist()))),
            "channels_least": scenario.parameters.get("channels_least", 1.0),
            "interval_before": median(intervals[:half]) if half else 0.0,
            "interval": median(intervals[half:]) if half else 0.0,
        }
        return Look(measures, self.reached(measures), members)

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether it came back often enough, through enough channels."""
        return measures["count"] >= measures["threshold"] and measures["channels"] >= measures["channels_least"]

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How often, whether the intervals shorten, how bad it can get, through how many channels."""
        before, after = measures["interval_before"], measures["interval"]
        shorter = scoring.trend(1 / after, 1 / before) if before > 0 and after > 0 else 0.0
        return (
            ScorePart(
                "repetition",
                scoring.strength(measures["count"] / measures["threshold"]),
                {name: measures[name] for name in ("count", "threshold", "days")},
            ),
            ScorePart("shortening", shorter, {"interval": after, "interval_before": before}),
            ScorePart("harm", scoring.gravity(scenario.harm), {"grade": scenario.harm}),
            ScorePart("channels", scoring.channels(measures["channels"]), {"channels": measures["channels"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """No sooner again than at first; so quiet that the oldest leave the window; settled for good."""
        below = max(0.0, measures["threshold"] - 1)
        calm = {**measures, "interval": measures["interval_before"]}
        quiet = {**calm, "count": min(measures["count"], below)}
        settled = {**calm, "count": 0.0, "channels": 0.0, "interval": 0.0, "interval_before": 0.0}
        tried = (
            Relief("calmer", calm, {"interval": measures["interval_before"]}),
            Relief("quiet", quiet, {"count": quiet["count"], "days": measures["days"]}),
            Relief("settled", settled, {"days": measures["days"]}),
        )
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Times, window, threshold and channels."""
        return {name: measures[name] for name in ("count", "threshold", "days", "channels")}


def _gap(scenario: Scenario) -> float:
    return HOUR * scenario.parameters.get("gap_hours", 12.0)


def _threshold(scenario: Scenario) -> float:
    return scenario.parameters.get("threshold", 3.0)
