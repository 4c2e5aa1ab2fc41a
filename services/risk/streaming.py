"""How models that count within a window run: signals by situation, and a new look at those that were touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Per, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, grade
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import RADIUS, Choices
from services.risk.kept import Kept
from services.risk.model import TABLE, Table
from services.risk.situating import name_of, place_of
from services.risk.spots import centres, keys_near
from services.risk.world import Signals, World

# counts, newest times and whether a warning is due, of slots of a book
Counted = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
Counter = Callable[[Book, Ints], Counted]


@dataclass(frozen=True, slots=True)
class Look:
    """What a model sees in one situation: the numbers of its score, whether its threshold is reached, its members."""

    measures: Mapping[str, float]
    reached: bool
    members: Signals


class Streamed(Protocol):
    """What a model that streams says of itself, so that `Streaming` can run it."""

    def counter(self, scenarios: Sequence[Scenario], world: World) -> Counter:
        """A function that counts many slots at once; the scenario of a slot is its place in `scenarios`."""
        ...

    def look(self, scenario: Scenario, world: World, key: int, members: Signals, weights: Ints, now: float) -> Look:
        """One situation from all of its signals, oldest first, with the weight of each in thousandths."""
        ...

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """The score of these measures in its parts."""
        ...


class Streaming:
    """All scenarios of one model at once. A tick counts again, in columns, only those situations that were touched."""

    def __init__(self, model: Streamed, scenarios: Sequence[Scenario], world: World) -> None:
        self._model, self._scenarios, self._world = model, tuple(scenarios), world
        windows = [scenario.window.total_seconds() for scenario in scenarios]
        self._choices, self._book = Choices(self._scenarios, world), Book(windows)
        self._kept = Kept(max(windows, default=0.0))
        self._counter = model.counter(self._scenarios, world)
        self._count, self._last = np.zeros(0), np.zeros(0)
        self._enough, self._given = np.zeros(0, np.bool_), np.zeros(0, np.bool_)
        self._now = -np.inf

    def take(self, signals: Signals, now: float) -> None:
        """Counts signals."""
        self._now = max(self._now, now)
        rows, which, keys = self._choices.keyed(signals)
        if not len(rows):
            self._book.expire(self._now)
            return
        weights = self._choices.weights(signals, rows, which)
        self._book.add(which, keys, signals[rows], weights, self._now)
        self._kept.add(signals[np.unique(rows)], self._now)

    def table(self, scenario: str) -> Table:
        """Counts and newest times by key, of situations that count for anything."""
        self._settle()
        at = [one.code for one in self._scenarios].index(scenario)
        slots = self._book.of_scenario(at)
        slots = slots[self._count[slots] > 0]
        found = np.zeros(len(slots), TABLE)
        found["key"], found["count"], found["last"] = self._book.key[slots], self._count[slots], self._last[slots]
        return found

    def findings(self, now: float) -> list[Finding]:
        """What was touched and reaches a level, or no longer does."""
        self._now = max(self._now, now)
        self._book.expire(self._now)
        slots = self._settle()
        looked = slots[self._enough[slots] | self._given[slots]]
        looked = self._one_for_each_spot(looked) if len(looked) else looked
        past = self._book.past(looked)
        members = self._kept.rows(past.id)
        edges = [*past.begin.tolist(), len(past.id)]
        found: list[Finding] = []
        for slot, (begin, end) in zip(looked.tolist(), pairwise(edges), strict=True):
            finding = self._finding(slot, members[begin:end], past.weight[begin:end])
            if finding.level is not None or self._given[slot]:
                found.append(finding)
            self._given[slot] = finding.level is not None
        self._book.release()
        return found

    def _settle(self) -> Ints:
        slots = self._book.touched()
        more = len(self._book.count) - len(self._count)
        if more:
            self._count, self._last, self._enough, self._given = (
                np.concatenate([column, np.zeros(more, column.dtype)])
                for column in (self._count, self._last, self._enough, self._given)
            )
        if len(slots):
            self._count[slots], self._last[slots], self._enough[slots] = self._counter(self._book, slots)
        return slots

    def _one_for_each_spot(self, looked: Ints) -> Ints:
        """Of spots whose circles meet only one is a situation, the same for as long as it counts enough."""
        which = self._book.scenario[looked]
        found: list[Ints] = []
        for at in np.unique(which).tolist():
            mine, scenario = looked[which == at], self._scenarios[at]
            if scenario.per is Per.SPOT:
                mine = self._spots(at, scenario.parameters.get("radius_m", RADIUS), mine)
            found.append(mine)
        return np.concatenate(found)

    def _spots(self, scenario: int, radius: float, slots: Ints) -> Ints:
        book, given = self._book, self._given
        fallen = slots[given[slots] & ~self._enough[slots]]
        # one that falls may leave a neighbour that still counts enough though nothing touched it
        near = [book.slot(scenario, key) for one in fallen.tolist() for key in keys_near(int(book.key[one]))]
        fresh = {slot for slot in near if slot is not None and self._enough[slot] and not given[slot]}
        fresh |= set(slots[~given[slots]].tolist())
        if not fresh:
            return slots
        standing = np.flatnonzero(given & (self._book.scenario[: len(given)] == scenario) & self._enough)
        order = sorted(fresh, key=lambda slot: (-self._count[slot], int(book.key[slot])))
        chosen = centres(book.key[order], book.key[standing], radius)
        return np.concatenate([slots[given[slots]], np.array(order, np.int64)[chosen]])

    def _finding(self, slot: int, members: Signals, weights: Ints) -> Finding:
        scenario, world, key = self._scenarios[self._book.scenario[slot]], self._world, int(self._book.key[slot])
        look = self._model.look(scenario, world, key, members, weights, self._now)
        last = float(look.members["at"].max()) if len(look.members) else self._now
        return finding_of(
            scenario, world, key, look, self._model.parts(scenario, look.measures), last, float(self._count[slot])
        )


def finding_of(
    scenario: Scenario, world: World, key: int, look: Look, parts: tuple[ScorePart, ...], at: float, observed: float
) -> Finding:
    """The finding of one situation under its key; its place is where its members are."""
    score = scoring.total(parts)
    place, radius = place_of(scenario, world, key, look.members)
    return Finding(
        scenario=scenario.code, situation=name_of(scenario, world, key), score=score,
        level=grade(score, scenario.levels) if look.reached else None, parts=parts,
        at=datetime.fromtimestamp(at, UTC), place=place, radius_m=radius,
        subject=world.subjects.name(key) if scenario.per is Per.SUBJECT else "",
        signals=tuple(look.members["id"].tolist()), measures=look.measures, observed=observed,
    )  # fmt: skip


def lowering(
    scenario: Scenario,
    measures: Mapping[str, float],
    tried: Sequence[Relief],
    parts: Callable[[Scenario, Mapping[str, float]], tuple[ScorePart, ...]],
) -> tuple[Relief, ...]:
    """Those that bring the score down: what is no trouble is nothing to mend."""
    now = scoring.total(parts(scenario, measures))
    return tuple(relief for relief in tried if scoring.total(parts(scenario, relief.measures)) < now)
