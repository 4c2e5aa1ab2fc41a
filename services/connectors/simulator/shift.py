"""A simulated shift as a stream of reports: pure, reproducible by its seed and the moment it begins at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from services.demo.history.sources import source_weights
from services.demo.history.telling import Telling
from services.domain.areas import AreaKind
from services.domain.catalogue import Catalogue, Category
from services.domain.incidents import Report, Severity
from services.geo.shifts import gcj02_from_wgs84

# share of a day's reports by hour of the city's clock: quiet nights, a morning peak, a smaller one in the afternoon
HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 11, 13, 12, 9, 6, 7, 10, 11, 10, 9, 7, 6, 5, 4, 3, 2)
TWIN, NOWHERE, MISLABELLED, OUTSIDE, BURST = 0.06, 0.02, 0.015, 0.01, 0.004
# how usual a category is that nobody has said it of: red is rare
USUAL = {Severity.RED: 0.1, Severity.ORANGE: 1.0, Severity.YELLOW: 10.0, Severity.BLUE: 20.0}
SPOT = {AreaKind.URBAN: "urban", AreaKind.RURAL: "rural", AreaKind.SPECIAL: "special"}
FITS, MISFITS = 1.0, 0.1
# of reports of the same: how many tell it in their own words, from across the street, as something of the same kind
OWN_WORDS, ACROSS, SIBLING = 0.8, 0.12, 0.06
NEAR_METRES, ACROSS_METRES = 12.0, 60.0
# how many name the spot otherwise (its beginning, "nearby"), or not at all
SHORTENED, UNNAMED = 0.2, 0.2
SAME_AS = "~"  # in a report's number: behind it stands the number of the first report of the same


@dataclass(frozen=True, slots=True)
class Plan:
    """What a shift is like: incidents per hour of simulated time (mean of the day), and the seed."""

    per_hour: float = 6.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things happen: the grids' borders (CGCS2000 longitude/latitude), households in each, and their AreaKind.

    `areas`: the ids of the town, village and grid that each of them is; None where it is of no such level.
    """

    polygons: NDArray[np.object_]
    weights: NDArray[np.float64]
    kinds: NDArray[np.int8]
    areas: tuple[tuple[int | None, int | None, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """How people report: how usual each category is (by code), and what they write."""

    usual: Mapping[str, float] = field(default_factory=dict)
    telling: Telling | None = None


class Shift:
    """Makes reports as the clock goes on; all sources, duplicates, wrong coordinates and bursts included."""

    def __init__(self, plan: Plan, ground: Ground, catalogue: Catalogue, habits: Habits = Habits()) -> None:
        self._plan, self._habits = plan, habits
        self._random = Random(plan.seed)
        self._ground = ground
        self._sources = [source for source in catalogue.sources if source.active]
        self._leaves = _leaves(catalogue.categories)
        met = habits.usual  # of a category that a city added nobody has told yet what people say
        self._usual = list(accumulate(met.get(leaf.code, 0 if met else USUAL[leaf.severity]) for leaf in self._leaves))
        self._channels = {leaf.code: list(accumulate(source_weights(self._sources, leaf))) for leaf in self._leaves}
        self._places = {kind: np.cumsum(_fitting(ground, kind)) for kind in (None, *AreaKind)}
        self._siblings = _siblings(self._leaves)
        self._began: datetime | None = None
        self._number = 0
        self._recent: list[Report] = []
        self._pending: list[Report] = []

    def between(self, begin: datetime, end: datetime, hour: int) -> Iterator[Report]:
        """The reports of a stretch of simulated time, oldest first; `hour` is the city clock's."""
        if self._began is None:
            self._began = begin
            self._random = Random(f"{self._plan.seed} {begin.isoformat()}")
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
        self._pending.append(self._spoiled(report))
        self._recent = [*self._recent[-40:], report]
        if chance > 1 - BURST:
            for n in range(self._random.randint(5, 12)):
                self._pending.append(self._twin(report, at + timedelta(seconds=20 * (n + 1))))

    def _report(self, at: datetime) -> Report:
        category = self._random.choices(self._leaves, cum_weights=self._usual)[0]
        source = self._random.choices(self._sources, cum_weights=self._channels[category.code])[0]
        grid = self._grid(category)
        lon, lat = self._point(grid)
        spot, text = self._told(category, source.kind, grid)
        return Report(
            source=source.code,
            category=category.code,
            text=text,
            reported_at=at,
            lon=lon,
            lat=lat,
            address=spot,
            contact="" if source.kind == "device" else self._telephone(),
            external=self._external(),
        )

    def _told(self, category: Category, kind: str, grid: int) -> tuple[str, str]:
        """The spot and the words; the category's name where there are no words for it."""
        telling = self._habits.telling
        if telling is None or category.code not in telling.texts:
            return "", category.name_zh
        place = SPOT[AreaKind(int(self._ground.kinds[grid]))]
        spot = self._random.choice(telling.spots[f"home_{place}" if category.code in telling.at_home else place])
        return spot, self._words(category, kind, spot)

    def _words(self, category: Category, kind: str, spot: str) -> str:
        """What somebody writes of something at a spot."""
        telling = self._habits.telling
        if telling is None or category.code not in telling.texts:
            return category.name_zh
        request = self._random.choice(telling.requests_of(kind, category.code))
        return telling.text(category.code, self._random.random(), spot, self._random.randint(2, 8), request)

    def _spoiled(self, report: Report) -> Report:
        chance = self._random.random()
        if chance < NOWHERE:
            return replace(report, lon=0.0, lat=0.0)
        if chance < NOWHERE + OUTSIDE:
            return replace(report, lon=(report.lon or 0) + 1.5)
        if chance < NOWHERE + OUTSIDE + MISLABELLED:  # GCJ-02 that calls itself something else
            lon, lat = gcj02_from_wgs84(report.lon or 0.0, report.lat or 0.0)
            return replace(report, lon=float(lon), lat=float(lat))
        return report

    def _twin(self, first: Report, at: datetime) -> Report:
        """Somebody else reports the same: near, a little later, by a channel and mostly in words of their own."""
        random = self._random
        metres = ACROSS_METRES if random.random() < ACROSS else NEAR_METRES
        east, north = random.gauss(0, metres), random.gauss(0, metres)
        lat = first.lat and first.lat + north / 111_320
        lon = first.lon and first.lon + east / (111_320 * math.cos(math.radians(first.lat or 0)))
        category = self._siblings[first.category][0]
        if random.random() < SIBLING:
            category = random.choice(self._siblings[first.category])
        source = random.choices(self._sources, cum_weights=self._channels[category.code])[0]
        spot, text = first.address, first.text
        if random.random() < OWN_WORDS:
            spot, said = self._called(first.address)
            text = self._words(category, source.kind, said)
        twin = replace(
            first,
            source=source.code,
            category=category.code,
            text=text,
            address=spot,
            lon=lon,
            lat=lat,
            reported_at=max(at, first.reported_at),
            contact="" if source.kind == "device" else self._telephone(),
            external=f"{self._external()}{SAME_AS}{first.external.rsplit('-', 1)[-1]}",
        )
        return self._spoiled(twin)

    def _called(self, spot: str) -> tuple[str, str]:
        """What somebody else calls the same spot: the address they give, and how they write it in their words."""
        chance = self._random.random()
        if chance < UNNAMED or not spot:
            return "", "这里"
        if chance < UNNAMED + SHORTENED:
            return f"{spot[:4]}附近", f"{spot[:4]}附近"
        return spot, spot

    def _telephone(self) -> str:
        return f"1{self._random.randint(30, 99)}0000{self._random.randint(0, 9999):04d}"

    def _external(self) -> str:
        """A number that no other shift gives, even of the same seed: the same number would be the same report."""
        self._number += 1
        began = 0 if self._began is None else round(self._began.timestamp() * 1000)
        return f"SIM-{self._plan.seed}-{began:x}-{self._number}"

    def _grid(self, category: Category) -> int:
        telling = self._habits.telling
        cumulated = self._places[telling.where.get(category.code) if telling else None]
        at = int(np.searchsorted(cumulated, self._random.random() * cumulated[-1], side="right"))
        return min(at, len(cumulated) - 1)

    def _point(self, grid: int) -> tuple[float, float]:
        polygon = self._ground.polygons[grid]
        west, south, east, north = polygon.bounds
        for _ in range(50):
            lon, lat = self._random.uniform(west, east), self._random.uniform(south, north)
            if shapely.contains_xy(polygon, lon, lat):
                return lon, lat
        inside = polygon.representative_point()
        return inside.x, inside.y


def first_of(external: str) -> str:
    """The number of the first report of the same thing, by a simulated report's own: the truth about duplicates."""
    own, _, first = external.partition(SAME_AS)
    return f"{own.rsplit('-', 1)[0]}-{first}" if first else own


def _siblings(leaves: list[Category]) -> dict[str, list[Category]]:
    """By category: itself, then those under the same heading, which people mix up with it."""
    return {
        leaf.code: [leaf, *(other for other in leaves if other.parent == leaf.parent and other is not leaf)]
        for leaf in leaves
    }


def _fitting(ground: Ground, kind: AreaKind | None) -> NDArray[np.float64]:
    """The weight of each grid for what is met in areas of a kind; None is met anywhere."""
    if kind is None:
        return ground.weights
    rural = ground.kinds == int(AreaKind.RURAL)
    fits = rural if kind is AreaKind.RURAL else ~rural
    return ground.weights * np.where(fits, FITS, MISFITS)


def _leaves(categories: tuple[Category, ...]) -> list[Category]:
    """Categories in use without others below."""
    parents = {category.parent for category in categories}
    return [category for category in categories if category.active and category.code not in parents]


def _poisson(random: Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, product, n = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        n += 1
    return n
