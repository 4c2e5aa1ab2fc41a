"""What was to be expected of one place on one day, judged by its own past, and how far today is from it.

Each series of daily counts is a negative binomial whose logarithm of the mean has a level, a trend, a weekday and, from
a year on, a season. Thousands are fitted at once, and none alone: a town leans on the city and a village on its town
as far as its own few cases leave open, so that a quiet village has a weekday too and a first case there is no wonder.
Past outbreaks count less (as Farrington's), what is older counts less, and the last days not at all, lest an outbreak
that has begun be its own excuse. The spread of a window of days is measured on windows, so neighbouring days that move
together widen it; what the fit itself leaves open widens it too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri
from threadpoolctl import threadpool_limits

from services.domain.refusals import Refusal

Floats = NDArray[np.float64]
YEAR = 365.25
# how far a series may stand from the one it leans on, as standard deviations of logarithms:
# level, trend by year, weekdays, season; the city leans on nothing but a flat course
_FREE = (3.0, 0.5, 1.0, 1.0)
_NEAR = (1.0, 0.25, 0.15, 0.2)
WEEK = 7
_FIXED, _WAVES = 8, 4  # terms of level, trend and weekdays; of the season
_ODD = 2.58  # from here on a past count is an outbreak and counts less
_STIFF = 2_500.0  # as good as no freedom: a standard deviation of 0.02
_STEPS, _ROUNDS = 12, 3
_ENOUGH = 1e-4
_NINE_OF_TEN = 2.706  # of a squared standard deviate
_PRIOR_DAYS = 30.0  # the spread of a series leans on that of its fellows as on so many days


@dataclass(frozen=True, slots=True)
class Course:
    """How a fit looks at the past: days of the `window` that is judged, of the `guard` before the end that don't
    count, after which what is older counts half (`half_life`)."""

    window: int = 1
    guard: int = 7
    half_life: float = 365.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was fitted for series (rows): ready to say what any day brings.

    `coefficients` (series, terms) of the terms that `_terms` makes of days; `open` (series, terms, terms) their
    covariance; `spread` (series,): κ of the negative binomial (variance = mean + κ·mean²) of a whole window; `last`:
    the last day of the counts, as `date.toordinal`; `season`: whether a year was there to see one.
    """

    coefficients: Floats
    open: Floats
    spread: Floats
    last: int
    season: bool
    course: Course

    def means(self, days: ArrayLike) -> Floats:
        """Expected counts of days (ordinals): (series, days)."""
        found: Floats = np.exp(self.coefficients @ _terms(np.asarray(days), self.last, self.season).T)
        return found

    def windows(self, day: int, share: float = 1.0) -> Band:
        """What the window that ends with a day brings, of which the last has only come so far (`share` of it, 0–1)."""
        days = np.arange(day - self.course.window + 1, day + 1)
        means = self.means(days)
        means[:, -1] *= share
        now = _terms(np.array([day]), self.last, self.season)[0]
        doubt = np.einsum("p,spq,q->s", now, self.open, now)
        return Band(means.sum(axis=1), self.spread + np.expm1(np.minimum(doubt, 1.0)))


@dataclass(frozen=True, slots=True)
class Band:
    """Expected counts as distributions (any shape): the `mean`, and κ of the negative binomial around it."""

    mean: Floats
    spread: Floats

    def chance(self, seen: ArrayLike) -> Floats:
        """How likely at least so many are."""
        counts = np.asarray(seen, float)
        size = 1 / np.maximum(self.spread, 1e-6)
        tail = betainc(np.maximum(counts, 1e-9), size, self.mean / (self.mean + size))
        return np.asarray(np.where(counts <= 0, 1.0, tail), float)

    def limit(self, alpha: ArrayLike) -> Floats:
        """The least count that is rarer than `alpha`, which broadcasts with the band."""
        rare, mean, spread = np.broadcast_arrays(np.asarray(alpha, float), self.mean, self.spread)
        wide = np.sqrt(mean + spread * mean**2)
        low, high = np.zeros(mean.shape), np.ceil(mean + 12 * wide + 12)
        size = 1 / np.maximum(spread, 1e-6)
        part = mean / (mean + size)
        while (unsure := betainc(high, size, part) > rare).any():
            high = np.where(unsure, high * 2, high)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            over = betainc(np.maximum(middle, 1.0), size, part) > rare
            low, high = np.where(over, middle, low), np.where(over, high, middle)
        return np.asarray(high, float)

    def at(self, rows: Any) -> Band:
        """Some of them."""
        return Band(self.mean[rows], self.spread[rows])


