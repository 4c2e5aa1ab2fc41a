"""What a scenario listens to: kinds, sources, areas, hours, months, values; and what each signal counts for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from services.commandline.bench import load
from services.domain.incidents import PlaceStatus
from services.domain.scenarios import Filters, ModelKind, Per
from services.risk.choosing import Choice, Choices

street = load(Path(__file__).parent / "models" / "streams.py")
WORLD = street.a_world()
ONE = street.a_scenario(ModelKind.FREQUENCY, ("dispute", "petition"))


def chosen(scenario: Any, *signals: Any) -> list[int]:
    """The ids that a scenario listens to."""
    every = street.joined(*signals)
    return list(every["id"][Choice.of(scenario, WORLD).mask(every)].tolist())


def test_that_kinds_are_chosen_and_unknown_ones_never() -> None:
    unknown = street.a_signal(WORLD, 3, 1)
    unknown["kind"] = -1
    both = (street.a_signal(WORLD, 1, 1), street.a_signal(WORLD, 2, 1, "reading"))
    assert chosen(ONE, *both, unknown) == [1]
    assert chosen(replace(ONE, kinds=("nothing", "known")), *both, unknown) == []


def test_that_only_believed_sources_count() -> None:
    scenario = replace(ONE, sources=("police",))
    unknown = street.a_signal(WORLD, 3, 1)
    unknown["source"] = -1
    both = (street.a_signal(WORLD, 1, 1), street.a_signal(WORLD, 2, 1, source="police"))
    assert chosen(scenario, *both, unknown) == [2]


def test_that_areas_hold_those_below_them_and_nowhere_is_in_none() -> None:
    scenario = replace(ONE, filters=Filters(areas=("A01",)))
    village_alone = street.a_signal(WORLD, 3, 1, grid=0)
    village_alone["grid"] = -1
    given_signals = [
        street.a_signal(WORLD, 1, 1, grid=5), street.a_signal(WORLD, 2, 1, grid=6), village_alone,
        street.a_signal(WORLD, 4, 1, grid=None),
    ]  # fmt: skip
    assert chosen(scenario, *given_signals) == [1, 3]
    assert chosen(replace(ONE, filters=Filters(area_kinds=("rural",))), *given_signals) == [2]


@pytest.mark.parametrize(
    ("hours", "expected"), [((), [0, 6, 15, 23]), (((15, 18),), [15]), (((22, 7),), [0, 6, 23]), (((6, 6),), [])]
)
def test_that_hours_are_those_of_the_citys_clock_and_go_over_midnight(hours: Any, expected: list[int]) -> None:
    midnight = 1_790_006_400.0  # 2026-09-22 00:00 in Shanghai
    signals = [street.a_signal(WORLD, hour, 0) for hour in (0, 6, 15, 23)]
    for one in signals:
        one["at"] = midnight + 3600 * one["id"] + 60
    assert chosen(replace(ONE, filters=Filters(hours=hours)), *signals) == expected


def test_that_months_and_least_values_are_kept() -> None:
    september, april = street.a_signal(WORLD, 1, 0, value=2.0), street.a_signal(WORLD, 2, 160, value=9.0)
    assert chosen(replace(ONE, filters=Filters(months=(9,))), september, april) == [1]
    assert chosen(replace(ONE, filters=Filters(least=3)), september, april) == [2]


def test_that_weights_are_whole_thousandths() -> None:
    choice = Choice.of(replace(ONE, weights={"petition": 1.2345, "unknown": 9}), WORLD)
    both = street.joined(street.a_signal(WORLD, 1, 1), street.a_signal(WORLD, 2, 1, "petition"))
    assert choice.weights(both).tolist() == [1000, 1234]


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        (Per.CITY, {1: {0}, 2: {0}}), (Per.TOWN, {1: {2}}), (Per.VILLAGE, {1: {6}}), (Per.GRID, {1: {18}}),
        (Per.SUBJECT, {1: {WORLD.subjects.number("who:a")}}),
    ],
)  # fmt: skip
def test_that_keys_are_those_of_the_place_or_the_subject(per: Per, expected: dict[int, set[int]]) -> None:
    outside = street.a_signal(WORLD, 3, 1, grid=None)
    outside["place"] = int(PlaceStatus.OUTSIDE)
    signals = street.joined(
        street.a_signal(WORLD, 1, 1, grid=11, subject="who:a"), street.a_signal(WORLD, 2, 1, grid=None), outside
    )
    rows, keys = Choice.of(replace(ONE, per=per), WORLD).keys(signals)
    found: dict[int, set[int]] = {}
    for row, key in zip(rows.tolist(), keys.tolist(), strict=True):
        found.setdefault(int(signals["id"][row]), set()).add(key)
    assert found == expected


SCENARIOS = (
    ONE,
    street.a_scenario(ModelKind.FREQUENCY, ("police_call",), Per.SPOT, radius_m=150),
    replace(ONE, per=Per.SUBJECT, sources=("hotline",), weights={"petition": 2.0}),
    replace(ONE, per=Per.SPOT, filters=Filters(area_kinds=("urban",), hours=((8, 20),))),
    replace(ONE, kinds=("nothing",)),
)


@settings(max_examples=60, deadline=None)
@given(street.batches())
def test_that_asking_for_all_at_once_is_asking_one_after_the_other(given_batches: Any) -> None:
    signals = street.joined(*(street.a_signal(WORLD, **one) for _, batch in given_batches for one in batch))
    choices = Choices(SCENARIOS, WORLD)
    rows, which, keys = choices.keyed(signals)
    weights = choices.weights(signals, rows, which)
    together = sorted(zip(which.tolist(), rows.tolist(), keys.tolist(), weights.tolist(), strict=True))
    apart = []
    for at, scenario in enumerate(SCENARIOS):
        choice = Choice.of(scenario, WORLD)
        mine = np.flatnonzero(choice.mask(signals))
        found, own = choice.keys(signals[mine])
        heavy = choice.weights(signals)
        apart += [
            (at, int(mine[row]), key, int(heavy[mine[row]])) for row, key in zip(found, own.tolist(), strict=True)
        ]
    assert together == sorted(apart)


def test_that_no_scenarios_choose_nothing() -> None:
    rows, which, keys = Choices((), WORLD).keyed(street.a_signal(WORLD, 1, 1))
    assert len(rows) == len(which) == len(keys) == 0
