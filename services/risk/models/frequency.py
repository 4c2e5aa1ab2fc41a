"""Frequency: so many in a sliding window at one place (an area, or a spot that ignores borders)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from services.domain.scenarios import ModelKind, Parameter, Per, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, grade
from services.risk import scoring
from services.risk.choosing import Choice
from services.risk.kept import Kept
from services.risk.model import Table
from services.risk.situating import homes_of, ids_of, name_of, place_of
from services.risk.spots import node_place
from services.risk.windows import Window, events_of, tabled
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

    def open(self, scenarios: Sequence[Scenario], world: World) -> RunningFrequency:
        """Begins with no signals."""
        return RunningFrequency(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Counts by key within the window, from all signals at once."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        chosen = chosen[chosen["at"] > now - scenario.window.total_seconds()]
        rows, keys = choice.keys(chosen)
        return tabled(keys, choice.weights(chosen)[rows], chosen["at"][rows])

    def measures(
        self, scenario: Scenario, world: World, key: int, members: Signals, count: float, now: float
    ) -> dict[str, float]:
        """The numbers of one situation: the last third of the window against the two before."""
        window = scenario.window.total_seconds()
        late = members["at"] > now - window / 3
        hurt = float(members["value"].sum()) if scenario.parameters.get("hurt", 0) else 0.0
        return {
            "count": count,
            "threshold": scenario.parameters.get("threshold", 6.0),
            "days": window / DAY,
            "recent": float(late.sum()),
            "earlier": float((~late).sum()),
            "hurt": hurt,
            "homes": homes_of(scenario, world, key, members),
        }

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
            ScorePart("trend", scoring.trend(recent, earlier), {n: measures[n] for n in ("recent", "earlier", "days")}),
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
        return (
            Relief("steady", steady, {"count": few, "days": measures["days"] / 3}),
            Relief("below", half, {"count": low, "days": measures["days"]}),
        )

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Count, window and threshold."""
        return {name: measures[name] for name in ("count", "threshold", "days")}


class RunningFrequency:
    """All scenarios of this model at once, each with its window."""

    def __init__(self, model: Frequency, scenarios: Sequence[Scenario], world: World) -> None:
        self._model, self._world = model, world
        self._choices = [Choice.of(scenario, world) for scenario in scenarios]
        self._windows = {s.code: Window(s.window.total_seconds()) for s in scenarios}
        self._kept = Kept(max((s.window.total_seconds() for s in scenarios), default=0.0))
        self._given: dict[str, set[int]] = {s.code: set() for s in scenarios}

    def take(self, signals: Signals, now: float) -> None:
        """Counts signals."""
        used = np.zeros(len(signals), np.bool_)
        for choice in self._choices:
            mask = choice.mask(signals)
            window = self._windows[choice.scenario.code]
            if not mask.any():
                window.expire(now)
                continue
            used |= mask
            chosen = signals[mask]
            rows, keys = choice.keys(chosen)
            window.add(events_of(rows, keys, choice.weights(chosen), chosen), now)
        self._kept.add(signals[used], now)

    def table(self, scenario: str) -> Table:
        """Counts by key."""
        return self._windows[scenario].table()

    def findings(self, now: float) -> list[Finding]:
        """What was touched and reaches a level, or no longer does."""
        found: list[Finding] = []
        for choice in self._choices:
            window = self._windows[choice.scenario.code]
            window.expire(now)
            given = self._given[choice.scenario.code]
            touched = window.take_touched()
            if touched:
                found += self._look(choice, window, touched, given, now)
        return found

    def _look(self, choice: Choice, window: Window, touched: set[int], given: set[int], now: float) -> list[Finding]:
        scenario, least = choice.scenario, 1000 * choice.scenario.parameters.get("threshold", 6.0)
        full = {key for key in touched if key in window.sums and window.sums[key].weight >= least}
        if scenario.per is Per.SPOT:
            full = _strongest(full, window, scenario.parameters.get("radius_m", 200.0))
        found = [self._finding(choice, window, key, now) for key in sorted(full)]
        reached = {key for key, finding in zip(sorted(full), found, strict=True) if finding.level is not None}
        fallen = (touched & given) - full
        found += [self._finding(choice, window, key, now) for key in sorted(fallen)]
        given |= reached
        given -= fallen | (full - reached)
        return found

    def _finding(self, choice: Choice, window: Window, key: int, now: float) -> Finding:
        scenario, world = choice.scenario, self._world
        events = window.of(key)
        members = self._kept.of(events["id"])
        sums = window.sums.get(key)
        count = sums.weight / 1000 if sums else 0.0
        measures = self._model.measures(scenario, world, key, members, count, now)
        parts = self._model.parts(scenario, measures)
        score = scoring.total(parts)
        place, radius = place_of(scenario, world, key, members)
        enough = count >= measures["threshold"]
        return Finding(
            scenario=scenario.code, situation=name_of(scenario, world, key), score=score,
            level=grade(score, scenario.levels) if enough else None, parts=parts,
            at=datetime.fromtimestamp(float(sums.last) if sums else now, UTC), place=place, radius_m=radius,
            subject=world.subjects.name(key) if scenario.per is Per.SUBJECT else "",
            signals=ids_of(events), measures=measures, observed=count, expected=None,
        )  # fmt: skip


def _strongest(keys: set[int], window: Window, radius: float) -> set[int]:
    """Of nodes whose circles meet, the one that counts most: one place is one situation."""
    order = sorted(keys, key=lambda key: (-window.sums[key].weight, key))
    kept: list[tuple[int, float, float]] = []
    for key in order:
        x, y = node_place(key, radius)
        if all(np.hypot(x - a, y - b) > 2 * radius for _, a, b in kept):
            kept.append((key, x, y))
    return {key for key, _, _ in kept}
