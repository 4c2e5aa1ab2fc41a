"""Kulldorff's scan: where, or where and since when, more happened than chance explains, whatever the borders.

Three ways to say what was to be expected. Poisson: in proportion to the people at risk. Space-time Poisson: the same,
each day alike. Space-time permutation: every place keeps its own number of cases and every day its own, only which
case fell on which day is chance; it needs no population. Clusters in time are prospective: they last until the end.

Likelihood ratio of c cases where e were expected, of C in all: c ln(c/e) + (C−c) ln((C−c)/(C−e)), where c > e. Its
chance is counted from replicates of the whole city under chance alone, each with its own best circle, so that looking
through thousands of circles costs no false alarm (Kulldorff 1997, 2001; Kulldorff et al. 2005).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.domain.refusals import Refusal
from services.risk.statistics.windows import Floats, Ints, Neighbours, Windows

Draw = Callable[[int], Ints]  # that many replicates of the cases: (places, days, replicates), days as `Cases.recent`
_CELLS = 4_000_000  # counts held at once
_AS_GOOD = 1e-9
_FEW = 8  # fewer replicates tell no distribution


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: its circle, how long it has lasted, what was seen and expected in it, and how likely chance is.

    `centre` and `places` are numbers of places (`places` nearest first), `radius` in the unit of the coordinates.
    `days`: how many of the last days it covers, 0 for a scan without time. `risk`: the relative risk inside against
    outside (observed against expected for the permutation, which knows no outside). `ratio`: the log likelihood ratio.
    `chance`: p by replicates, None when none were drawn; `replicates`: how many it was counted from. `rarity`: p by the
    Gumbel distribution that the best of replicates follow, which tells how small a p is that no replicate reached.
    """

    centre: int
    places: tuple[int, ...]
    radius: float
    days: int
    observed: int
    expected: float
    risk: float
    ratio: float
    chance: float | None
    replicates: int
    rarity: float | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """How to scan: what a circle may hold, how chance is counted, when to stop.

    `share`: at most so much of the weight in one circle; `radius`: at most so far from the centre; `longest`: at most
    so many of the last days; `lengths`: which numbers of days are tried (all where none are given); `least`: fewer
    cases make no cluster. `enough`: stop drawing when so many replicates were as good as the best cluster, since its
    chance is small no more (Besag and Clifford's sequential p). `before`: the best ratios of replicates that were
    drawn before, which chance is counted from too; `tell`: is told the new ones. `most`: clusters that chance brings
    more often are left out, and nothing is drawn where `before` alone says so. `stop`: asked now and
    then; true ends the scan with a `Refusal` risk.stopped.
    """

    share: float = 0.5
    radius: float | None = None
    longest: int = 7
    lengths: tuple[int, ...] = ()
    least: int = 2
    replicates: int = 999
    seed: int = 0
    enough: int | None = None
    before: tuple[float, ...] = ()
    most: float = 1.0
    tell: Callable[[Floats], None] | None = None
    stop: Callable[[], bool] | None = None

    def tried(self, most: int | None = None) -> Ints:
        """Numbers of days that a cluster may have lasted, in order; none above `most`."""
        longest = self.longest if most is None else min(self.longest, most)
        all_of_them = np.arange(1, longest + 1)
        return all_of_them[np.isin(all_of_them, self.lengths)] if self.lengths else all_of_them


def scan_places(points: ArrayLike, cases: ArrayLike, population: ArrayLike, how: Search) -> list[Cluster]:
    """Clusters in space of cases (places,) against people at risk (places,), the best first, none sharing a place.

    `points`: (places, 2 or 3), metres or any Cartesian unit. A `Refusal` risk.uneven where the three don't fit.
    """
    seen, people = _counts(cases), np.asarray(population, float)
    at = _fitting(points, seen, people)
    if people.sum() <= 0 or seen.sum() < how.least:
        return []
    chances, total = people / people.sum(), int(seen.sum())
    windows = Neighbours.of(at, how.radius).circles(people, how.share)
    expected = windows.totals(chances)[:, None] * total
    dice = np.random.default_rng(how.seed)

    def draw(count: int) -> Ints:
        return dice.multinomial(total, chances, size=count).T[:, None, :]

    return _Scan(windows, total, expected, seen[:, None], how, outside=True).clusters(draw)


