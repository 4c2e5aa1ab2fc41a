"""Coincidence: what different sources say of one subject or place at the same time belongs together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings

from services.commandline.bench import load
from services.domain.incidents import Severity
from services.domain.scenarios import ModelKind, Per
from services.risk.models.coincidence import Coincidence

street = load(Path(__file__).parent / "streams.py")
MODEL, WORLD, KIND = Coincidence(), street.a_world(), ModelKind.COINCIDENCE
GAS = ("gas_smell", "gas_alarm", "police_call", "reading")
SCENARIOS = [
    street.a_scenario(
        KIND, kinds, per, days, threshold=2, sources_least=least, code=str(per), weights={"gas_alarm": 2.0}
    )
    for per, days, least, kinds in (
        (Per.SUBJECT, 40, 1, GAS), (Per.GRID, 10, 2, GAS), (Per.SPOT, 6, 2, GAS[:2]), (Per.CITY, 3, 3, GAS),
    )
]  # fmt: skip


def seen(*said: tuple[str, str], hours: float = 2, **values: Any) -> Any:
    """What sources said within so many hours: (kind, source)."""
    return street.joined(
        *(
            street.a_signal(WORLD, at, hours / 24 * (at - 1), kind, source=source, **values)
            for at, (kind, source) in enumerate(said, 1)
        )
    )


@settings(max_examples=80, deadline=None)
@given(street.batches())
def test_that_what_streams_equals_what_is_counted_at_once(given_batches: Any) -> None:
    street.check_equal(MODEL, SCENARIOS, WORLD, given_batches)


def test_that_two_sources_on_one_grid_meet_and_one_alone_does_not() -> None:
    scenario = street.a_scenario(KIND, GAS, threshold=2, days=2)
    alone = seen(("gas_smell", "hotline"), ("gas_alarm", "hotline"), ("gas_smell", "hotline"))
    assert street.found_in(MODEL, scenario, WORLD, alone) == []
    (finding,) = street.found_in(MODEL, scenario, WORLD, seen(("gas_smell", "hotline"), ("gas_alarm", "sensor")))
    assert finding.observed == 2
    assert finding.measures["sources"] == 2
    assert finding.signals == (2, 1)


def test_that_the_same_thing_said_again_counts_once() -> None:
    scenario = street.a_scenario(KIND, GAS, threshold=3, days=2)
    twice = seen(("gas_smell", "hotline"), ("gas_smell", "hotline"), ("gas_alarm", "sensor"))
    assert street.found_in(MODEL, scenario, WORLD, twice) == []
    third = seen(("gas_smell", "hotline"), ("gas_smell", "grid_worker"), ("gas_alarm", "sensor"))
    assert len(street.found_in(MODEL, scenario, WORLD, third)) == 1


def test_that_so_many_kinds_may_be_asked_for() -> None:
    scenario = street.a_scenario(KIND, GAS, threshold=2, kinds_least=2, days=2)
    same = seen(("gas_smell", "hotline"), ("gas_smell", "sensor"))
    assert street.found_in(MODEL, scenario, WORLD, same) == []


def test_that_a_meeting_ends_when_one_of_them_grows_old() -> None:
    scenario = street.a_scenario(KIND, GAS, threshold=2, days=2)
    running = MODEL.open([scenario], WORLD)
    running.take(seen(("gas_smell", "hotline"), ("gas_alarm", "sensor"), hours=24), street.NOW)
    assert [one.level is None for one in running.findings(street.NOW)] == [False]
    assert [one.level for one in running.findings(street.NOW + 1.5 * street.DAY)] == [None]


def test_that_closer_in_time_is_worse_and_the_worst_is_red() -> None:
    scenario = street.a_scenario(KIND, GAS, threshold=2, days=2, harm=1.0, weights={"gas_alarm": 4.0})
    said = (("gas_smell", "hotline"), ("gas_alarm", "sensor"), ("police_call", "police"))
    (close,) = street.found_in(MODEL, scenario, WORLD, seen(*said, hours=0.1, grid=11))
    (apart,) = street.found_in(MODEL, scenario, WORLD, seen(*said, hours=20, grid=11))
    assert close.score > apart.score
    assert close.level is Severity.RED
    street.check_finding(MODEL, scenario, close)
    reliefs = {relief.code: relief for relief in MODEL.reliefs(scenario, close.measures)}
    assert not MODEL.reached(reliefs["one_left"].measures)
