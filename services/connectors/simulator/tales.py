"""Small stories of a simulated day: within minutes enough is perceived at one place that a scenario must warn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from services.domain.incidents import Place
from services.domain.scenarios import ModelKind, Per, Scenario
from services.domain.signals import Signal

TOLD_BY = frozenset({ModelKind.FREQUENCY, ModelKind.COINCIDENCE})
PER = frozenset({Per.SPOT, Per.GRID, Per.SUBJECT})
MOST = 9  # a threshold beyond that takes no minutes
LASTS = (timedelta(minutes=1), timedelta(minutes=4))
METRES = 15.0


class Stage(Protocol):
    """What stories need of the day they play in."""

    def sources(self, scenario: Scenario, kind: str) -> Sequence[str]: ...

    def value(self, code: str) -> float: ...

    def somebody(self) -> str: ...

    def grid(self, where: str) -> int: ...

    def place(
        self, where: str = ..., grid: int | None = ..., metres: float = ..., near: Place | None = ...
    ) -> Place: ...


@dataclass(slots=True)
class Tale:
    """A story as signals in order of time, of which some have been told."""

    scenario: Scenario
    left: list[Signal]

    def until(self, now: datetime) -> list[Signal]:
        """The signals that have come by now."""
        due = [signal for signal in self.left if signal.at <= now]
        self.left = self.left[len(due) :]
        return due


def tale(scenarios: Sequence[Scenario], stage: Stage, now: datetime, random: Random) -> Tale | None:
    """A story of one of the scenarios that can warn at this hour; `now` on the city's clock. None where none can."""
    fit = [scenario for scenario in scenarios if can_be_told(scenario, now)]
    if not fit:
        return None
    scenario = random.choice(fit)
    kinds = [kind for kind in sorted(scenario.heard()) if ":" not in kind]
    random.shuffle(kinds)
    least = math.ceil(scenario.parameters.get("threshold", 6.0))
    count = max(least, len(kinds) if scenario.model is ModelKind.COINCIDENCE else 0) + random.randint(1, 3)
    grid, lasts = stage.grid("street"), random.uniform(LASTS[0].total_seconds(), LASTS[1].total_seconds())
    middle = stage.place(grid=grid)
    subject = stage.somebody() if scenario.per is Per.SUBJECT else ""
    found = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        sources = stage.sources(scenario, kind)
        value = stage.value(kind)
        if scenario.filters.least is not None:
            value = max(value, scenario.filters.least)
        at = now + timedelta(seconds=lasts * number / count)
        place = middle if subject else stage.place(grid=grid, metres=METRES, near=middle)
        found.append(Signal(sources[number % len(sources)], kind, at, place, subject, value))
    return Tale(scenario, found)


def can_be_told(scenario: Scenario, now: datetime) -> bool:
    """Whether a few signals of one place or person within minutes make it warn at this hour."""
    if scenario.model not in TOLD_BY or scenario.per not in PER or not scenario.active:
        return False
    if scenario.parameters.get("threshold", 6.0) > MOST or scenario.filters.areas:
        return False
    hours = scenario.filters.hours
    in_hours = not hours or any(
        begin <= now.hour < end if begin <= end else not end <= now.hour < begin for begin, end in hours
    )
    return in_hours and (not scenario.filters.months or now.month in scenario.filters.months)
