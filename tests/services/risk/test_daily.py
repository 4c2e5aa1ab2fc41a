"""What happened is counted once, on the city's own days, whatever order it is told in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from services.commandline.bench import load
from services.domain.refusals import Refusal
from services.domain.scenarios import ModelKind, Per
from services.risk.choosing import Choice
from services.risk.daily import DayCounts, Rows, months_of, once

city = load(Path(__file__).parent / "models" / "signal_city.py")
WORLD, NOW, DAY = city.a_world(), city.NOON, city.DAY
TODAY = city.TODAY.toordinal()


def _scenario(per: Per):
    return city.a_scenario(ModelKind.SURGE, per, timedelta(days=3))


def _told(*hours_ago: float, grid: int = 0, incident: int = 0, first: int = 1):
    found = city.signals(WORLD, NOW - 3_600 * np.array(hours_ago), np.full(len(hours_ago), grid), first=first)
    found["incident"] = incident
    return found


@pytest.mark.parametrize(("per", "count"), [(Per.TOWN, 6), (Per.VILLAGE, 48), (Per.GRID, 240), (Per.CITY, 1)])
def test_that_every_place_leans_on_its_town(per: Per, count: int) -> None:
    rows = Rows.of(_scenario(per), WORLD)
    assert len(rows.keys) == count
    assert (np.diff(rows.keys) > 0).all()
    if per is not Per.CITY:
        assert set(rows.groups.tolist()) == set(range(1, 7))
        for key, town in zip(rows.keys.tolist(), rows.groups.tolist(), strict=True):
            assert town in WORLD.areas.path(key)
    assert (rows.weights > 0).all()


def test_that_a_spot_is_no_place_with_a_past() -> None:
    with pytest.raises(Refusal) as refused:
        Rows.of(_scenario(Per.SUBJECT), WORLD)
    assert refused.value.code == "scenario.per"


def test_that_the_table_counts_what_happened_once_a_day() -> None:
    scenario = _scenario(Per.TOWN)
    signals = np.concatenate(
        [_told(1, 2, 3, incident=9), _told(1, 30, first=10), _told(5, grid=200, first=20), _told(200, first=30)]
    )
    table = Rows.of(scenario, WORLD).table(Choice.of(scenario, WORLD), signals, TODAY - 2, TODAY)
    assert table.tolist()[0] == [0, 1, 2]
    assert table.tolist()[5] == [0, 0, 1]
    assert table.sum() == 4


def test_that_the_first_to_tell_is_the_one_that_counts() -> None:
    signals = _told(1, 3, 2, incident=9)[::-1]
    first = once(np.zeros(3, np.int64), signals)
    assert signals["at"][first].tolist() == [signals["at"].min()]
    assert once(np.arange(3), signals).all()


def test_that_days_fall_out_and_are_touched_when_they_do() -> None:
    counts = DayCounts(3)
    assert counts.move_on(TODAY)
    assert not counts.move_on(TODAY)
    days, keys, weights = np.array([TODAY, TODAY - 2, TODAY - 3]), np.full(3, 7), np.full(3, 1_000)
    counts.add(days, keys, weights, _told(1, 49, 73))
    assert counts.take_touched() == {7}
    assert counts.sums([7])[0][0] == 2_000
    assert counts.by_day(7) == {TODAY: 1.0, TODAY - 2: 1.0}
    counts.move_on(TODAY + 1)
    assert counts.take_touched() == {7}
    assert counts.sums([7])[0][0] == 1_000
    counts.move_on(TODAY + 9)
    assert counts.keys() == set()
    assert counts.sums([7]) == [(0, -np.inf)]


def test_that_months_are_told_from_days() -> None:
    assert months_of(np.array([TODAY]), ()) is None
    found = months_of(np.array([TODAY, TODAY + 10]), [11])
    assert found is not None
    assert found.tolist() == [True, False]
