"""Expected counts are near the truth they were simulated from, and judge a quiet village and a busy town alike."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from services.domain.refusals import Refusal
from services.risk.statistics.counts import Band, Course, Expectation, early, exceedance, fit

LAST = date(2026, 11, 22).toordinal()
PAST, COMING = 730, 56
DAYS = np.arange(LAST - PAST + 1, LAST + COMING + 1)
WEEK = np.array([1.6, 1.0, 1.0, 1.0, 0.9, 0.7, 0.6])
SHAPE = WEEK[(DAYS - 1) % 7] * np.exp(0.3 * np.sin(2 * np.pi * DAYS / 365.25) + 0.2 * (DAYS - LAST) / 365)


def _towns(dice: np.random.Generator, level: float, *, count: int = 31, kappa: float = 0.05) -> np.ndarray:
    """True means of places around a level, and what came of them: (2, places, days)."""
    means = np.exp(dice.normal(np.log(level), 0.5, count))[:, None] * SHAPE
    return np.stack([means, dice.poisson(means * dice.gamma(1 / kappa, kappa, means.shape))])


def _fitted(counts: np.ndarray, course: Course = Course(), groups: np.ndarray | None = None) -> Expectation:  # noqa: B008
    places = len(counts)
    return fit(counts[:, :PAST], np.arange(places) if groups is None else groups, np.ones(places), LAST, course)


def _alarms(counts: np.ndarray, expectation: Expectation, alpha: float) -> float:
    """How often the coming days exceed their limit."""
    seen = []
    for column in range(PAST, PAST + COMING):
        band = expectation.windows(int(DAYS[column]))
        seen.append(counts[:, column] >= band.limit(alpha))
    return float(np.mean(seen))


def test_that_a_busy_town_is_known_by_its_weekday_season_and_trend() -> None:
    means, counts = _towns(np.random.default_rng(0), 20.0)
    found = _fitted(counts).means(DAYS[PAST:])
    assert np.abs(np.log(found / means[:, PAST:])).mean() < 0.08


def test_that_a_quiet_village_has_the_weekday_of_its_town() -> None:
    means, counts = _towns(np.random.default_rng(1), 0.05, count=770)
    found = _fitted(counts, groups=np.arange(770) % 31).means(DAYS[PAST : PAST + 7])
    monday, sunday = (DAYS[PAST : PAST + 7] - 1) % 7 == 0, (DAYS[PAST : PAST + 7] - 1) % 7 == 6
    assert np.median(found[:, monday] / found[:, sunday]) == pytest.approx(1.6 / 0.6, rel=0.3)
    assert np.log(found / means[:, PAST : PAST + 7]).mean() == pytest.approx(0, abs=0.15)


@pytest.mark.parametrize(("level", "count"), [(20.0, 31), (3.0, 200), (0.3, 770), (0.05, 770)])
def test_that_false_alarms_come_as_often_as_agreed_in_quiet_places_and_busy_ones(level: float, count: int) -> None:
    _, counts = _towns(np.random.default_rng(2), level, count=count)
    expectation = _fitted(counts, groups=np.arange(count) % 31)
    alpha = 0.01
    # whole numbers can't meet 1 % exactly: what they can reach at most, on average over the coming days
    reach = np.mean(
        [
            band.chance(band.limit(alpha)).mean()
            for band in (expectation.windows(int(day)) for day in DAYS[PAST : PAST + COMING])
        ]
    )
    rate = _alarms(counts, expectation, alpha)
    noise = np.sqrt(reach / (count * COMING))
    assert reach <= alpha
    assert rate <= 1.35 * reach + 4 * noise
    assert rate >= 0.5 * reach - 4 * noise


def test_that_a_first_case_in_a_quiet_village_is_no_alarm_and_five_are() -> None:
    _, counts = _towns(np.random.default_rng(3), 0.02, count=770)
    band = _fitted(counts, groups=np.arange(770) % 31).windows(LAST + 1)
    limit = band.limit(1e-4)
    assert limit.min() >= 2
    assert np.median(limit) <= 4
    assert (band.chance(np.full(770, 8)) < 1e-5).all()


def test_that_a_past_outbreak_is_not_taken_for_usual() -> None:
    _, counts = _towns(np.random.default_rng(4), 5.0)
    struck = counts.copy()
    struck[0, 500:514] += 60
    calm, after = _fitted(counts), _fitted(struck)
    days = DAYS[PAST : PAST + 7]
    assert after.means(days)[0].mean() < 1.25 * calm.means(days)[0].mean()
    assert after.windows(LAST + 1).limit(0.001)[0] < 2 * calm.windows(LAST + 1).limit(0.001)[0]


def test_that_a_slow_outbreak_that_no_single_day_shows_is_not_taken_for_usual_either() -> None:
    _, counts = _towns(np.random.default_rng(4), 0.1)
    struck = counts.copy()
    struck[0, 500:528] += 1
    fortnight = Course(window=14)
    calm, after = _fitted(counts, fortnight), _fitted(struck, fortnight)
    assert after.windows(LAST + 1).limit(0.001)[0] <= calm.windows(LAST + 1).limit(0.001)[0] + 2


def test_that_an_outbreak_that_has_begun_is_not_its_own_excuse() -> None:
    _, counts = _towns(np.random.default_rng(5), 5.0)
    struck = counts.copy()
    struck[0, PAST - 5 : PAST] += 200
    assert np.allclose(_fitted(struck).means(DAYS[PAST:]), _fitted(counts).means(DAYS[PAST:]))


def test_that_days_that_move_together_widen_the_band_of_a_week() -> None:
    dice = np.random.default_rng(6)
    weeks = np.repeat(dice.gamma(4, 1 / 4, (31, len(DAYS) // 7 + 1)), 7, axis=1)[:, : len(DAYS)]
    apart = dice.poisson(10 * dice.gamma(4, 1 / 4, weeks.shape))
    together = dice.poisson(10 * weeks)
    week = Course(window=7)
    assert _fitted(together, week).spread.mean() > 3 * _fitted(apart, week).spread.mean()


def test_that_less_is_awaited_while_the_day_is_young() -> None:
    _, counts = _towns(np.random.default_rng(7), 20.0)
    expectation = _fitted(counts)
    whole, part = expectation.windows(LAST + 1), expectation.windows(LAST + 1, 0.25)
    assert np.allclose(part.mean, whole.mean / 4)
    assert (part.limit(0.001) < whole.limit(0.001)).all()


def test_that_looking_all_day_long_raises_hardly_more_alarms_than_looking_once() -> None:
    dice, alpha, days, alarms = np.random.default_rng(8), 0.01, 20_000, 0
    for mean, kappa in ((0.5, 0.1), (3.0, 0.1), (40.0, 0.05)):
        came = dice.poisson(mean * dice.gamma(1 / kappa, kappa, days))
        when = [np.sort(dice.random(count)) for count in came]
        day = np.repeat(np.arange(days), came)
        share = np.concatenate(when)
        number = np.concatenate([np.arange(1, count + 1) for count in came])
        chance = Band(mean * share, np.full(len(share), kappa)).chance(number)
        alarms = len(np.unique(day[chance <= early(alpha, share)]))
        assert alarms / days <= 1.6 * alpha


def test_that_a_season_needs_a_year() -> None:
    _, counts = _towns(np.random.default_rng(9), 5.0)
    short = fit(counts[:, PAST - 200 : PAST], np.arange(31), np.ones(31), LAST, Course())
    assert not short.season
    assert np.isfinite(short.means(DAYS[PAST:])).all()


@pytest.mark.parametrize("days", [1, 3, 10, 40])
def test_that_a_short_past_or_none_still_says_something(days: int) -> None:
    expectation = fit(np.zeros((5, days)), np.zeros(5, int), np.ones(5), LAST, Course(window=7))
    band = expectation.windows(LAST + 1)
    assert np.isfinite(band.mean).all()
    assert (band.limit(0.001) >= 1).all()


def test_that_days_that_say_nothing_are_left_out() -> None:
    _, counts = _towns(np.random.default_rng(10), 5.0)
    summer = np.isin([date.fromordinal(int(day)).month for day in DAYS[:PAST]], [9, 10, 11])
    only = counts[:, :PAST] * summer
    found = fit(only, np.arange(31), np.ones(31), LAST, Course(), counted=summer).means(DAYS[PAST : PAST + 7])
    assert found.mean() == pytest.approx(_fitted(counts).means(DAYS[PAST : PAST + 7]).mean(), rel=0.3)


def test_that_an_earlier_fit_is_a_good_beginning() -> None:
    _, counts = _towns(np.random.default_rng(11), 5.0)
    first = _fitted(counts)
    again = fit(counts[:, :PAST], np.arange(31), np.ones(31), LAST, Course(), begin=first)
    assert np.allclose(first.means(DAYS[PAST:]), again.means(DAYS[PAST:]), rtol=0.02)


def test_that_a_fit_without_a_season_is_no_hindrance_to_one_with() -> None:
    _, counts = _towns(np.random.default_rng(12), 1.0, count=62)
    groups, weights = np.arange(62) % 31, np.ones(62)
    short = fit(counts[:, PAST - 300 : PAST], groups, weights, LAST, Course())
    whole = fit(counts[:, :PAST], groups, weights, LAST, Course(), begin=short)
    assert np.allclose(whole.means(DAYS[PAST:]), _fitted(counts, groups=groups).means(DAYS[PAST:]), rtol=0.02)


def test_that_uneven_input_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        fit(np.zeros((3, 10)), np.zeros(2, int), np.ones(3), LAST, Course())
    assert refused.value.code == "risk.uneven"


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(1e-3, 500), kappa=st.floats(0, 2), seen=st.integers(0, 900))
def test_that_chances_are_those_of_the_negative_binomial(mean: float, kappa: float, seen: int) -> None:
    band = Band(np.array([mean]), np.array([kappa]))
    truth = nbinom(1 / kappa, 1 / (1 + kappa * mean)).sf(seen - 1) if kappa > 1e-6 else poisson(mean).sf(seen - 1)
    assert band.chance([seen])[0] == pytest.approx(truth, rel=1e-2, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(1e-3, 500), kappa=st.floats(0, 2), alpha=st.floats(1e-6, 0.2))
def test_that_the_limit_is_the_least_count_that_is_rare_enough(mean: float, kappa: float, alpha: float) -> None:
    band = Band(np.array([mean]), np.array([kappa]))
    limit = band.limit(alpha)
    assert band.chance(limit)[0] <= alpha < band.chance(limit - 1)[0]
    assert exceedance(limit, band.mean, limit)[0] == pytest.approx(1)
