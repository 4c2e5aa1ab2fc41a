"""Cluster: much in a few places side by side since a few days, whatever borders run between; scanned on a timetable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import log

import numpy as np

from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, grade
from services.risk import scoring
from services.risk.awaited import ordinary
from services.risk.by_day import DAYS, DayLine, as_measures
from services.risk.choosing import Choice
from services.risk.daily import happened
from services.risk.model import Table
from services.risk.scanned import (
    DAY,
    Drawn,
    Gathered,
    Ground,
    clusters_of,
    folded,
    longest_days,
    past_days,
    place_keys,
    usable,
)
from services.risk.statistics.counts import Band
from services.risk.windows import tabled
from services.risk.world import SIGNAL, Signals, World
from services.words.marker import N_

AGAIN = 600.0  # seconds until a scan that failed is tried again
AROUND = 150.0  # metres: the least circle that is drawn, and the room around the outermost signal


class Cluster:
    """Kulldorff's prospective scan: by permutation of the past, or against the households of the places."""

    kind = ModelKind.CLUSTER
    every = timedelta(hours=1)
    parameters = (
        Parameter("max_km", N_("Reaches at most", ctx="parameter"), 3, 0.2, 50, N_("km", ctx="unit")),
        Parameter("max_days", N_("Lasts at most", ctx="parameter"), 14, 1, 90, N_("days", ctx="unit"), whole=True),
        Parameter("share", N_("At most this share of all", ctx="parameter"), 0.1, 0.01, 0.5),
        Parameter("least", N_("At least", ctx="parameter"), 3, 2, 100_000, whole=True),
        Parameter("p", N_("Chance at most", ctx="parameter"), 0.01, 0.001, 0.2),
        Parameter("replicates", N_("Replicates", ctx="parameter"), 999, 99, 9_999, whole=True),
        Parameter("past_weeks", N_("Past looked at", ctx="parameter"), 12, 4, 104, N_("weeks", ctx="unit"), whole=True),
        Parameter("people", N_("Against households", ctx="parameter"), 0, 0, 1, whole=True),
        Parameter("hurt", N_("Values are people hurt", ctx="parameter"), 0, 0, 1, whole=True),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> RunningCluster:
        """Begins with no signals and nothing scanned."""
        return RunningCluster(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Counts by place of the longest time that a cluster may last, from all signals at once."""
        choice = Choice.of(scenario, world)
        chosen = usable(scenario, signals[choice.mask(signals)])
        chosen = chosen[(chosen["at"] > now - longest_days(scenario) * DAY) & (chosen["at"] <= now)]
        return tabled(place_keys(scenario, chosen), choice.weights(chosen), chosen["at"])

    def look_back(
        self, scenario: Scenario, world: World, signals: Signals, begin: float, end: float
    ) -> Iterator[tuple[float, Finding]]:
        """Moments and what a scan would have found then: often enough that none comes and goes between two."""
        choice = Choice.of(scenario, world)
        chosen = folded(usable(scenario, signals[choice.mask(signals)]))
        if not len(chosen):
            return
        step, past = DAY * max(1, min(7, longest_days(scenario) // 3)), past_days(scenario) * DAY
        ground, standing, drawn = Ground.of(scenario, chosen), tuple[Standing, ...](), Drawn()
        for now in np.arange(begin + step, end + step, step).tolist():
            moment, found = min(now, end), list[Gathered]()
            last, fresh, first = np.searchsorted(chosen["at"], [moment, moment - step, moment - past], "right").tolist()
            # a cluster that nothing was added to is none that has just begun
            if fresh < last:
                part = ground.of_some(first, last)
                found = clusters_of(scenario, world, chosen[first:last], moment, part, drawn)
            standing = self.standing(choice, found, standing, moment)
            for one in standing:
                yield moment, one.finding

    def standing(
        self, choice: Choice, found: Sequence[Gathered], before: Sequence[Standing], now: float
    ) -> tuple[Standing, ...]:
        """Clusters as findings; one that shares a place with one that stood before is the same."""
        result: list[Standing] = []
        left = list(before)
        for one in found:
            same = next((known for known in left if known.gathered.places & one.places), None)
            if same is not None:
                left.remove(same)
            finding = self._finding(choice, one, now)
            if same is not None:
                finding = replace(finding, situation=same.finding.situation)
            result.append(Standing(one, finding, now))
        return tuple(result)

    def grown(self, choice: Choice, standing: Standing, fresh: Signals) -> Standing:
        """One with signals that came since its scan; what was expected and how rare it is stay the scan's."""
        members = np.concatenate([standing.gathered.members, fresh])
        members = members[np.lexsort((members["id"], members["at"]))]
        gathered = replace(standing.gathered, members=members)
        finding = self._finding(choice, gathered, standing.scanned_at)
        return replace(standing, gathered=gathered, finding=replace(finding, situation=standing.finding.situation))

    def _finding(self, choice: Choice, one: Gathered, now: float) -> Finding:
        scenario, world = choice.scenario, choice.world
        x, y, radius = circle_of(one.members, one.middle)
        place = place_of(world, one.members, x, y)
        measures = self.measures(choice, one, radius, now)
        parts = self.parts(scenario, measures)
        score = scoring.total(parts)
        return Finding(
            scenario=scenario.code, situation=f"spot:{x:.0f}:{y:.0f}", score=score,
            level=grade(score, scenario.levels), parts=parts,
            at=datetime.fromtimestamp(float(one.members["at"][-1]), UTC), place=place, radius_m=radius,
            signals=tuple(one.members["id"].tolist()), measures=measures, observed=measures["count"],
            expected=measures["expected"], band=(measures["low"], measures["high"]),
            ran_at=datetime.fromtimestamp(now, UTC),
        )  # fmt: skip

    def measures(self, choice: Choice, one: Gathered, radius: float, now: float) -> dict[str, float]:
        """The numbers of one cluster that was scanned at `now`."""
        cluster, members, numbers = one.cluster, one.members, choice.scenario.parameters
        low, high = ordinary(Band(np.array([cluster.expected]), np.zeros(1)))
        late = members["at"] > now - cluster.days * DAY / 3
        towns, homes = {int(town) for town in members["town"] if town >= 0}, 0.0
        if len(choice.world.areas):
            homes = float(sum(choice.world.homes[key] for key in one.places if key < len(choice.world.areas)))
        found = {
            "count": float(len(members)), "expected": cluster.expected, "days": float(cluster.days),
            "low": float(low[0]), "high": float(high[0]),
            "times": len(members) / cluster.expected, "ratio": cluster.ratio, "p": cluster.chance or 1.0,
            "p_most": numbers.get("p", 0.01), "rarity": cluster.rarity or cluster.chance or 1.0,
            "replicates": float(cluster.replicates), "radius_m": radius,
            "places": float(len(one.places)), "towns": float(len(towns)),
            "recent": float(np.count_nonzero(late)) / (cluster.days / 3),
            "earlier": float(np.count_nonzero(~late)) / (cluster.days * 2 / 3),
            "hurt": float(members["value"].sum()) if numbers.get("hurt", 0) else 0.0, "homes": homes,
        }  # fmt: skip
        return {**found, **as_measures(_days(one, now))}

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How rare it is by chance, growth, harm and exposure."""
        # as many times the zeros of the p that just suffices: a p of 1 in 10,000 is twice one of 1 in 100
        most = min(measures["p_most"], 0.5)
        rare = max(1e-12, min(measures["rarity"], most))
        names = ("count", "expected", "days", "times", "p", "rarity")
        return (
            ScorePart("cluster", scoring.strength(log(rare) / log(most)), {n: measures[n] for n in names}),
            ScorePart(
                "trend",
                scoring.trend(measures["recent"], measures["earlier"]),
                {n: measures[n] for n in ("recent", "earlier", "days")},
            ),
            ScorePart("harm", scoring.harm(scenario.harm, measures["hurt"]), {"hurt": measures["hurt"]}),
            ScorePart("exposure", scoring.exposure(measures["homes"]), {"homes": measures["homes"]}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """No more than before in its last third; as few as were to be expected."""
        calm = {**measures, "recent": min(measures["recent"], measures["earlier"])}
        third = measures["days"] / 3
        few = float(np.ceil(measures["expected"]))
        usual = {**calm, "count": few, "times": 1.0, "rarity": measures["p_most"], "p": 1.0, "recent": 0.0}
        return (
            Relief("steady", calm, {"count": float(np.floor(calm["recent"] * third)), "days": third}),
            Relief("usual", usual, {"count": few, "days": measures["days"]}),
        )

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Count, days, what was expected, how rare, how wide and over how many towns."""
        return {n: measures[n] for n in ("count", "days", "expected", "p", "radius_m", "towns")}


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster that a scan found (as of `scanned_at`, in seconds since the epoch), and what was said of it."""

    gathered: Gathered
    finding: Finding
    scanned_at: float


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one run of the timetable found, by scenario; `at`: as of when, in seconds since the epoch."""

    at: float
    found: Mapping[str, tuple[Gathered, ...]]


class RunningCluster:
    """All scenarios of this model at once: signals are kept, scanned on the timetable, and join clusters that stand."""

    def __init__(self, model: Cluster, scenarios: Sequence[Scenario], world: World) -> None:
        self._model = model
        self._choices = {scenario.code: Choice.of(scenario, world) for scenario in scenarios}
        self._recent: dict[str, Signals] = {scenario.code: np.zeros(0, SIGNAL) for scenario in scenarios}
        self._standing: dict[str, tuple[Standing, ...]] = {}
        self._news: dict[tuple[str, str], Finding] = {}
        self._now = self._asked = self._ran = -np.inf

    # ---- the tick ------------------------------------------------------------------------------------------------

    def take(self, signals: Signals, now: float) -> None:
        """Keeps signals; those within a cluster that stands join it."""
        self._now = max(self._now, now)
        for code, choice in self._choices.items():
            mask = choice.mask(signals)
            if not mask.any():
                continue
            fresh = usable(choice.scenario, signals[mask])
            if len(fresh):
                self._recent[code] = np.concatenate([self._live(code), fresh])
                self._join(code, choice, fresh)

    def _join(self, code: str, choice: Choice, fresh: Signals) -> None:
        standing = list(self._standing.get(code, ()))
        for at, one in enumerate(standing):
            begin = float(one.gathered.members["at"][0])
            inside = np.isin(place_keys(choice.scenario, fresh), list(one.gathered.places)) & (fresh["at"] >= begin)
            new = folded(fresh[inside & ~np.isin(happened(fresh), happened(one.gathered.members))])
            if len(new):
                standing[at] = self._model.grown(choice, one, new)
                self._news[code, one.finding.situation] = standing[at].finding
        self._standing[code] = tuple(standing)

    def table(self, scenario: str) -> Table:
        """Counts by place."""
        choice, live = self._choices[scenario], self._live(scenario)
        return tabled(place_keys(choice.scenario, live), choice.weights(live), live["at"])

    def _live(self, code: str) -> Signals:
        kept, choice = self._recent[code], self._choices[code]
        live = kept[(kept["at"] > self._now - longest_days(choice.scenario) * DAY) & (kept["at"] <= self._now)]
        if len(live) < len(kept) // 2:
            self._recent[code] = live
        return live

    def findings(self, now: float) -> list[Finding]:
        """What the last scan found anew, what joined it since, and what is no cluster any more."""
        self._now = max(self._now, now)
        found, self._news = list(self._news.values()), {}
        return found

    # ---- the timetable -------------------------------------------------------------------------------------------

    def due(self, now: float) -> bool:
        """Once an hour; again after a while where it failed."""
        if now - self._ran < Cluster.every.total_seconds() or now - self._asked < AGAIN:
            return False
        self._asked = now
        return True

    def fit(self, signals: Signals, now: float) -> Scanned:
        """Scans every scenario, from all signals of the past."""
        found: dict[str, tuple[Gathered, ...]] = {}
        for code, choice in self._choices.items():
            chosen = folded(usable(choice.scenario, signals[choice.mask(signals)]))
            chosen = chosen[(chosen["at"] > now - past_days(choice.scenario) * DAY) & (chosen["at"] <= now)]
            found[code] = tuple(clusters_of(choice.scenario, choice.world, chosen, now))
        return Scanned(now, found)

    def adopt(self, fitted: Scanned, now: float) -> None:
        """Says what this scan found, and of what stood before and is gone that it is over."""
        self._ran = now
        before, self._standing = self._standing, {}
        for code, gathered in fitted.found.items():
            known, choice = before.get(code, ()), self._choices[code]
            self._standing[code] = self._model.standing(choice, gathered, known, fitted.at)
            named = {one.finding.situation for one in self._standing[code]}
            for one in known:
                if one.finding.situation not in named:
                    over = replace(one.finding, level=None, ran_at=datetime.fromtimestamp(fitted.at, UTC))
                    self._news[code, over.situation] = over
            for one in self._standing[code]:
                self._news[code, one.finding.situation] = one.finding
            self._join(code, choice, self._live(code))  # what came while it was scanned


def circle_of(members: Signals, middle: tuple[float, float]) -> tuple[float, float, float]:
    """The middle and radius, in metres, of a small circle around members: about them, or about the scan's middle."""
    x, y = members["x"], members["y"]
    middles = (middle, (float(x.mean()), float(y.mean())), (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2))
    reaches = [float(np.hypot(x - at[0], y - at[1]).max()) for at in middles]
    best = int(np.argmin(reaches))
    return *middles[best], reaches[best] + AROUND


def place_of(world: World, members: Signals, x: float, y: float) -> Place:
    """The place of a circle's middle, with the areas that all members lie in; the town of most where borders run."""
    ids: list[int | None] = []
    for name in ("town", "village", "grid"):
        known = np.unique(members[name][members[name] >= 0])
        ids.append(int(world.areas.ids[known[0]]) if len(known) == 1 else None)
    if ids[0] is None and (members["town"] >= 0).any():
        towns, counts = np.unique(members["town"][members["town"] >= 0], return_counts=True)
        ids = [int(world.areas.ids[towns[np.argmax(counts)]]), None, None]
    lon, lat = world.lonlat(x, y)
    return Place(PlaceStatus.LOCATED, lon, lat, *ids)


def _days(one: Gathered, now: float) -> Iterator[DayLine]:
    """Its last days of 24 hours, against what its places usually bring."""
    ago = np.floor((now - one.past["at"]) / DAY).astype(np.int64)
    seen = np.bincount(ago[(ago >= 0) & (ago < DAYS)], minlength=DAYS)
    low, high = ordinary(Band(np.array([max(one.usual, 1e-6)]), np.zeros(1)))
    for back in range(DAYS):
        yield DayLine(back, float(seen[back]), one.usual, float(low[0]), float(high[0]))
