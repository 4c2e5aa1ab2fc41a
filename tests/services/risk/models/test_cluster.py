"""A cluster is found as one whatever borders run through it, and chance alone makes hardly any."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.commandline.bench import load
from services.domain.scenarios import ModelKind, Per
from services.risk import scoring
from services.risk.by_day import days_of
from services.risk.models.cluster import Cluster, RunningCluster
from services.risk.replay import replay

city = load(Path(__file__).parent / "signal_city.py")
MODEL, NOW, DAY, WORLD = Cluster(), city.NOON, city.DAY, city.a_world()
COUNT = city.TOWNS * city.VILLAGES * city.GRIDS
# two grids at the east end of one town, two at the west end of the next: a kilometre from each other
BORDER = np.array([36, 37, 40, 41])


@pytest.fixture(scope="module")
def past() -> np.ndarray:
    return city.years(WORLD, np.full(COUNT, 0.02), seed=3)


def _scenario(per: Per = Per.GRID, days: float = 7, **parameters: float):
    numbers = {"max_km": 3, "max_days": days, "replicates": 199, "p": 0.01, **parameters}
    return city.a_scenario(ModelKind.CLUSTER, per, timedelta(days=days), **numbers)


def _gathered(count: int, at: float = NOW, first: int = 1_000_000):
    """Cases around the border in the two days before a moment."""
    dice = np.random.default_rng(9)
    return city.signals(WORLD, at - dice.uniform(0, 2 * DAY, count), dice.choice(BORDER, count), first=first)


def _scanned(scenario, signals: np.ndarray, now: float = NOW) -> RunningCluster:
    running = MODEL.open([scenario], WORLD)
    running.take(signals, now)
    running.adopt(running.fit(signals, now), now)
    return running


def test_that_a_cluster_across_a_border_is_found_as_one(past) -> None:
    running = _scanned(_scenario(), np.concatenate([past, _gathered(12)]))
    (found,) = running.findings(NOW)
    assert found.situation.startswith("spot:")
    assert found.level is not None
    assert found.measures["towns"] == 2
    assert len(set(found.signals) & set(range(1_000_000, 1_000_012))) >= 9
    assert found.place.lon is not None
    assert (found.place.village, found.place.grid) == (None, None)
    assert found.radius_m is not None
    assert found.radius_m < 3_500
    assert found.expected is not None
    assert found.expected < 3
    assert found.ran_at == datetime.fromtimestamp(NOW, UTC)


def test_that_chance_alone_is_hardly_ever_a_cluster(past) -> None:
    scenario = _scenario(p=0.01)
    found = sum(bool(_scanned(scenario, past, NOW - back * 11 * DAY).findings(NOW)) for back in range(30))
    assert found <= 2


def test_that_many_reports_of_one_incident_are_no_cluster(past) -> None:
    reports = _gathered(12)
    reports["incident"] = 77
    assert _scanned(_scenario(), np.concatenate([past, reports])).findings(NOW) == []


def test_that_a_place_with_much_all_along_is_none() -> None:
    rates = np.full(COUNT, 0.02)
    rates[BORDER] = 0.6
    much = city.years(WORLD, rates, seed=4)
    for back in range(0, 100, 10):
        for found in _scanned(_scenario(), much, NOW - back * DAY).findings(NOW):
            assert np.hypot(*(np.array(city.grid_place(38)) - WORLD.xy(found.place.lon, found.place.lat))) > 2_000


def test_that_households_tell_such_a_place(past) -> None:
    rates = np.full(COUNT, 0.02)
    rates[BORDER] = 1.0
    running = _scanned(_scenario(people=1), city.years(WORLD, rates, days=120, seed=4))
    (found,) = running.findings(NOW)
    assert found.measures["towns"] == 2


def test_that_a_signal_joins_a_cluster_that_stands(past) -> None:
    running = _scanned(_scenario(), np.concatenate([past, _gathered(12)]))
    (found,) = running.findings(NOW)
    assert running.findings(NOW + 5) == []
    running.take(_gathered(1, NOW + 60, first=2_000_000), NOW + 60)
    (more,) = running.findings(NOW + 60)
    assert more.situation == found.situation
    assert more.signals == tuple(sorted((*found.signals, 2_000_000), key=more.signals.index))
    assert more.observed == found.observed + 1
    assert more.ran_at == found.ran_at
    running.take(city.signals(WORLD, [NOW + 90], [200], first=3_000_000), NOW + 90)
    assert running.findings(NOW + 90) == []


def test_that_what_came_while_it_was_scanned_joins_too(past) -> None:
    everything = np.concatenate([past, _gathered(12)])
    running = MODEL.open([_scenario()], WORLD)
    running.take(everything, NOW)
    scanned = pickle.loads(pickle.dumps(running.fit(everything, NOW)))  # it comes from a program of its own
    running.take(_gathered(1, NOW + 60, first=2_000_000), NOW + 60)
    running.adopt(scanned, NOW + 90)
    (found,) = running.findings(NOW + 90)
    assert 2_000_000 in found.signals
    assert found.ran_at == datetime.fromtimestamp(NOW, UTC)


def test_that_the_next_scan_knows_it_again_and_says_when_it_is_over(past) -> None:
    everything = np.concatenate([past, _gathered(12)])
    running = _scanned(_scenario(), everything)
    (found,) = running.findings(NOW)
    running.adopt(running.fit(everything, NOW + 3_600), NOW + 3_600)
    (again,) = running.findings(NOW + 3_600)
    assert again.situation == found.situation
    later = NOW + 12 * DAY
    running.adopt(running.fit(everything, later), later)
    (over,) = running.findings(later)
    assert (over.situation, over.level) == (found.situation, None)


def test_that_the_score_is_the_sum_of_its_parts_and_relief_lowers_it(past) -> None:
    scenario = _scenario()
    (found,) = _scanned(scenario, np.concatenate([past, _gathered(12)])).findings(NOW)
    assert scoring.total(MODEL.parts(scenario, found.measures)) == found.score
    scores = [
        scoring.total(MODEL.parts(scenario, relief.measures)) for relief in MODEL.reliefs(scenario, found.measures)
    ]
    assert found.score >= scores[0] > scores[1]
    assert MODEL.basis(scenario, found.measures)["count"] == found.observed


def test_that_the_card_shows_every_day_against_the_usual(past) -> None:
    (found,) = _scanned(_scenario(), np.concatenate([past, _gathered(12)])).findings(NOW)
    days = days_of(found.measures)
    assert len(days) == 14
    assert sum(day.seen for day in days if day.ago < found.measures["days"]) == found.observed
    assert days[0].mean < 1


def test_that_spots_are_scanned_without_areas(past) -> None:
    running = _scanned(_scenario(Per.SPOT), np.concatenate([past, _gathered(12)]))
    (found,) = running.findings(NOW)
    assert found.measures["towns"] == 2


def test_that_it_scans_once_an_hour_and_tries_again_after_a_failure() -> None:
    running = MODEL.open([_scenario()], WORLD)
    assert running.due(NOW)
    assert not running.due(NOW + 5)
    assert running.due(NOW + 601)
    running.adopt(running.fit(city.signals(WORLD, [], []), NOW + 602), NOW + 602)
    assert not running.due(NOW + 3_000)
    assert running.due(NOW + 602 + 3_600)


def test_that_drills_and_what_has_no_place_are_left_out(past) -> None:
    drilled = _gathered(12)
    drilled["drill"] = 3
    nowhere = _gathered(12, first=2_000_000)
    nowhere["x"] = nowhere["y"] = np.nan
    assert _scanned(_scenario(), np.concatenate([past, drilled, nowhere])).findings(NOW) == []


def test_that_nothing_at_all_is_no_cluster() -> None:
    assert _scanned(_scenario(), city.signals(WORLD, [], [])).findings(NOW) == []


def test_that_a_look_back_finds_what_was_planted_and_little_else(past) -> None:
    when = NOW - 100 * DAY
    planted = np.concatenate([past, _gathered(12, when)])
    begin, end = NOW - 365 * DAY, NOW
    found = replay(
        _scenario(), WORLD, MODEL, planted, datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(end, UTC)
    )
    hits = [one for one in found if abs(one.raised_at.timestamp() - when) < 3 * DAY and one.signals[0] >= 1_000_000]
    assert len(hits) == 1
    assert len(found) <= 6


@settings(max_examples=30, deadline=None)
@given(
    grids=st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=60),
    ago=st.lists(st.floats(0, 12 * DAY), min_size=60, max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=6),
    days=st.integers(1, 9),
)
def test_that_counts_kept_up_equal_counts_made_anew(grids, ago, cuts, days) -> None:
    scenario = _scenario(days=days)
    everything = city.signals(WORLD, NOW - np.array(ago[: len(grids)]), grids)
    everything = everything[np.random.default_rng(len(grids)).permutation(len(everything))]
    running = MODEL.open([scenario], WORLD)
    for number, (begin, end) in enumerate(pairwise(sorted({0, len(grids), *(c for c in cuts if c < len(grids))}))):
        now = NOW + number * DAY / 3
        running.take(everything[begin:end], now)
        running.findings(now)
        anew = MODEL.recompute(scenario, WORLD, everything[:end], now)
        assert running.table(scenario.code).tolist() == anew.tolist()
