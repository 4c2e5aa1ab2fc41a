"""Frequency: so many in a sliding window at one place (an area, or a spot that ignores borders)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Relief, ScorePart
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import Choice
from services.risk.model import Table
from services.risk.situating import homes_of
from services.risk.streaming import Counted, Counter, Look, Streaming, lowering
from services.risk.windows import tabled
from services.risk.world import Signals, World
from services.words.marker import N_

DAY = 86_400.0


class Frequency:
    """A count over a threshold within the window, growing or not, with those who were hurt."""

    kind = ModelKind.FREQUENCY
    every = None
    parameters = (
        Parameter("threshold", N_("Threshold", ctx="parameter"), 6, 1, 100_000, whole=True),
        Parameter("radius_m", N_("Radius", ctx="parameter"), 200, 20, 5_000, N_("m", ctx="unit")),
        Parameter("hurt", N_("Values are people hurt", ctx="parameter"), 0, 0, 1, whole=True),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> Streaming:
        """Begins with no signals."""
        return Streaming(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Counts by key within the window, from all signals at once."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        chosen = chosen[chosen["at"] + scenario.window.total_seconds() > now]
        rows, keys = choice.keys(chosen)
        table = tabled(keys, choice.weights(chosen)[rows], chosen["at"][rows])
        return np.asarray(table[table["count"] > 0])

    def counter(self, scenarios: Sequence[Scenario], world: World) -> Counter:
        """The sums that the book keeps."""
        least = np.array([1000 * threshold_of(scenario) for scenario in scenarios])

        def count(book: Book, slots: Ints) -> Counted:
            weight = book.weight[slots]
            return weight / 1000, book.last[slots], weight >= least[book.scenario[slots]]

        return count

    def look(self, scenario: Scenario, world: World, key: int, members: Signals, weights: Ints, now: float) -> Look:
        """The numbers of one situation: the last third of the window against the two before."""
        window = scenario.window.total_seconds()
        late = members["at"] > now - window / 3
        count = float(weights.sum()) / 1000
        measures = {
            "count": count,
            "threshold": threshold_of(scenario),
            "days": window / DAY,
            "recent": float(late.sum()),
            "earlier": float((~late).sum()),
            "hurt": float(members["value"].sum()) if scenario.parameters.get("hurt", 0) else 0.0,
            "homes": homes_of(scenario, world, key, members),
        }
        return Look(measures, self.reached(measures), members)

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether it counts enough for a warning."""
        return measures["count"] >= measures["threshold"]

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """Frequency, trend, harm and exposure."""
        days = measures["days"]
        recent, earlier = measures["recent"] / (days / 3), measures["earlier"] / (days * 2 / 3)
        names = ("count", "threshold", "days")
        return (
            ScorePart(
                "frequency",
                scoring.strength(measures["count"] / measures["threshold"]),
                {n: measures[n] for n in names},
            ),
            ScorePart(
                "trend",
                scoring.trend(recent, earlier),
                {
                    "recent": measures["recent"],
                    "recent_days": days / 3,
                    "earlier": measures["earlier"],
                    "earlier_days": days * 2 / 3,
                },
            ),
            ScorePart("harm", scoring.harm(scenario.harm, measures["hurt"]), {"hurt": measures["hurt"]}),
            ScorePart("exposure", scoring.exposure(measures["homes"]), {"homes": measures["homes"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """No more than before in the last third; half of the threshold; none at all."""
        threshold = measures["threshold"]
        calm = measures["earlier"] / 2
        few = min(measures["recent"], float(np.floor(calm)))
        steady = {**measures, "recent": few, "count": measures["earlier"] + few}
        low = float(np.ceil(threshold / 2))
        half = {**measures, "count": low, "recent": low / 3, "earlier": low * 2 / 3, "hurt": 0.0}
        tried = (
            Relief("steady", steady, {"count": few, "days": measures["days"] / 3}),
            Relief("below", half, {"count": low, "days": measures["days"]}),
        )
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Count, window and threshold."""
        return {name: measures[name] for name in ("count", "threshold", "days")}


def threshold_of(scenario: Scenario) -> float:
    """How many it takes."""
    return scenario.parameters.get("threshold", 6.0)