def scan_days(points: ArrayLike, cases: ArrayLike, population: ArrayLike, how: Search) -> list[Cluster]:
    """Clusters in space and time, alive on the last day, of cases (places, days) against people at risk (places,)."""
    seen, people = _counts(cases), np.asarray(population, float)
    at = _fitting(points, seen, people)
    days, total = seen.shape[1], int(seen.sum())
    if people.sum() <= 0 or total < how.least:
        return []
    tried = how.tried(days)
    chances = people / people.sum()
    windows = Neighbours.of(at, how.radius).circles(people, how.share)
    expected = windows.totals(chances)[:, None] * (tried / days) * total
    of_part = np.diff(tried, prepend=0) / days
    by_cell = np.append(np.outer(chances, of_part).ravel(), max(0.0, 1 - of_part.sum()))
    dice = np.random.default_rng(how.seed)

    def draw(count: int) -> Ints:
        drawn = dice.multinomial(total, by_cell / by_cell.sum(), size=count)[:, :-1]
        return np.cumsum(drawn.reshape(count, len(people), len(tried)), axis=2).transpose(1, 2, 0)

    recent = np.cumsum(seen[:, ::-1], axis=1)[:, tried - 1]
    return _Scan(windows, total, expected, recent, how, tried, outside=True).clusters(draw)


def scan_permutation(points: ArrayLike, place: ArrayLike, ago: ArrayLike, how: Search) -> list[Cluster]:
    """Clusters in space and time, alive today, of cases without a population: each at `place`, `ago` days before today.

    `points`: (places, 2 or 3), each the centre of circles, with cases of its own or without; `place`, `ago`: (cases,)
    whole numbers, 0 the last day; the cases are those of the whole period.
    """
    return scan_neighbours(Neighbours.of(points, how.radius), place, ago, how)


def scan_neighbours(near: Neighbours, place: ArrayLike, ago: ArrayLike, how: Search) -> list[Cluster]:
    """The same for places whose neighbours are known already: who scans again and again need not look for them anew."""
    where, when = np.asarray(place, np.int64), np.asarray(ago, np.int64)
    if where.shape != when.shape or (len(where) and not 0 <= where.min() <= where.max() < near.count):
        raise _uneven()
    total, tried = len(where), how.tried()
    if total < how.least:
        return []
    parts = len(tried) + 1  # the first holds the days of the shortest cluster, the last all that is older
    part = np.searchsorted(tried, when, side="right")
    of_place = np.bincount(where, minlength=near.count)
    windows = near.circles(of_place, how.share)
    of_days = np.cumsum(np.bincount(part, minlength=parts))[:-1]
    expected = windows.totals(of_place.astype(float))[:, None] * of_days / total
    dice = np.random.default_rng(how.seed)

    def tally(labels: Ints) -> Ints:
        count = len(labels)
        cells = (where * parts + labels) * count + np.arange(count)[:, None]
        counts = np.bincount(cells.ravel(), minlength=near.count * parts * count)
        return np.cumsum(counts.reshape(near.count, parts, count)[:, :-1], axis=1)

    def draw(count: int) -> Ints:
        return tally(dice.permuted(np.broadcast_to(part, (count, total)), axis=1))

    return _Scan(windows, total, expected, tally(part[None])[..., 0], how, tried, outside=False).clusters(draw)


