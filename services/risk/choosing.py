"""Which signals a scenario listens to, and what each of them is counted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import PlaceStatus
from services.domain.scenarios import Per, Scenario
from services.risk.spots import nodes_around
from services.risk.world import Signals, World

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
RADIUS = 200.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What one scenario listens to, ready to be asked of many signals; made once for a world."""

    scenario: Scenario
    world: World
    kinds: Mask
    sources: Mask | None
    areas: Mask | None
    hours: Mask | None
    months: Mask | None

    @classmethod
    def of(cls, scenario: Scenario, world: World) -> Choice:
        """The choice of a scenario in a world."""
        filters = scenario.filters
        sources = areas = hours = months = None
        if scenario.sources:
            sources = _marks(len(world.sources), [world.sources[s] for s in scenario.sources if s in world.sources])
        if filters.areas or filters.area_kinds:
            areas = np.append(world.area_mask(filters.areas, filters.area_kinds), np.False_)
        if filters.hours:
            hours = _marks(24, [hour for begin, end in filters.hours for hour in _hours(begin, end)])
        if filters.months:
            months = _marks(13, list(filters.months))
        kinds = _marks(len(world.kinds), world.kind_numbers(scenario.heard()))
        return cls(scenario, world, kinds, sources, areas, hours, months)

    def mask(self, signals: Signals) -> Mask:
        """Which signals count."""
        kind = signals["kind"]
        chosen: Mask = self.kinds[kind] & (kind >= 0)
        return self._fits(signals, chosen) if chosen.any() else chosen

    @property
    def timed(self) -> bool:
        """Whether it listens at some hours or in some months alone."""
        return self.hours is not None or self.months is not None

    def _fits(self, signals: Signals, chosen: Mask) -> Mask:
        if self.sources is not None:
            chosen &= self.sources[signals["source"]] & (signals["source"] >= 0)
        if self.areas is not None:
            chosen &= self.areas[deepest(signals)]
        if self.scenario.filters.least is not None:
            chosen &= signals["value"] >= self.scenario.filters.least
        if self.timed and chosen.any():
            chosen[chosen] = self.in_time(signals[chosen])
        return chosen

    def in_time(self, signals: Signals) -> Mask:
        """Which were perceived in the hours and months that are listened to, on the city's clock."""
        moments = [datetime.fromtimestamp(at, self.world.zone) for at in signals["at"].tolist()]
        fits = np.ones(len(signals), np.bool_)
        if self.hours is not None:
            fits &= self.hours[[moment.hour for moment in moments]]
        if self.months is not None:
            fits &= self.months[[moment.month for moment in moments]]
        return fits

    def weights(self, signals: Signals) -> Numbers:
        """The weight of each signal in thousandths: whole numbers, so that sums are exact however they were made."""
        return np.asarray(self.weight_table()[signals["kind"]])

    def weight_table(self) -> Numbers:
        """The weight of each kind in thousandths."""
        table = np.full(len(self.world.kinds), 1000, np.int64)
        for code, weight in self.scenario.weights.items():
            if code in self.world.kinds:
                table[self.world.kinds[code]] = round(1000 * weight)
        return table

    def keys(self, signals: Signals) -> tuple[NDArray[np.intp], Numbers]:
        """Rows of these signals and the key each is counted under; one counts for many spots, or for none."""
        return keys_of(self.scenario, signals)


