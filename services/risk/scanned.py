"""The scan of one scenario over the last weeks: what gathers where, against what each place usually has."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Per, Scenario
from services.risk.choosing import keys_of
from services.risk.daily import once
from services.risk.statistics.scan import Cluster, Search, scan_days, scan_neighbours
from services.risk.statistics.windows import Neighbours
from services.risk.world import Signals, World

DAY, WEEK = 86_400.0, 7
_LOOSE = 5.0  # few replicates count chance but roughly: what they leave is judged by the distribution they follow
_POOL, _ANEW = 120, 4  # replicates that a look back counts from, and that each of its scans draws
CELL = 250.0  # metres: places of a scenario that looks at spots
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where signals happened: `keys` of places in order, each signal's place among them, and who lies near whom.

    Made once for signals that all have a point and a place of the scenario's level; a place lies where they do.
    """

    keys: Numbers
    of_signal: Numbers
    near: Neighbours
    points: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario, signals: Signals) -> Ground:
        """That of signals."""
        keys, at = np.unique(place_keys(scenario, signals), return_inverse=True)
        count = np.maximum(np.bincount(at, minlength=len(keys)), 1)
        points = np.column_stack([np.bincount(at, signals[axis], len(keys)) / count for axis in ("x", "y")])
        return cls(keys, at.astype(np.int64), Neighbours.of(points, reach(scenario)), points)

    def of_some(self, begin: int, end: int) -> Ground:
        """That of the signals from one row to before another."""
        at = self.of_signal[begin:end]
        some = np.zeros(len(self.keys), np.bool_)
        some[at] = True
        number = np.cumsum(some) - 1
        return Ground(self.keys[some], number[at], self.near.among(some), self.points[some])


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


def folded(signals: Signals) -> Signals:
    """Those that are the first to tell of what happened, oldest first: reports of one incident gather nothing."""
    first = signals[once(np.zeros(len(signals), np.int64), signals)]
    return np.asarray(first[np.lexsort((first["id"], first["at"]))])


@dataclass(frozen=True, slots=True)
class Gathered:
    """A cluster with what it is made of: keys of its `places` and the `middle` of its circle (metres); its `members`
    (signals of its days, oldest first); `usual`: what a day brings to it, by its own past; `past`: all its signals of
    the period."""

    cluster: Cluster
    middle: tuple[float, float]
    places: frozenset[int]
    members: Signals
    usual: float
    past: Signals


class Drawn:
    """What chance brought in the last scans of one scenario, so that a look back over years draws little anew."""

    def __init__(self) -> None:
        self.tops: deque[float] = deque(maxlen=_POOL)
        self.scans = 0  # since one drew

    def tell(self, tops: NDArray[np.float64]) -> None:
        """Takes the best ratios of replicates."""
        self.tops.extend(tops.tolist())
        self.scans = 0

    def left(self) -> int:
        """How many replicates a scan has to draw: as many as are missing, then a few, so that old ones give way.

        A scan that needs none draws none; the next that does makes up for it.
        """
        return max(min(_ANEW * max(1, self.scans), _POOL), _POOL - len(self.tops))


def clusters_of(
    scenario: Scenario, world: World, signals: Signals, now: float, ground: Ground | None = None,
    drawn: Drawn | None = None,
) -> list[Gathered]:  # fmt: skip
    """The clusters that last until now and that chance brings no more often than the scenario allows.

    `signals` are chosen, usable, folded and of the `past_days` before now. `ground` is theirs where it is known
    already. `drawn`: what chance brought before, instead of all the scenario's replicates.
    """
    numbers, longest = scenario.parameters, longest_days(scenario)
    least, allowed = int(numbers.get("least", 3)), numbers.get("p", 0.01)
    ago = np.floor((now - signals["at"]) / DAY).astype(np.int64)
    if np.count_nonzero(ago < longest) < least:
        return []
    replicates = int(numbers.get("replicates", 999))
    how = Search(
        share=numbers.get("share", 0.1), radius=reach(scenario), longest=longest, lengths=lengths(longest), least=least,
        replicates=replicates, most=allowed, enough=floor(allowed * (replicates + 1) + 1e-9) or 1,
        seed=int(now) % 2**32,
    )  # fmt: skip
    if drawn is not None:
        drawn.scans += 1
        how = replace(
            how, replicates=drawn.left(), enough=None, before=tuple(drawn.tops), tell=drawn.tell, most=_LOOSE * allowed
        )
    ground = ground or Ground.of(scenario, signals)
    if numbers.get("people", 0):
        found = _among_people(world, ground, ago, past_days(scenario), how)
    else:
        found = scan_neighbours(ground.near, ground.of_signal, ago, how)
    rare = [one for one in found if (one.rarity if drawn else one.chance) is not None]
    return [
        _gathered(ground, signals, ago, one, past_days(scenario))
        for one in rare
        if ((one.rarity if drawn else one.chance) or 0.0) <= allowed
    ]


def lengths(longest: int) -> tuple[int, ...]:
    """The numbers of days that are tried: every one of the first week, then in steps that grow with them."""
    found, step = [], 1.0
    while (days := round(step)) < longest:
        found.append(days)
        step = step + 1 if step < WEEK else step * 1.25
    return (*found, longest)


def reach(scenario: Scenario) -> float:
    """How far a cluster may reach from its middle, in metres."""
    return 1_000 * scenario.parameters.get("max_km", 3.0)


def longest_days(scenario: Scenario) -> int:
    """How many of the last days a cluster may have lasted."""
    window = scenario.window.total_seconds() / DAY
    return max(1, round(min(scenario.parameters.get("max_days", window), window)))


def past_days(scenario: Scenario) -> int:
    """How many days the scan knows of: enough that a cluster's own days are few among them."""
    return max(7 * int(scenario.parameters.get("past_weeks", 12)), 5 * longest_days(scenario))


def _among_people(world: World, ground: Ground, ago: Numbers, past: int, how: Search) -> list[Cluster]:
    """Against the households of the places that are known; where nobody is known to live, one household is thought."""
    table = np.zeros((len(ground.keys), past), np.int64)
    np.add.at(table, (ground.of_signal, past - 1 - np.minimum(ago, past - 1)), 1)
    homes = np.ones(len(ground.keys))
    known = ground.keys < len(world.areas)
    homes[known] = np.maximum(world.homes[ground.keys[known]], 1)
    return scan_days(ground.points, table, homes, how)


def _gathered(ground: Ground, signals: Signals, ago: Numbers, cluster: Cluster, past: int) -> Gathered:
    inside = np.isin(ground.of_signal, cluster.places)
    members = signals[inside & (ago < cluster.days)]
    members = members[np.lexsort((members["id"], members["at"]))]
    before = np.count_nonzero(inside & (ago >= cluster.days)) / max(1, past - cluster.days)
    keys = frozenset(ground.keys[list(cluster.places)].tolist())
    x, y = ground.points[cluster.centre].tolist()
    return Gathered(cluster, (x, y), keys, members, before, signals[inside])