def exceedance(seen: ArrayLike, mean: ArrayLike, limit: ArrayLike) -> Floats:
    """How far a count is above what was expected, 1 just at the limit (Farrington's score)."""
    expected = np.asarray(mean, float)
    found: Floats = (np.asarray(seen, float) - expected) / np.maximum(np.asarray(limit, float) - expected, 1e-9)
    return found


def early(alpha: float, share: ArrayLike) -> Floats:
    """How rare a count has to be when a `share` of the window has come: who looks all day long must be slow to shout.

    The chance that is spent grows with the share, so that a day of looks costs hardly more false alarms than one.
    """
    found: Floats = alpha * np.clip(np.asarray(share, float), 0.0, 1.0) / 2
    return found


def fit(
    counts: ArrayLike, groups: ArrayLike, weight: ArrayLike, last: int, course: Course,
    counted: ArrayLike | None = None, begin: Expectation | None = None,
) -> Expectation:  # fmt: skip
    """Fits daily counts (series, days), the last column being day `last` (an ordinal).

    `groups` (series,): number of the group that each leans on (its town; each its own number where there is none
    between it and the city); `weight` (series,): what its share in the group goes by at first (households, or 1).
    `counted` (days,): which days say anything (a scenario of summer has no winter). `begin`: an earlier fit to start
    from. A `Refusal` risk.uneven where these don't fit together.
    """
    seen, group, heavy = np.asarray(counts, float), np.asarray(groups, np.int64), np.asarray(weight, float)
    if seen.ndim != 2 or not len(seen) == len(group) == len(heavy) or not seen.shape[1]:
        raise Refusal("risk.uneven", "Expected counts need a row of days, a group and a weight for every place.")
    # matrices this small gain nothing from more threads, which would only keep the cores from the screens
    with threadpool_limits(1, "blas"):
        return _fit(seen, group, heavy, last, course, counted, begin)


