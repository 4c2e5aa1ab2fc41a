"""One scenario's scan: the ground is found once, chance is drawn once, and both answer as if made anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from services.commandline.bench import load
from services.domain.scenarios import ModelKind, Per
from services.risk.scanned import Drawn, Ground, clusters_of, folded, lengths, past_days, usable

city = load(Path(__file__).parent / "models" / "signal_city.py")
WORLD, NOW, DAY = city.a_world(), city.NOON, city.DAY
SCENARIO = city.a_scenario(
    ModelKind.CLUSTER, Per.GRID, timedelta(days=7), max_km=3, max_days=7, replicates=199, p=0.01
)  # fmt: skip


def _recent(extra: int = 0):
    count = city.TOWNS * city.VILLAGES * city.GRIDS
    past = city.years(WORLD, np.full(count, 0.02), days=past_days(SCENARIO) - 1, seed=3)
    dice = np.random.default_rng(2)
    hot = city.signals(WORLD, NOW - dice.uniform(0, DAY, extra), dice.choice([100, 101], extra), first=900_000)
    return folded(np.concatenate([past, hot]))


def test_that_every_day_of_the_first_week_is_tried_and_fewer_later() -> None:
    assert lengths(5) == (1, 2, 3, 4, 5)
    assert lengths(1) == (1,)
    found = lengths(45)
    assert found[:7] == tuple(range(1, 8))
    assert found[-1] == 45
    assert len(found) < 20
    assert len(set(found)) == len(found)


def test_that_the_ground_of_some_signals_is_that_of_them_alone() -> None:
    signals = _recent()
    some, alone = Ground.of(SCENARIO, signals).of_some(100, 300), Ground.of(SCENARIO, signals[100:300])
    assert some.keys.tolist() == alone.keys.tolist()
    assert some.of_signal.tolist() == alone.of_signal.tolist()
    assert sorted(zip(some.near.centres, some.near.members, strict=True)) == sorted(
        zip(alone.near.centres, alone.near.members, strict=True)
    )


def test_that_chance_drawn_before_judges_as_chance_drawn_anew() -> None:
    quiet, hot, drawn = _recent(), _recent(10), Drawn()
    assert drawn.left() == 120
    assert clusters_of(SCENARIO, WORLD, quiet, NOW, drawn=drawn) == []
    assert drawn.left() == 4
    (anew,), (before,) = clusters_of(SCENARIO, WORLD, hot, NOW), clusters_of(SCENARIO, WORLD, hot, NOW, drawn=drawn)
    assert anew.cluster.places == before.cluster.places
    assert anew.members["id"].tolist() == before.members["id"].tolist()
    assert before.cluster.replicates == 124


def test_that_only_what_has_a_place_and_is_no_drill_is_of_use() -> None:
    signals = _recent()[:4].copy()
    signals["drill"][0], signals["x"][1], signals["grid"][2] = 5, np.nan, -1
    assert usable(SCENARIO, signals)["id"].tolist() == [signals["id"][3]]


def test_that_what_is_chance_anyhow_draws_nothing_and_the_next_that_matters_draws_for_it() -> None:
    quiet, hot, drawn = _recent(), _recent(10), Drawn()
    clusters_of(SCENARIO, WORLD, quiet, NOW, drawn=drawn)
    known = list(drawn.tops)
    assert len(known) == 120
    for _ in range(3):
        assert clusters_of(SCENARIO, WORLD, quiet, NOW, drawn=drawn) == []
    assert list(drawn.tops) == known
    (found,) = clusters_of(SCENARIO, WORLD, hot, NOW, drawn=drawn)
    assert found.cluster.replicates == 120 + 4 * 4
    assert drawn.left() == 4
