"""Sequence: an escalation in its order (dispute, police call, petition), each step within a time of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Relief, ScorePart
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import Choice
from services.risk.model import TABLE, Table
from services.risk.streaming import Counted, Counter, Look, Streaming, lowering
from services.risk.world import Signals, World
from services.words.marker import N_

DAY = 86_400.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Level:
    """Events that complete a step (positions, in order), and the event of the step before that each follows."""

    events: Ints
    before: Ints


class Escalation:
    """How far along the chain it has come. The window holds the whole chain; kinds are the steps, in this order.

    A step follows the newest event that completed the step before it, at most `gap_days` earlier; of two at the very
    same time the one with the lower number came first.
    """

    kind = ModelKind.SEQUENCE
    every = None
    parameters = (
        Parameter("from_step", N_("Warn from step", ctx="parameter"), 2, 1, 20, whole=True),
        Parameter("gap_days", N_("Longest between steps", ctx="parameter"), 30, 0.01, 730, N_("days", ctx="unit")),
        Parameter("radius_m", N_("Radius", ctx="parameter"), 200, 20, 5_000, N_("m", ctx="unit")),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> Streaming:
        """Begins with no signals."""
        return Streaming(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Steps reached by key and when, walking through the events of each key once."""
        choice = Choice.of(scenario, world)
        chosen = signals[choice.mask(signals)]
        chosen = chosen[chosen["at"] + scenario.window.total_seconds() > now]
        rows, keys = choice.keys(chosen)
        numbers = [{world.kinds[code] for code in step if code in world.kinds} for step in scenario.steps()]
        by_key: dict[int, list[tuple[float, int, int]]] = {}
        for row, key in zip(rows.tolist(), keys.tolist(), strict=True):
            one = chosen[row]
            by_key.setdefault(key, []).append((float(one["at"]), int(one["id"]), int(one["kind"])))
        found = []
        for key, events in sorted(by_key.items()):
            ends = [-np.inf] * len(numbers)
            for at, _, kind in sorted(events):
                for step in reversed(range(len(numbers))):
                    if kind in numbers[step] and (step == 0 or at - ends[step - 1] <= _gap(scenario)):
                        ends[step] = at
            reached = [step for step, end in enumerate(ends) if end > -np.inf]
            if reached:
                found.append((key, float(reached[-1] + 1), ends[reached[-1]]))
        return np.array(found, TABLE)

    def counter(self, scenarios: Sequence[Scenario], world: World) -> Counter:
        """Steps reached in many slots, in columns."""
        bits = np.zeros((len(scenarios), len(world.kinds) + 1), np.int64)
        for at, scenario in enumerate(scenarios):
            bits[at] = _bits(scenario, world)
        gaps = np.array([_gap(scenario) for scenario in scenarios])
        least = np.array([_from_step(scenario) for scenario in scenarios])

        def count(book: Book, slots: Ints) -> Counted:
            past, which = book.past(slots), book.scenario[slots]
            levels = _walk(bits[which[past.where], past.kind], past.where, past.at, gaps[which])
            reached, last = np.zeros(len(slots)), np.full(len(slots), -np.inf)
            for step, level in enumerate(levels):
                at = past.where[level.events]
                reached[at], last[at] = step + 1, past.at[level.events]
            return reached, last, (reached >= least[which]) & (reached > 0)

        return count

    def look(self, scenario: Scenario, world: World, key: int, members: Signals, weights: Ints, now: float) -> Look:
        """The chain of one situation; its members are the events that follow one another."""
        chain = _chain(scenario, world, members)
        links = members[chain]
        steps = float(len(scenario.kinds))
        measures = {
            "reached": float(len(chain)),
            "steps": steps,
            "from_step": _from_step(scenario),
            "elapsed_days": float(links["at"][-1] - links["at"][0]) / DAY if len(chain) else 0.0,
            "gap_days": _gap(scenario) / DAY,
            "channels": float(len(set(links["source"].tolist()))),
        }
        return Look(measures, self.reached(measures), links)

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether the chain came far enough."""
        return measures["reached"] >= measures["from_step"]

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How far along, how fast, how bad the end of it is, through how many channels."""
        reached, first = measures["reached"], measures["from_step"]
        beyond = (reached - first) / (measures["steps"] - first) if measures["steps"] > first else 1.0
        ratio = 1 + 2 * beyond if reached >= first else reached / first
        allowed = measures["gap_days"] * (reached - 1)
        speed = 1 - measures["elapsed_days"] / allowed if allowed > 0 else 0.0
        return (
            ScorePart("sequence", scoring.strength(ratio), {n: measures[n] for n in ("reached", "steps", "from_step")}),
            ScorePart(
                "speed",
                scoring.TREND * min(1.0, max(0.0, speed)),
                {name: measures[name] for name in ("elapsed_days", "gap_days", "reached")},
            ),
            ScorePart("harm", scoring.gravity(scenario.harm), {"grade": scenario.harm}),
            ScorePart("channels", scoring.channels(measures["channels"]), {"channels": measures["channels"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """Time won before the next step; one step taken back; brought back before it warns."""
        allowed = measures["gap_days"] * max(0.0, measures["reached"] - 1)
        slower = {**measures, "elapsed_days": max(measures["elapsed_days"], allowed)}
        back = {**slower, "reached": max(0.0, measures["reached"] - 1)}
        before = {**slower, "reached": max(0.0, min(measures["reached"], measures["from_step"]) - 1), "channels": 1.0}
        tried: tuple[Relief, ...] = (
            Relief("slower", slower, {"days": measures["gap_days"]}),
            Relief("step_back", back, {"reached": back["reached"]}),
            Relief("before_it", before, {"reached": before["reached"]}),
        )
        if back["reached"] == before["reached"]:
            tried = (tried[0], tried[2])
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Steps reached, of how many, in how many days."""
        return {name: measures[name] for name in ("reached", "steps", "elapsed_days")}


def _walk(bits: Ints, where: Ints, at: Floats, gaps: Floats) -> list[_Level]:
    """The events that complete each step, of all situations at once; events come by situation, oldest first.

    `bits`: the steps that an event may be; `where` its situation; `gaps` the longest time between steps by situation.
    """
    events = np.flatnonzero(bits & 1)
    levels = [_Level(events, np.full(len(events), -1))]
    step = 1
    while len(events):
        following = np.flatnonzero(bits & (1 << step))
        found = np.searchsorted(events, following) - 1
        before = events[np.maximum(found, 0)]
        fits = (found >= 0) & (where[before] == where[following])
        fits &= at[following] - at[before] <= gaps[where[following]]
        events, before = following[fits], before[fits]
        if len(events):
            levels.append(_Level(events, before))
        step += 1
    return levels


def _chain(scenario: Scenario, world: World, members: Signals) -> list[int]:
    """Rows of the newest chain that came furthest, in order."""
    bits = _bits(scenario, world)[members["kind"]]
    levels = _walk(bits, np.zeros(len(members), np.int64), members["at"], np.array([_gap(scenario)]))
    if not len(levels[-1].events):
        return []
    event = int(levels[-1].events[-1])
    chain = [event]
    for level in reversed(levels[1:]):
        event = int(level.before[np.searchsorted(level.events, event)])
        chain.append(event)
    return chain[::-1]


def _bits(scenario: Scenario, world: World) -> Ints:
    """The steps that each kind may be, as bits; none for an unknown one at the end."""
    found = np.zeros(len(world.kinds) + 1, np.int64)
    for step, codes in enumerate(scenario.steps()):
        for number in world.kind_numbers(codes):
            found[number] |= 1 << step
    return found


def _gap(scenario: Scenario) -> float:
    return DAY * scenario.parameters.get("gap_days", 30.0)


def _from_step(scenario: Scenario) -> float:
    return scenario.parameters.get("from_step", 2.0)