def _fit(
    seen: Floats, group: NDArray[np.int64], heavy: Floats, last: int, course: Course, counted: ArrayLike | None,
    begin: Expectation | None,
) -> Expectation:  # fmt: skip
    season = seen.shape[1] >= YEAR
    days = np.arange(last - seen.shape[1] + 1, last + 1)
    terms = _terms(days, last, season)
    begin = begin if begin is not None and begin.season == season else None
    fresh = 0.5 ** ((last - days) / course.half_life)
    fresh[max(0, len(days) - course.guard) :] = 0.0
    if counted is not None:
        fresh = fresh * np.asarray(counted, float)
    heavy = np.maximum(heavy, 1e-9)
    known, at = np.unique(group, return_inverse=True)
    by_group, of_group = np.zeros((len(known), seen.shape[1])), np.bincount(at, heavy)
    np.add.at(by_group, at, seen)
    flat = np.zeros((1, terms.shape[1]))
    flat[0, 0] = np.log((by_group.sum() + 0.5) / max(1.0, np.count_nonzero(fresh)))
    span = max(1, min(course.window, seen.shape[1] // 4))
    city = _fit_some(by_group.sum(axis=0)[None], terms, fresh, flat, _FREE, span=span)
    share = of_group / of_group.sum()
    if len(known) == len(seen):
        lean = _share(city.coefficients[0], share[at])
        fitted = _fit_some(seen, terms, fresh, lean, _NEAR, begin, span=span)
    else:
        towns = _fit_some(by_group, terms, fresh, _share(city.coefficients[0], share), _NEAR, span=span)
        lean = _share(towns.coefficients[at], heavy / of_group[at])
        fitted = _fit_weeks(seen, terms, fresh, lean, towns.coefficients, at, begin, -(-span // WEEK))
    means = np.exp(fitted.coefficients @ terms.T)
    spread = _spread(seen, means, fitted.weight, course.window)
    return Expectation(fitted.coefficients, fitted.open, spread, last, season, course)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Coefficients (series, terms) with their covariance, κ of a unit of time (series, 1), and how far each count was
    believed (series, times)."""

    coefficients: Floats
    open: Floats
    spread: Floats
    weight: Floats


def _fit_weeks(
    seen: Floats, terms: Floats, fresh: Floats, lean: Floats, towns: Floats, at: NDArray[np.intp],
    begin: Expectation | None, span: int,
) -> _Fitted:  # fmt: skip
    """Many quiet series by whole weeks, a seventh of the work: their weekdays are those of their town."""
    weeks = len(fresh) // WEEK
    first = len(fresh) - weeks * WEEK
    if not weeks:
        return _fit_some(seen, terms, fresh, lean, _NEAR, begin)
    own = np.array([0, 1, *range(_FIXED, terms.shape[1])])  # level, trend, season

    def by_week(values: Floats) -> Floats:
        found: Floats = values[..., first:].reshape(*values.shape[:-1], weeks, WEEK).sum(axis=-1)
        return found

    told = (fresh > 0).astype(float)
    of_days = np.exp(towns[:, 2:_FIXED] @ terms[:, 2:_FIXED].T) * told
    offset = np.log(np.maximum(by_week(of_days), 1e-9))[at]
    fresh_weeks = by_week(fresh) / np.maximum(by_week(told), 1.0)
    middle = terms[first:].reshape(weeks, WEEK, -1)[:, WEEK // 2, own]
    start = None if begin is None else replace(begin, coefficients=begin.coefficients[:, own])
    fitted = _fit_some(by_week(seen * told), middle, fresh_weeks, lean[:, own], _NEAR, start, offset, span)
    found, unsure = lean.copy(), np.zeros((len(lean), terms.shape[1], terms.shape[1]))
    found[:, own] = fitted.coefficients
    unsure[:, own[:, None], own] = fitted.open
    believed = fitted.weight / np.maximum(fresh_weeks, 1e-12)
    weight = fresh * np.concatenate([np.ones((len(seen), first)), np.repeat(believed, WEEK, axis=1)], axis=1)
    return _Fitted(found, unsure, fitted.spread, weight)


def _fit_some(
    seen: Floats, terms: Floats, fresh: Floats, lean: Floats, far: tuple[float, ...],
    begin: Expectation | None = None, offset: Floats | float = 0.0, span: int = 1,
) -> _Fitted:  # fmt: skip
    """Series that lean on `lean` (series, terms), in rounds: fit, then judge the spread and past outbreaks anew.

    `span`: over how many times on end an outbreak is looked for; slow ones stand out in no single day.
    """
    if far is _NEAR:
        lean, level = _levels(seen, terms, fresh, lean, offset)
        far = (level, *far[1:])
    free = 1 / _widths(far, terms.shape[1]) ** 2
    # at first nothing but the level is a series' own: a season that bends to an outbreak would hide it
    stiff = np.where(np.arange(len(free)) == 0, free, np.maximum(free, _STIFF)) if far is not _FREE else free
    start = begin.coefficients if begin is not None and len(begin.coefficients) == len(lean) else lean
    fitted = _Fitted(start, np.zeros(0), np.zeros((len(seen), 1)), np.array(np.broadcast_to(fresh, seen.shape)))
    rounds = _ROUNDS if start is lean else _ROUNDS - 1
    for turn in range(rounds):
        fitted, means = _newton(seen, terms, lean, np.diag(stiff if turn == 0 else free), fitted, offset)
        fitted = replace(fitted, spread=_spread(seen, means, fitted.weight, 1)[:, None])
        if turn < rounds - 1:
            of_span = _spread(seen, means, fitted.weight, span)
            # one series that stands out among its fellows does so by its outbreaks
            of_span = np.minimum(of_span, max(4 * float(np.median(of_span)), 0.1)) if far is not _FREE else of_span
            fitted = replace(fitted, weight=fresh * _trust(seen, means, of_span, span))
    return fitted


def _levels(seen: Floats, terms: Floats, fresh: Floats, lean: Floats, offset: Floats | float) -> tuple[Floats, float]:
    """How far the levels of fellows lie apart, as they show, and where the middle one is: totals say the mean alone."""
    were, awaited = seen @ fresh, np.exp(lean @ terms.T + offset) @ fresh
    uneven = float((((were - awaited) ** 2 - were).sum()) / max(float((awaited**2).sum()), 1e-12))
    level = min(max(np.sqrt(np.log1p(max(uneven, 0.0))), 0.3), 2.0)
    found = lean.copy()
    found[:, 0] -= level**2 / 2
    return found, level


def _newton(
    seen: Floats, terms: Floats, lean: Floats, hold: Floats, fitted: _Fitted, offset: Floats | float
) -> tuple[_Fitted, Floats]:
    """The best coefficients, given spread and weights, for all series at once, by Fisher's scoring."""
    count = terms.shape[1]
    pairs = (terms[:, :, None] * terms[:, None, :]).reshape(len(terms), count * count)
    found = fitted.coefficients.copy()
    for _ in range(_STEPS):
        means = np.exp(found @ terms.T + offset)
        trust = fitted.weight / (1 + fitted.spread * means)
        pull = ((seen - means) * trust) @ terms - (found - lean) @ hold
        sharp = ((means * trust) @ pairs).reshape(-1, count, count) + hold
        step = np.linalg.solve(sharp, pull[..., None])[..., 0]
        found += np.clip(step, -2.0, 2.0)
        if np.abs(step).max(initial=0.0) < _ENOUGH:
            break
    doubt = np.asarray(np.linalg.inv(sharp), float)
    return replace(fitted, coefficients=found, open=doubt), np.exp(found @ terms.T + offset)


def _spread(seen: Floats, means: Floats, weight: Floats, window: int) -> Floats:
    """κ by moments of windows of days, each series leaning on all of them together."""
    if window > 1:
        if seen.shape[1] <= window:
            window = 1
        seen, means = _rolled(seen, window), _rolled(means, window)
        weight = _rolled(np.array(np.broadcast_to(weight, (len(seen), weight.shape[-1]))), window) / window
    over = weight * (np.minimum((seen - means) ** 2, _most(seen, means)) - means)
    base = weight * means**2
    own, of_own = over.sum(axis=1), base.sum(axis=1)
    common = max(0.0, float(own.sum() / max(of_own.sum(), 1e-12)))
    # what one series tells of κ: a count of windows, weighed by how much of their variance κ could be
    tells = (weight * means**2 / (means + common * means**2 + 1e-12) ** 2 * means**2).sum(axis=1)
    leaning = (common * _PRIOR_DAYS + tells * own / np.maximum(of_own, 1e-12)) / (_PRIOR_DAYS + tells)
    return np.asarray(np.maximum(0.0, leaning), float)


def _most(seen: Floats, means: Floats) -> Floats:
    """The largest squared distance that still tells of κ and not of an outbreak: four deviations, as most days show."""
    usual = np.quantile((seen - means) ** 2 / np.maximum(means, 1e-9), 0.9, axis=1, keepdims=True) / _NINE_OF_TEN
    kappa = np.maximum(0.05, (usual - 1) / np.maximum(means.mean(axis=1, keepdims=True), 1e-9))
    return np.asarray(np.maximum(16 * (means + kappa * means**2), 9.0), float)


def _trust(seen: Floats, means: Floats, spread: Floats, span: int) -> Floats:
    """How much each past count is to be believed: less, the more a run of `span` times with it was an outbreak."""
    sums, awaited = (seen, means) if span == 1 else (_rolled(seen, span), _rolled(means, span))
    wide = np.sqrt(awaited + spread[:, None] * awaited**2)
    rows, times = np.nonzero((sums >= 2) & (sums > awaited + _ODD * wide))
    found = np.ones(seen.shape)
    if len(rows):
        chance = Band(awaited[rows, times], spread[rows]).chance(sums[rows, times])
        odd = -ndtri(np.clip(chance, 1e-15, 0.5))
        believed = np.where(odd > _ODD, (_ODD / np.maximum(odd, _ODD)) ** 4, 1.0)
        for later in range(span):
            np.minimum.at(found, (rows, times + later), believed)
    return found


def _rolled(values: Floats, window: int) -> Floats:
    """Sums of each run of days."""
    running = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    return running[:, window:] - running[:, :-window]


def _terms(days: NDArray[np.generic], last: int, season: bool) -> Floats:
    """Level, trend (years from the last day), six weekdays against the mean of all, two waves of the year."""
    at = np.asarray(days, np.int64)
    weekday = (at - 1) % 7  # ordinal 1 was a Monday
    of_week = np.where(weekday[:, None] == 6, -1.0, (weekday[:, None] == np.arange(6)).astype(float))
    parts = [np.ones((len(at), 1)), ((at - last) / YEAR)[:, None], of_week]
    if season:
        angle = 2 * np.pi * at[:, None] / YEAR * np.arange(1, 3)
        parts += [np.sin(angle), np.cos(angle)]
    return np.hstack(parts)


def _widths(far: tuple[float, ...], count: int) -> Floats:
    """Of all terms, or of those alone that weeks have: level, trend and season."""
    level, trend, weekday, season = far
    if count in (_FIXED, _FIXED + _WAVES):
        return np.array([level, trend] + [weekday] * (_FIXED - 2) + [season] * (count - _FIXED))
    return np.array([level, trend] + [season] * (count - 2))


def _share(parents: Floats, share: Floats) -> Floats:
    """The coefficients that children begin from: their parent's, with their share of its level."""
    found = np.array(np.broadcast_to(parents, (len(share), parents.shape[-1])))
    found[:, 0] += np.log(share)
    return found
