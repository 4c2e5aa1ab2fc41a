"""A surge is found in a quiet village and in a busy town alike, and a usual Monday is none."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.commandline.bench import load
from services.domain.refusals import Refusal
from services.domain.scenarios import Filters, ModelKind, Per
from services.risk import scoring
from services.risk.by_day import days_of
from services.risk.models.surge import RunningSurge, Surge
from services.risk.replay import replay

city = load(Path(__file__).parent / "signal_city.py")
MODEL, NOW, DAY = Surge(), city.NOON, city.DAY
BUSY, QUIET = 3, 100  # a grid of the busy town, one of a quiet village
WORLD = city.a_world()


def _rates() -> np.ndarray:
    """By grid: a busy town of 40 a day, the others of two a month in the whole village."""
    rates = np.full(city.TOWNS * city.VILLAGES * city.GRIDS, 0.01)
    rates[: city.VILLAGES * city.GRIDS] = 1.0
    return rates


@pytest.fixture(scope="module")
def past() -> np.ndarray:
    return city.years(WORLD, _rates())


def _running(scenario, past: np.ndarray, now: float = NOW) -> RunningSurge:
    """The model at work, fitted, with what came of late."""
    running = MODEL.open([scenario], WORLD)
    running.take(past[past["at"] > now - 20 * DAY], now)
    running.findings(now)
    running.adopt(running.fit(past, now), now)
    return running


def _scenario(per: Per = Per.VILLAGE, days: float = 1, **parameters: float):
    return city.a_scenario(ModelKind.SURGE, per, timedelta(days=days), **parameters)


def _burst(count: int, grid: int, at: float = NOW):
    return city.signals(WORLD, at + 10 * np.arange(count), np.full(count, grid), first=1_000_000)


def test_that_a_surge_in_a_quiet_village_is_found(past) -> None:
    running = _running(_scenario(), past)
    assert running.findings(NOW) == []
    running.take(_burst(5, QUIET), NOW + 60)
    (found,) = running.findings(NOW + 60)
    village = WORLD.areas.codes[WORLD.areas.parent[1 + city.TOWNS + city.TOWNS * city.VILLAGES + QUIET]]
    assert found.situation == f"village:{village}"
    assert found.level is not None
    assert found.observed == 5
    assert found.expected < 0.1
    assert found.signals == tuple(range(1_000_000, 1_000_005))
    assert found.ran_at == datetime.fromtimestamp(NOW, UTC)


def test_that_many_reports_of_one_incident_are_no_surge(past) -> None:
    running = _running(_scenario(), past)
    reports = _burst(9, QUIET)
    reports["incident"] = 77
    running.take(reports, NOW + 60)
    assert running.findings(NOW + 60) == []
    planted = np.concatenate([past, reports])
    assert list(MODEL.look_back(_scenario(), WORLD, planted, NOW - 5 * DAY, NOW + 600)) == []


def test_that_two_in_a_quiet_village_are_none(past) -> None:
    running = _running(_scenario(), past)
    running.take(_burst(2, QUIET), NOW + 60)
    assert running.findings(NOW + 60) == []


def test_that_a_busy_towns_usual_monday_is_no_surge_and_twice_as_many_are(past) -> None:
    running = _running(_scenario(Per.TOWN), past)
    assert running.findings(NOW) == []  # it is a Monday, with 1.6 times as many as on other days
    usual = int(running.table("test.fever")["count"][0])
    assert usual > 15
    running.take(_burst(3, BUSY), NOW + 60)
    assert running.findings(NOW + 60) == []
    running.take(_burst(usual + 15, BUSY, NOW + 100), NOW + 600)
    (found,) = running.findings(NOW + 600)
    assert found.situation.startswith("town:")
    assert found.band is not None
    assert found.band[0] < found.expected < found.band[1] < found.observed


def test_that_what_is_told_is_told_again_no_faster_than_anybody_reads(past) -> None:
    running = _running(_scenario(), past)
    running.take(_burst(5, QUIET), NOW + 60)
    assert len(running.findings(NOW + 60)) == 1
    more = _burst(2, QUIET, NOW + 60)
    more["id"] += 1_000
    running.take(more, NOW + 60.5)
    assert running.findings(NOW + 60.5) == []
    (again,) = running.findings(NOW + 62)
    assert again.observed == 7


def test_that_a_finding_ends_when_it_is_one_no_longer(past) -> None:
    running = _running(_scenario(), past)
    running.take(_burst(5, QUIET), NOW + 60)
    running.findings(NOW + 60)
    (over,) = running.findings(NOW + DAY)
    assert over.level is None
    assert running.findings(NOW + DAY + 1) == []


def test_that_a_week_is_judged_as_a_week(past) -> None:
    running = _running(_scenario(days=7, least=4), past)
    for back in (5, 4, 2):
        running.take(_burst(2, QUIET, NOW - back * DAY), NOW)
    running.take(_burst(2, QUIET), NOW + 60)
    (found,) = running.findings(NOW + 60)
    assert found.observed == 8
    assert found.measures["days"] == 7


def test_that_the_card_shows_every_day_with_its_band(past) -> None:
    running = _running(_scenario(Per.TOWN), past)
    running.take(_burst(60, BUSY), NOW + 600)
    (found,) = running.findings(NOW + 600)
    days = days_of(found.measures)
    assert [day.ago for day in days] == list(range(13, -1, -1))
    town = past[(past["town"] == 1) & (past["at"] > NOW - 20 * DAY)]
    yesterday = np.count_nonzero((town["at"] >= NOW - 1.5 * DAY) & (town["at"] < NOW - 0.5 * DAY))
    assert days[-2].seen == yesterday
    assert days[-1].seen == found.observed
    assert all(day.low <= day.mean <= day.high for day in days)


def test_that_the_score_is_the_sum_of_its_parts_and_relief_lowers_it(past) -> None:
    scenario = _scenario()
    running = _running(scenario, past)
    running.take(_burst(9, QUIET), NOW + 60)
    (found,) = running.findings(NOW + 60)
    assert scoring.total(MODEL.parts(scenario, found.measures)) == found.score
    reliefs = MODEL.reliefs(scenario, found.measures)
    scores = [scoring.total(MODEL.parts(scenario, relief.measures)) for relief in reliefs]
    assert found.score > scores[0] > scores[1]
    assert MODEL.basis(scenario, found.measures)["count"] == 9


def test_that_nothing_is_found_before_the_first_fit_and_the_fit_finds_what_waited(past) -> None:
    running = MODEL.open([_scenario()], WORLD)
    running.take(_burst(5, QUIET), NOW + 60)
    assert running.findings(NOW + 60) == []
    running.adopt(pickle.loads(pickle.dumps(running.fit(past, NOW + 60))), NOW + 60)  # from a program of its own
    assert len(running.findings(NOW + 61)) == 1


def test_that_it_fits_once_a_day_and_tries_again_after_a_failure() -> None:
    running = MODEL.open([_scenario()], WORLD)
    assert running.due(NOW)
    assert not running.due(NOW + 5)
    assert running.due(NOW + 601)
    running.adopt({}, NOW + 602)
    assert not running.due(NOW + 7_200)
    assert running.due(NOW + 602 + DAY)


def test_that_too_short_a_past_awaits_nothing(past) -> None:
    running = _running(_scenario(), past[past["at"] > NOW - 20 * DAY])
    running.take(_burst(50, QUIET), NOW + 60)
    assert running.findings(NOW + 60) == []


def test_that_drills_teach_nothing(past) -> None:
    drilled = past.copy()
    drilled["drill"] = 7
    running = MODEL.open([_scenario()], WORLD)
    assert running.fit(drilled, NOW) == {"test.fever": None}


def test_that_a_spot_has_no_past_to_compare_with() -> None:
    with pytest.raises(Refusal) as refused:
        MODEL.open([_scenario(Per.SPOT)], WORLD)
    assert refused.value.code == "scenario.per"


def test_that_the_city_and_grids_are_judged_too(past) -> None:
    for per, count in ((Per.CITY, 120), (Per.GRID, 5)):
        running = _running(_scenario(per), past)
        running.take(_burst(count, QUIET), NOW + 60)
        (found,) = running.findings(NOW + 60)
        assert found.situation.startswith(str(per))


def test_that_winter_says_nothing_of_a_scenario_of_autumn(past) -> None:
    scenario = replace(_scenario(Per.TOWN), filters=Filters(months=(9, 10, 11)))
    running = _running(scenario, past)
    assert running.findings(NOW) == []
    running.take(_burst(80, BUSY), NOW + 60)
    assert len(running.findings(NOW + 60)) == 1


def test_that_a_look_back_finds_what_was_planted_and_little_else(past) -> None:
    begin, when = NOW - 300 * DAY, NOW - 100 * DAY
    planted = np.concatenate([past, _burst(8, QUIET, when)])
    scenario = _scenario()
    found = replay(
        scenario, WORLD, MODEL, planted, datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(NOW, UTC)
    )
    hits = [one for one in found if abs(one.raised_at.timestamp() - when) < 3_600]
    assert len(hits) == 1
    assert set(hits[0].signals) >= {1_000_000, 1_000_002}
    assert len(found) <= 4  # chance in 48 villages over 300 days


def test_that_a_look_back_agrees_with_the_day_itself(past) -> None:
    scenario, when = _scenario(), NOW - 3_000
    planted = np.concatenate([past, _burst(8, QUIET, when)])
    looked = [one for _, one in MODEL.look_back(scenario, WORLD, planted, NOW - 5 * DAY, NOW + 600)]
    running = _running(scenario, past)
    running.take(_burst(8, QUIET, when), NOW + 600)
    (live,) = running.findings(NOW + 600)
    assert looked[-1].situation == live.situation
    assert looked[-1].observed == live.observed
    assert looked[-1].level == live.level


@settings(max_examples=40, deadline=None)
@given(
    grids=st.lists(st.integers(0, 239), min_size=1, max_size=60),
    ago=st.lists(st.floats(0, 12 * DAY), min_size=60, max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=6),
    per=st.sampled_from([Per.CITY, Per.TOWN, Per.VILLAGE, Per.GRID]),
    days=st.integers(1, 7),
)
def test_that_counts_kept_up_equal_counts_made_anew(grids, ago, cuts, per, days) -> None:
    scenario = _scenario(per, days)
    everything = city.signals(WORLD, NOW - np.array(ago[: len(grids)]), grids, kind=0)
    dice = np.random.default_rng(len(grids))
    everything = everything[dice.permutation(len(everything))]  # late ones come too
    everything["incident"] = dice.integers(0, 8, len(everything))
    running, edges = MODEL.open([scenario], WORLD), sorted({0, len(grids), *(cut for cut in cuts if cut < len(grids))})
    for number, (begin, end) in enumerate(pairwise(edges)):
        now = NOW + number * DAY / 3
        running.take(everything[begin:end], now)
        running.findings(now)
        anew = MODEL.recompute(scenario, WORLD, everything[:end], now)
        kept = running.table(scenario.code)
        assert kept.tolist() == anew.tolist()
