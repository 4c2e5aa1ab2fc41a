"""A simulated shift as a stream of reports: pure, reproducible by its seed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.catalogue import Catalogue, Category
from services.domain.incidents import Report

# share of a day's reports by hour of the city's clock: quiet nights, a morning peak, a smaller one in the afternoon
HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 11, 13, 12, 9, 6, 7, 10, 11, 10, 9, 7, 6, 5, 4, 3, 2)
TWIN, NOWHERE, MISLABELLED, OUTSIDE, BURST = 0.06, 0.02, 0.015, 0.01, 0.004


@dataclass(frozen=True, slots=True)
class Plan:
    """What a shift is like: incidents per hour of simulated time (mean of the day), and the seed."""

    per_hour: float = 6.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things happen: the grids' borders (CGCS2000 longitude/latitude) and how many households each has."""

    polygons: NDArray[np.object_]
    weights: NDArray[np.float64]


class Shift:
    """Makes reports as the clock goes on; all 18 sources, duplicates, wrong coordinates and bursts included."""

    def __init__(self, plan: Plan, ground: Ground, catalogue: Catalogue) -> None:
        self._plan = plan
        self._random = Random(plan.seed)
        self._ground = ground
        self._sources = [source.code for source in catalogue.sources if source.active]
        self._leaves = _leaves(catalogue.categories)
        self._cumulated = np.cumsum(ground.weights / ground.weights.sum())
        self._number = 0
        self._recent: list[Report] = []
        self._pending: list[Report] = []

    def between(self, begin: datetime, end: datetime, hour: int) -> Iterator[Report]:
        """The reports of a stretch of simulated time, oldest first; `hour` is the city clock's."""
        seconds = (end - begin).total_seconds()
        expected = self._plan.per_hour * HOURS[hour % 24] / (sum(HOURS) / 24) * seconds / 3600
        for _ in range(_poisson(self._random, expected)):
            self._add(begin + timedelta(seconds=self._random.uniform(0, seconds)))
        due = sorted((r for r in self._pending if r.reported_at <= end), key=lambda r: r.reported_at)
        self._pending = [r for r in self._pending if r.reported_at > end]
        yield from due

    def _add(self, at: datetime) -> None:
        chance = self._random.random()
        if chance < TWIN and self._recent:
            self._pending.append(self._twin(self._random.choice(self._recent), at))
            return
        report = self._report(at)
        self._pending.append(report)
        self._recent = [*self._recent[-40:], report]
        if chance > 1 - BURST:
            for n in range(self._random.randint(5, 12)):
                self._pending.append(self._twin(report, at + timedelta(seconds=20 * (n + 1))))

    def _report(self, at: datetime) -> Report:
        source, category = self._random.choice(self._sources), self._random.choice(self._leaves)
        lon, lat = self._point()
        report = Report(
            source=source,
            category=category.code,
            text=category.name_zh,
            reported_at=at,
            lon=lon,
            lat=lat,
            contact=f"1{self._random.randint(30, 99)}0000{self._random.randint(0, 9999):04d}",
            external=self._external(),
        )
        return self._spoiled(report)

    def _spoiled(self, report: Report) -> Report:
        chance = self._random.random()
        if chance < NOWHERE:
            return replace(report, lon=0.0, lat=0.0)
        if chance < NOWHERE + OUTSIDE:
            return replace(report, lon=(report.lon or 0) + 1.5)
        if chance < NOWHERE + OUTSIDE + MISLABELLED:  # GCJ-02 that calls itself something else
            return replace(report, lon=(report.lon or 0) + 0.0061, lat=(report.lat or 0) - 0.0012)
        return report

    def _twin(self, first: Report, at: datetime) -> Report:
        east, north = self._random.gauss(0, 12), self._random.gauss(0, 12)
        lat = None if first.lat is None else first.lat + north / 111_320
        lon = None if first.lon is None else first.lon + east / (111_320 * math.cos(math.radians(first.lat or 0)))
        source = self._random.choice(self._sources)
        at = max(at, first.reported_at)
        return replace(first, source=source, lon=lon, lat=lat, reported_at=at, external=self._external())

    def _external(self) -> str:
        self._number += 1
        return f"SIM-{self._plan.seed}-{self._random.getrandbits(40):010x}-{self._number}"

    def _point(self) -> tuple[float, float]:
        at = min(int(np.searchsorted(self._cumulated, self._random.random())), len(self._cumulated) - 1)
        polygon = self._ground.polygons[at]
        west, south, east, north = polygon.bounds
        for _ in range(50):
            lon, lat = self._random.uniform(west, east), self._random.uniform(south, north)
            if shapely.contains_xy(polygon, lon, lat):
                return lon, lat
        inside = polygon.representative_point()
        return inside.x, inside.y


def _leaves(categories: tuple[Category, ...]) -> list[Category]:
    """Categories without others below, each as often as its level suggests: red is rare."""
    parents = {category.parent for category in categories}
    share = {1: 1, 2: 4, 3: 14, 4: 40}
    return [c for c in categories if c.active and c.code not in parents for _ in range(share[c.severity])]


def _poisson(random: Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, product, n = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        n += 1
    return n