class _Scan:
    """One scan: what was seen and expected in each circle, and which of both chance would have brought."""

    def __init__(
        self, windows: Windows, total: int, expected: Floats, seen: Ints, how: Search,
        tried: Ints | None = None, *, outside: bool,
    ) -> None:  # fmt: skip
        self._windows, self._total, self._expected = windows, total, expected
        self._how, self._tried, self._outside = how, tried, outside
        self._seen = windows.totals(seen.astype(np.int32))
        whole = np.arange(total + 1, dtype=float)
        own = whole * np.log(np.maximum(whole, 1.0))
        self._table = own + own[::-1]  # c ln c + (C−c) ln(C−c)
        enough = np.maximum(np.floor(expected) + 1, how.least)
        # more than all cases is never reached: no circle ends here, or it holds nobody or everybody
        shut = ~windows.ends[:, None] | (expected <= 0) | (expected >= total)
        self._needed = np.where(shut, total + 1, enough).astype(np.int32)

    def clusters(self, draw: Draw) -> list[Cluster]:
        """The best cluster of each centre, better before worse, without those that share a place with a better one."""
        if not len(self._windows):
            return []
        scores = self._scores(self._seen)
        lasting = np.argmax(scores, axis=1)
        best = scores[np.arange(len(scores)), lasting]
        rows = self._windows.best_by_centre(best)
        rows = rows[best[rows] > 0]
        if not len(rows):
            return []
        rows = rows[np.lexsort((self._windows.radius[rows], -best[rows]))]
        if self._is_chance(float(best[rows[0]])):
            return []
        tops = self._replicates(draw, float(best[rows[0]]))
        if len(tops) < self._how.replicates:
            rows = rows[:1]  # when the best is chance, all others are
        if self._how.tell is not None:
            self._how.tell(tops)
        tops = np.sort(np.concatenate([tops, self._how.before]))
        better = len(tops) - np.searchsorted(tops, best[rows] - _AS_GOOD)
        # a cluster that every replicate outdoes is no news
        rows = rows[better < min(len(tops), self._how.most * (len(tops) + 1))] if len(tops) else rows
        return [self._cluster(row, int(lasting[row]), float(best[row]), tops) for row in self._apart(rows)]

    def _is_chance(self, best: float) -> bool:
        """Whether what was drawn before leaves nothing out of the ordinary, whatever would be drawn."""
        known, how = np.asarray(self._how.before), self._how
        return bool(np.count_nonzero(known >= best - _AS_GOOD) >= how.most * (len(known) + how.replicates + 1))

    def _apart(self, rows: Ints) -> Iterator[int]:
        """Those that share no place with an earlier one."""
        taken = np.zeros(int(self._windows.members.max()) + 1, bool)
        for row in rows.tolist():
            inside = self._windows.inside(row)
            if not taken[inside].any():
                taken[inside] = True
                yield row

    def _replicates(self, draw: Draw, best: float) -> Floats:
        """The best ratio of each replicate."""
        tops: list[Floats] = []
        better = 0
        for count in self._batches():
            if self._how.stop is not None and self._how.stop():
                raise Refusal("risk.stopped", "The scan was stopped, as you wished.")
            tops.append(self._tops(self._windows.totals(draw(count).astype(np.int32))))
            better += int(np.count_nonzero(tops[-1] >= best - _AS_GOOD))
            if self._how.enough is not None and better >= self._how.enough:
                break
        return np.concatenate(tops) if tops else np.zeros(0)

    def _batches(self) -> Iterator[int]:
        """How many replicates at once: few at first where few may be enough."""
        most = max(1, _CELLS // max(1, self._expected.size))
        size = most if self._how.enough is None else min(most, max(_FEW, 2 * self._how.enough))
        left = self._how.replicates
        while left > 0:
            yield min(size, left)
            left, size = left - size, min(most, 2 * size)

    def _scores(self, counts: NDArray[Any]) -> Floats:
        """Log likelihood ratios of counts (rows, days), 0 where no more was seen than expected."""
        found = np.zeros(counts.shape)
        cells = np.flatnonzero(counts >= self._needed)
        found.ravel()[cells] = self._ratios(counts.ravel()[cells], cells)
        return found

    def _ratios(self, counts: NDArray[Any], cells: Ints) -> Floats:
        """Those of counts in cells (rows × days) that are worth a look; few are."""
        expected = self._expected.ravel()[cells]
        rest = np.log(np.maximum(self._total - expected, 1e-300))
        slope = np.log(np.maximum(expected, 1e-300)) - rest
        found: Floats = self._table.take(counts) - counts * slope - self._total * rest
        return found

    def _tops(self, counts: NDArray[Any]) -> Floats:
        """The best ratio of each replicate, of counts (rows, days, replicates); few of them are worth a look."""
        beyond = np.flatnonzero(counts >= self._needed[..., None])
        cell, replicate = np.divmod(beyond, counts.shape[-1])
        ratio = self._ratios(counts.ravel()[beyond], cell)
        tops = np.zeros(counts.shape[-1])
        np.maximum.at(tops, replicate, ratio)
        return tops

    def _cluster(self, row: int, days: int, ratio: float, tops: Floats) -> Cluster:
        observed, expected = int(self._seen[row, days]), float(self._expected[row, days])
        risk = observed / expected
        if self._outside:
            left = self._total - observed
            risk = risk * (self._total - expected) / left if left else float("inf")
        chance = (1 + int(np.count_nonzero(tops >= ratio - _AS_GOOD))) / (len(tops) + 1) if len(tops) else None
        return Cluster(
            centre=int(self._windows.centres[row]), places=tuple(self._windows.inside(row).tolist()),
            radius=float(self._windows.radius[row]), days=0 if self._tried is None else int(self._tried[days]),
            observed=observed, expected=expected, risk=risk, ratio=ratio, chance=chance, replicates=len(tops),
            rarity=_gumbel(tops, ratio),
        )  # fmt: skip


def _gumbel(tops: Floats, ratio: float) -> float | None:
    """How likely the best of a replicate is at least so good, as extremes go (Abrams, Kulldorff, Kleinman 2010)."""
    if len(tops) < _FEW:
        return None
    scale = max(float(tops.std(ddof=1)) * np.sqrt(6) / np.pi, 1e-9)
    place = float(tops.mean()) - np.euler_gamma * scale
    return float(-np.expm1(-np.exp(-(ratio - place) / scale)))


def _counts(cases: ArrayLike) -> Ints:
    counts = np.asarray(cases)
    if counts.size and (counts.min() < 0 or not np.array_equal(counts, np.floor(counts))):
        raise Refusal("risk.counts", "Cases are counted in whole numbers; some of these are not.")
    return counts.astype(np.int64)


def _fitting(points: ArrayLike, seen: Ints, people: Floats) -> Floats:
    at = np.asarray(points, float)
    if at.ndim != 2 or len(at) != len(seen) or people.shape != (len(at),) or (len(people) and people.min() < 0):
        raise _uneven()
    return at


def _uneven() -> Refusal:
    return Refusal("risk.uneven", "The scan needs a place for every count and people at risk for every place.")
