"""Coincidence: signals of different sources and kinds that meet on one subject or place within the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Relief, ScorePart
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import Choice
from services.risk.model import TABLE, Table
from services.risk.situating import homes_of
from services.risk.streaming import Counted, Counter, Look, Streaming, lowering
from services.risk.world import Signals, World
from services.words.marker import N_

HOUR = 3_600.0
KINDS = 1 << 16


class Coincidence:
    """How many different things were said, or by how many different sources, whichever is more; never by one alone.

    A kind, and a source, counts once, as much as the heaviest of its signals.
    """

    kind = ModelKind.COINCIDENCE
    every = None
    parameters = (
        Parameter("threshold", N_("Threshold", ctx="parameter"), 3, 2, 50, whole=True),
        Parameter("sources_least", N_("Least sources", ctx="parameter"), 2, 1, 18, whole=True),
        Parameter("kinds_least", N_("Least kinds", ctx="parameter"), 1, 1, 50, whole=True),
        Parameter("radius_m", N_("Radius", ctx="parameter"), 200, 20, 5_000, N_("m", ctx="unit")),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> Streaming:
        """Begins with no signals."""
        return Streaming(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """What met under each key, one key after the other."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        chosen = chosen[chosen["at"] + scenario.window.total_seconds() > now]
        rows, keys = choice.keys(chosen)
        weights = choice.weights(chosen)
        kinds: dict[int, dict[int, int]] = {}
        sources: dict[int, dict[int, int]] = {}
        last: dict[int, float] = {}
        for row, key in zip(rows.tolist(), keys.tolist(), strict=True):
            signal, weight = chosen[row], int(weights[row])
            for voices, voice in ((kinds, int(signal["kind"])), (sources, int(signal["source"]))):
                by_voice = voices.setdefault(key, {})
                by_voice[voice] = max(by_voice.get(voice, 0), weight)
            last[key] = max(last.get(key, -np.inf), float(signal["at"]))
        found = [
            (key, max(sum(kinds[key].values()), sum(sources[key].values())) / 1000, at)
            for key, at in sorted(last.items())
        ]
        table = np.array(found, TABLE)
        return np.asarray(table[table["count"] > 0])

    def counter(self, scenarios: Sequence[Scenario], world: World) -> Counter:
        """What met in many slots, in columns."""
        least = np.array([1000 * _threshold(scenario) for scenario in scenarios])
        sources_least = np.array([scenario.parameters.get("sources_least", 2.0) for scenario in scenarios])
        kinds_least = np.array([scenario.parameters.get("kinds_least", 1.0) for scenario in scenarios])

        def count(book: Book, slots: Ints) -> Counted:
            past, which = book.past(slots), book.scenario[slots]
            kinds, kinds_weigh = _distinct(past.where, past.kind, past.weight, len(slots))
            sources, sources_weigh = _distinct(past.where, past.source, past.weight, len(slots))
            weight = np.maximum(kinds_weigh, sources_weigh)
            enough = (weight >= least[which]) & (sources >= sources_least[which]) & (kinds >= kinds_least[which])
            return weight / 1000, book.last[slots], enough & (weight > 0)

        return count

    def look(self, scenario: Scenario, world: World, key: int, members: Signals, weights: Ints, now: float) -> Look:
        """The numbers of one situation; `hours` lie between the first and the last of it."""
        kinds: dict[int, int] = {}
        sources: dict[int, int] = {}
        for voices, column in ((kinds, members["kind"]), (sources, members["source"])):
            for voice, weight in zip(column.tolist(), weights.tolist(), strict=True):
                voices[voice] = max(voices.get(voice, 0), weight)
        measures = {
            "count": max(sum(kinds.values()), sum(sources.values())) / 1000,
            "threshold": _threshold(scenario),
            "kinds": float(len(kinds)),
            "kinds_least": scenario.parameters.get("kinds_least", 1.0),
            "sources": float(len(sources)),
            "sources_least": scenario.parameters.get("sources_least", 2.0),
            "hours": float(members["at"][-1] - members["at"][0]) / HOUR if len(members) else 0.0,
            "window_hours": scenario.window.total_seconds() / HOUR,
            "homes": homes_of(scenario, world, key, members),
        }
        return Look(measures, self.reached(measures), members)

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether enough met, of enough sources and kinds."""
        return all(
            measures[name] >= measures[least]
            for name, least in (("count", "threshold"), ("sources", "sources_least"), ("kinds", "kinds_least"))
        )

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How much met, how close together in time, how bad it can get, who lives there."""
        close = 1 - measures["hours"] / measures["window_hours"] if measures["count"] > 1 else 0.0
        voices = ("count", "threshold", "kinds", "sources")
        return (
            ScorePart(
                "coincidence",
                scoring.strength(measures["count"] / measures["threshold"]),
                {name: measures[name] for name in voices},
            ),
            ScorePart(
                "closeness",
                scoring.TREND * min(1.0, max(0.0, close)),
                {name: measures[name] for name in ("hours", "window_hours")},
            ),
            ScorePart("harm", scoring.gravity(scenario.harm), {"grade": scenario.harm}),
            ScorePart("exposure", scoring.exposure(measures["homes"]), {"homes": measures["homes"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """One of them settled; all but one; all."""
        fewer = {
            **measures,
            "count": max(0.0, measures["count"] - 1),
            "kinds": max(0.0, measures["kinds"] - 1),
            "sources": max(0.0, measures["sources"] - 1),
        }
        alone = {**measures, "count": min(1.0, measures["count"]), "kinds": 1.0, "sources": 1.0, "hours": 0.0}
        nothing = {**measures, "count": 0.0, "kinds": 0.0, "sources": 0.0, "hours": 0.0}
        tried = (
            Relief("one_settled", fewer, {"count": fewer["count"]}),
            Relief("one_left", alone, {"count": alone["count"]}),
            Relief("settled", nothing, {"days": measures["window_hours"] / 24}),
        )
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Kinds, sources, threshold, and within how many hours."""
        return {name: measures[name] for name in ("count", "threshold", "kinds", "sources", "hours")}


def _distinct(where: Ints, voice: NDArray[np.int16], weight: Ints, count: int) -> tuple[Ints, Ints]:
    """Of each of `count` situations: how many different voices, and their heaviest weights added up (thousandths)."""
    number, total = np.zeros(count, np.int64), np.zeros(count, np.int64)
    if not len(where):
        return number, total
    code = where * KINDS + voice + 1
    order = np.argsort(code)
    code, weight = code[order], weight[order]
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    at = code[starts] // KINDS
    np.add.at(number, at, 1)
    np.add.at(total, at, np.maximum.reduceat(weight, starts))
    return number, total


def _threshold(scenario: Scenario) -> float:
    return scenario.parameters.get("threshold", 3.0)
