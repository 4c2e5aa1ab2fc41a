"""The scan of one scenario over the last weeks: what gathers where, against what each place usually has."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Per, Scenario
from services.risk.choosing import keys_of
from services.risk.statistics.scan import Cluster, Search, scan_days, scan_permutation
from services.risk.world import Signals, World

DAY = 86_400.0
CELL = 250.0  # metres: places of a scenario that looks at spots
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """The places that signals happened in: `keys` in order, their `points` (metres), and which each signal's is."""

    keys: Numbers
    points: NDArray[np.float64]
    of_signal: Numbers

    @classmethod
    def of(cls, scenario: Scenario, signals: Signals) -> Places:
        """Those of signals that all have a point and a place of the scenario's level; a place lies where they do."""
        keys, at = np.unique(place_keys(scenario, signals), return_inverse=True)
        count = np.maximum(np.bincount(at, minlength=len(keys)), 1)
        x, y = (np.bincount(at, signals[axis], len(keys)) / count for axis in ("x", "y"))
        return cls(keys, np.column_stack([x, y]), at.astype(np.int64))


def place_keys(scenario: Scenario, signals: Signals) -> Numbers:
    """The place of each signal: an area's index, or a cell of the ground; -1 for none."""
    if scenario.per in (Per.SPOT, Per.CITY, Per.SUBJECT):
        cells = np.floor(np.nan_to_num(signals["x"]) / CELL) * 2**20 + np.floor(np.nan_to_num(signals["y"]) / CELL)
        return np.where(np.isfinite(signals["x"]), cells.astype(np.int64) + 2**40, -1)
    found = np.full(len(signals), -1, np.int64)
    rows, keys = keys_of(scenario, signals)
    found[rows] = keys
    return found


def usable(scenario: Scenario, signals: Signals) -> Signals:
    """Those that have a point and a place, and belong to no drill."""
    kept = np.isfinite(signals["x"]) & (place_keys(scenario, signals) >= 0) & (signals["drill"] == 0)
    return np.asarray(signals[kept])


@dataclass(frozen=True, slots=True)
class Gathered:
    """A cluster with what it is made of: keys of its `places`; its `members` (signals of its days, oldest first);
    `usual`: what a day brings to it, by its own past; `past`: all its signals of the period."""

    cluster: Cluster
    places: frozenset[int]
    members: Signals
    usual: float
    past: Signals


class Hurdle:
    """What chance brought in the last scans of one scenario: who looks back day after day need not draw it anew."""

    def __init__(self) -> None:
        self._tops: deque[float] = deque(maxlen=400)

    def tell(self, tops: NDArray[np.float64]) -> None:
        """Takes the best ratios of replicates."""
        self._tops.extend(tops.tolist())

    def height(self) -> float:
        """A ratio that chance alone brings in a fifth of scans, far from any alarm; 0 while too little is known."""
        return float(np.quantile(self._tops, 0.8)) if len(self._tops) >= 40 else 0.0


def clusters_of(
    scenario: Scenario, world: World, signals: Signals, now: float, hurdle: Hurdle | None = None
) -> list[Gathered]:
    """The clusters that last until now and that chance brings no more often than the scenario allows.

    `signals` are chosen and usable; only those of `past_days` before now count.
    """
    numbers, past = scenario.parameters, past_days(scenario)
    signals = signals[(signals["at"] > now - past * DAY) & (signals["at"] <= now)]
    least, allowed = int(numbers.get("least", 3)), numbers.get("p", 0.01)
    ago = np.floor((now - signals["at"]) / DAY).astype(np.int64)
    longest = longest_days(scenario)
    if np.count_nonzero(ago < longest) < least:
        return []
    replicates = int(numbers.get("replicates", 999))
    how = Search(
        share=numbers.get("share", 0.1), radius=1_000 * numbers.get("max_km", 3.0), longest=longest, least=least,
        replicates=replicates, enough=floor(allowed * (replicates + 1) + 1e-9) or 1, seed=int(now) % 2**32,
        hurdle=hurdle.height() if hurdle else 0.0, tell=hurdle.tell if hurdle else None,
    )  # fmt: skip
    places = Places.of(scenario, signals)
    found = (_among_people if numbers.get("people", 0) else _against_own_past)(world, places, ago, past, how)
    return [
        _gathered(places, signals, ago, one, past) for one in found if one.chance is not None and one.chance <= allowed
    ]


def longest_days(scenario: Scenario) -> int:
    """How many of the last days a cluster may have lasted."""
    window = scenario.window.total_seconds() / DAY
    return max(1, round(min(scenario.parameters.get("max_days", window), window)))


def past_days(scenario: Scenario) -> int:
    """How many days the scan knows of: enough that a cluster's own days are few among them."""
    return max(7 * int(scenario.parameters.get("past_weeks", 12)), 5 * longest_days(scenario))


def _against_own_past(world: World, places: Places, ago: Numbers, past: int, how: Search) -> list[Cluster]:
    return scan_permutation(places.points, places.of_signal, ago, how)


def _among_people(world: World, places: Places, ago: Numbers, past: int, how: Search) -> list[Cluster]:
    """Against the households of the places that are known; where nobody is known to live, one household is thought."""
    table = np.zeros((len(places.keys), past), np.int64)
    np.add.at(table, (places.of_signal, past - 1 - np.minimum(ago, past - 1)), 1)
    homes = np.ones(len(places.keys))
    known = places.keys < len(world.areas)
    homes[known] = np.maximum(world.homes[places.keys[known]], 1)
    return scan_days(places.points, table, homes, how)


def _gathered(places: Places, signals: Signals, ago: Numbers, cluster: Cluster, past: int) -> Gathered:
    inside = np.isin(places.of_signal, cluster.places)
    members = signals[inside & (ago < cluster.days)]
    members = members[np.lexsort((members["id"], members["at"]))]
    before = np.count_nonzero(inside & (ago >= cluster.days)) / max(1, past - cluster.days)
    keys = frozenset(places.keys[list(cluster.places)].tolist())
    return Gathered(cluster, keys, members, before, signals[inside])
