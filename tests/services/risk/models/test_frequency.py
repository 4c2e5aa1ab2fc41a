"""Frequency counts so many in a window, at places of any kind, exactly, whatever comes late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from services.commandline.bench import load
from services.domain.incidents import Severity
from services.domain.scenarios import Filters, ModelKind, Per
from services.risk.models.frequency import Frequency

street = load(Path(__file__).parent / "streams.py")
MODEL, WORLD, KIND = Frequency(), street.a_world(), ModelKind.FREQUENCY
SCENARIOS = [
    street.a_scenario(KIND, ("dispute", "petition"), per, days, threshold=3, code=str(per), weights={"petition": 1.7})
    for per, days in ((Per.CITY, 20), (Per.TOWN, 9), (Per.GRID, 30), (Per.SPOT, 12), (Per.SUBJECT, 25))
]


@settings(max_examples=60, deadline=None)
@given(street.batches())
def test_that_what_streams_equals_what_is_counted_at_once(given_batches: Any) -> None:
    street.check_equal(MODEL, SCENARIOS, WORLD, given_batches)


def test_that_a_grid_warns_once_it_counts_enough_and_falls_when_they_grow_old() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), threshold=3)
    running = MODEL.open([scenario], WORLD)
    running.take(street.joined(street.a_signal(WORLD, 1, 29), street.a_signal(WORLD, 2, 10)), street.NOW)
    assert running.findings(street.NOW) == []
    running.take(street.a_signal(WORLD, 3, 0), street.NOW)
    (finding,) = running.findings(street.NOW)
    assert (finding.situation, finding.level, finding.signals) == ("grid:A07", Severity.BLUE, (1, 2, 3))
    assert finding.place.grid == 507
    assert finding.observed == 3
    (fallen,) = running.findings(street.NOW + 2 * street.DAY)
    assert (fallen.situation, fallen.level, fallen.signals) == ("grid:A07", None, (2, 3))
    assert running.findings(street.NOW + 40 * street.DAY) == []


def test_that_growth_and_the_hurt_raise_the_level() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), threshold=3, hurt=1, harm=1.0)
    many = street.joined(*(street.a_signal(WORLD, ident, ident / 10, value=2.0) for ident in range(1, 10)))
    (finding,) = street.found_in(MODEL, scenario, WORLD, many)
    assert finding.level is Severity.RED
    points = street.points(finding)
    assert (points["frequency"], points["trend"], points["harm"]) == (45, 20, 25)


def test_that_a_place_across_a_border_is_one_situation_that_keeps_its_name() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SPOT, threshold=4, radius_m=200)
    running = MODEL.open([scenario], WORLD)
    around = [(0, 0), (60, 30), (-50, 20), (10, -40)]
    for ident, (x, y) in enumerate(around, 1):
        running.take(street.a_signal(WORLD, ident, 1, x=float(x), y=float(y), grid=ident), street.NOW)
    (first,) = running.findings(street.NOW)
    assert first.radius_m == 200
    assert set(first.signals) == {1, 2, 3, 4}
    running.take(street.a_signal(WORLD, 5, 0.5, x=20.0, y=5.0, grid=7), street.NOW)
    (second,) = running.findings(street.NOW)
    assert second.situation == first.situation
    assert set(second.signals) == {1, 2, 3, 4, 5}
    running.take(street.a_signal(WORLD, 6, 0.5, x=2_000.0, y=5.0), street.NOW)
    assert running.findings(street.NOW) == []


def test_that_a_spot_hands_over_when_it_falls_and_a_neighbour_still_counts_enough() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SPOT, threshold=3, radius_m=200)
    running = MODEL.open([scenario], WORLD)
    old = [street.a_signal(WORLD, ident, 29 - ident / 100, x=-100.0) for ident in (1, 2)]
    new = [street.a_signal(WORLD, ident, 1, x=90.0 + 5 * ident) for ident in (3, 4, 5)]
    running.take(street.joined(*old, *new), street.NOW)
    assert len([one for one in running.findings(street.NOW) if one.level]) == 1
    later = running.findings(street.NOW + 2 * street.DAY)
    assert len([one for one in later if one.level]) <= 1
    standing = {one.situation: one.level for one in later}
    assert all(set(one.signals) == {3, 4, 5} for one in later if one.level), standing


def test_that_filters_and_sources_are_kept() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), threshold=1, sources=("police",))
    both = street.joined(street.a_signal(WORLD, 1, 1), street.a_signal(WORLD, 2, 1, source="police", grid=9))
    assert [one.signals for one in street.found_in(MODEL, scenario, WORLD, both)] == [(2,)]
    rural = replace(scenario, sources=(), filters=Filters(area_kinds=("rural",)))
    assert [one.signals for one in street.found_in(MODEL, rural, WORLD, both)] == [(2,)]


@pytest.mark.parametrize("count", [3, 9])
def test_that_reliefs_bring_it_down(count: int) -> None:
    scenario = street.a_scenario(KIND, ("dispute",), threshold=3, days=30)
    many = street.joined(*(street.a_signal(WORLD, ident, ident / 2) for ident in range(1, count + 1)))
    (finding,) = street.found_in(MODEL, scenario, WORLD, many)
    tried = {relief.code: MODEL.reached(relief.measures) for relief in MODEL.reliefs(scenario, finding.measures)}
    assert tried["below"] is False
    street.check_finding(MODEL, scenario, finding)


def test_that_a_window_of_hours_is_exact_at_its_edge() -> None:
    scenario = replace(street.a_scenario(KIND, ("dispute",), threshold=1), window=timedelta(hours=24))
    running = MODEL.open([scenario], WORLD)
    running.take(street.a_signal(WORLD, 1, 0), street.NOW)
    assert len(running.table(scenario.code)) == 1
    running.take(street.joined(), street.NOW + street.DAY - 0.001)
    assert len(running.table(scenario.code)) == 1
    running.take(street.joined(), street.NOW + street.DAY)
    assert len(running.table(scenario.code)) == 0