class Choices:
    """What all scenarios of one model listen to, asked at once, so that a tick costs little for each of them."""

    def __init__(self, scenarios: Sequence[Scenario], world: World) -> None:
        self.each = tuple(Choice.of(scenario, world) for scenario in scenarios)
        count = len(self.each)
        self._heard = np.zeros((len(world.kinds) + 1, count), np.bool_)
        self._weights = np.zeros((len(world.kinds) + 1, count), np.int64)
        for at, choice in enumerate(self.each):
            self._heard[:, at] = choice.kinds
            self._weights[:-1, at] = choice.weight_table()
        self._from = _together([choice.sources for choice in self.each], len(world.sources) + 1)
        self._inside = _together([choice.areas for choice in self.each], len(world.areas) + 1)
        least = [choice.scenario.filters.least for choice in self.each]
        self._least = np.array([np.nan if one is None else one for one in least])
        self._timed = [at for at, choice in enumerate(self.each) if choice.timed]
        groups: dict[tuple[Per, float], list[int]] = {}
        for at, scenario in enumerate(scenarios):
            radius = scenario.parameters.get("radius_m", RADIUS) if scenario.per is Per.SPOT else 0.0
            groups.setdefault((scenario.per, radius), []).append(at)
        self._groups = [(scenarios[group[0]], _marks(count, group)) for group in groups.values()]

    def pairs(self, signals: Signals) -> tuple[Numbers, Numbers]:
        """Rows of these signals and the scenario (its place) that each counts for."""
        heard = self._heard[signals["kind"]]
        if self._from is not None:
            heard &= self._from[signals["source"]]
        if self._inside is not None:
            heard &= self._inside[deepest(signals)]
        if not np.isnan(self._least).all():
            heard &= (signals["value"][:, None] >= self._least) | np.isnan(self._least)
        rows, which = np.nonzero(heard)
        if len(rows) and self._timed:
            keep = np.ones(len(rows), np.bool_)
            for at in self._timed:
                mine = np.flatnonzero(which == at)
                if len(mine):
                    keep[mine] = self.each[at].in_time(signals[rows[mine]])
            rows, which = rows[keep], which[keep]
        return rows, which

    def keyed(self, signals: Signals) -> tuple[Numbers, Numbers, Numbers]:
        """Rows of these signals, the scenario that each counts for and the key that it is counted under there."""
        rows, which = self.pairs(signals)
        found: list[tuple[Numbers, Numbers, Numbers]] = []
        for scenario, marks in self._groups:
            mine = np.flatnonzero(marks[which]) if len(self._groups) > 1 else np.arange(len(rows))
            if len(mine):
                at, keys = keys_of(scenario, signals[rows[mine]])
                found.append((rows[mine[at]], which[mine[at]], keys))
        if not found:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        rows, which, keys = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return rows, which, keys

    def weights(self, signals: Signals, rows: Numbers, which: Numbers) -> Numbers:
        """The weight of each pair in thousandths."""
        return np.asarray(self._weights[signals["kind"][rows], which])


def keys_of(scenario: Scenario, signals: Signals) -> tuple[NDArray[np.intp], Numbers]:
    """Rows and keys: an area's index, a subject's number, a node of the lattice of spots; 0 for the city."""
    match scenario.per:
        case Per.CITY:
            rows = np.flatnonzero(signals["place"] != int(PlaceStatus.OUTSIDE))
            return rows, np.zeros(len(rows), np.int64)
        case Per.SPOT:
            return nodes_around(signals["x"], signals["y"], scenario.parameters.get("radius_m", RADIUS))
        case Per.SUBJECT:
            rows = np.flatnonzero(signals["subject"] != 0)
            return rows, signals["subject"][rows].astype(np.int64)
        case _:
            rows = np.flatnonzero(signals[str(scenario.per)] >= 0)
            return rows, signals[str(scenario.per)][rows].astype(np.int64)


def deepest(signals: Signals) -> NDArray[np.int32]:
    """The smallest area that each signal is known to be in, as an index; -1 for none."""
    found = np.where(signals["grid"] >= 0, signals["grid"], signals["village"])
    return np.where(found >= 0, found, signals["town"])


def _together(masks: Sequence[Mask | None], length: int) -> Mask | None:
    """Masks of several scenarios as columns; None where none of them leaves anything out."""
    if all(mask is None for mask in masks):
        return None
    return np.column_stack([np.ones(length, np.bool_) if mask is None else mask for mask in masks])


def _marks(length: int, numbers: Sequence[int]) -> Mask:
    """Marks by number; one more at the end for -1, which is never marked."""
    found = np.zeros(length + 1, np.bool_)
    found[list(numbers)] = True
    return found


def _hours(begin: int, end: int) -> Sequence[int]:
    return range(begin, end) if begin <= end else [*range(begin, 24), *range(end)]


def empty_table(dtype: Any) -> NDArray[Any]:
    """A table of nothing."""
    return np.zeros(0, dtype)
