"""Exposure: hazards that nobody looked after in time, where people are near."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.commandline.bench import load
from services.domain.incidents import Severity
from services.domain.scenarios import Filters, ModelKind, Per
from services.risk.models.exposure import Exposure

street = load(Path(__file__).parent / "streams.py")
MODEL, KIND = Exposure(), ModelKind.EXPOSURE
GAS = ("record:gas_station", "gas_smell", "gas_alarm", "inspected")


def a_city(*rows: dict[str, Any]) -> Any:
    """The world with these standing things."""
    world = street.a_world()
    return replace(world, standing=street.standing_rows(world, *rows))


def a_station(ident: int = 1, ago: float | None = 40, due: float = 30, **more: Any) -> dict[str, Any]:
    """A filling station that was inspected so many days ago and should be again within `due`."""
    return {"id": ident, "kind": "gas_station", "ago": ago, "due": due, **more}


@st.composite
def stations(draw: Any) -> list[dict[str, Any]]:
    """Three of them, never inspected, long ago, or only later."""
    return [
        a_station(
            ident, draw(st.one_of(st.none(), st.integers(-10, 90))), draw(st.sampled_from((0, 7, 30))),
            x=draw(st.integers(-3, 3)) * 90.0, y=draw(st.integers(-3, 3)) * 90.0, grid=draw(st.integers(0, 11)),
        )
        for ident in (1, 2, 3)
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(street.batches(kinds=("gas_smell", "gas_alarm", "inspected", "visited")), stations())
def test_that_what_streams_equals_what_is_counted_at_once(given_batches: Any, rows: Any) -> None:
    scenarios = [
        street.a_scenario(KIND, GAS, Per.SUBJECT, days, code=code, weights={"gas_alarm": 2.5}, **parameters)
        for code, days, parameters in (
            ("plain", 10, {}), ("late", 3, {"overdue": 1.5, "radius_m": 100, "near_least": 400}),
            ("alarmed", 30, {"signals_least": 1}),
        )
    ]  # fmt: skip
    street.check_equal(MODEL, scenarios, a_city(*rows), given_batches)


def test_that_a_hazard_warns_when_it_becomes_overdue_and_gets_worse_by_time_alone() -> None:
    world = a_city(a_station(1, 29.5, grid=0))
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.8)
    running = MODEL.open([scenario], world)
    assert running.findings(street.NOW) == []
    (finding,) = running.findings(street.NOW + street.DAY)
    assert finding.situation == finding.subject.replace("record", "subject:record") == "subject:record:1"
    assert finding.at.timestamp() == street.NOW + 0.5 * street.DAY
    assert (finding.place.grid, finding.level) == (507, Severity.BLUE)
    found = [running.findings(street.NOW + day * street.DAY) for day in range(2, 120)]
    assert [level for level, _ in groupby(one.level for day in found for one in day)] == [
        Severity.BLUE, Severity.YELLOW, Severity.ORANGE,
    ]  # fmt: skip


def test_that_what_still_stands_is_said_again_before_its_warning_expires() -> None:
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, lasts=timedelta(days=8))
    running = MODEL.open([scenario], a_city(a_station(1, 200)))
    (first,) = running.findings(street.NOW)
    assert first.at.timestamp() == street.NOW  # overdue for so long that it is no news by itself
    assert running.findings(street.NOW + 1.9 * street.DAY) == []
    (again,) = running.findings(street.NOW + 2 * street.DAY)
    assert again.at.timestamp() == street.NOW + 2 * street.DAY


def test_that_an_inspection_ends_it_and_its_time_begins_anew() -> None:
    world = a_city(a_station(1, 40))
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.6)
    running = MODEL.open([scenario], world)
    assert [one.level is not None for one in running.findings(street.NOW)] == [True]
    running.take(street.a_signal(world, 1, 0, "inspected", subject="record:1"), street.NOW)
    assert [one.level for one in running.findings(street.NOW)] == [None]
    assert running.findings(street.NOW + 29 * street.DAY) == []
    assert len(running.findings(street.NOW + 31 * street.DAY)) == 1


def test_that_an_inspection_of_long_ago_changes_nothing() -> None:
    world = a_city(a_station(1, 40))
    running = MODEL.open([street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.6)], world)
    running.take(street.a_signal(world, 1, 90, "inspected", subject="record:1"), street.NOW)
    (finding,) = running.findings(street.NOW)
    assert round(finding.measures["since_days"]) == 40


def test_that_what_is_smelt_near_it_makes_it_worse_for_as_long_as_the_window() -> None:
    world = a_city(a_station(1, 40, x=50.0))
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, days=3, radius_m=100, harm=0.6)
    running = MODEL.open([scenario], world)
    (alone,) = running.findings(street.NOW)
    near = [street.a_signal(world, ident, 1, "gas_smell", x=10.0 * ident) for ident in (1, 2, 3)]
    running.take(street.joined(*near, street.a_signal(world, 4, 1, "gas_smell", x=900.0)), street.NOW)
    (worse,) = running.findings(street.NOW)
    assert worse.signals == (1, 2, 3)
    assert worse.score == alone.score + 20
    (calm,) = running.findings(street.NOW + 2.5 * street.DAY)
    assert calm.signals == ()
    assert street.points(calm)["signals"] == 0


def test_that_who_lives_near_counts_and_may_be_asked_for() -> None:
    school = {"id": 9, "kind": "school", "x": 100.0}
    world = a_city(a_station(1, 40), a_station(2, 40, x=5_000.0), school)
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.6, weights={"record:school": 400.0})
    first, second = sorted(street.found_in(MODEL, scenario, world, street.joined()), key=lambda one: one.subject)
    assert street.points(first)["near"] > street.points(second)["near"] > 0
    assert (first.measures["vulnerable"], second.measures["vulnerable"]) == (400, 0)
    (only,) = street.found_in(MODEL, replace(scenario, parameters={"near_least": 300}), world, street.joined())
    assert only.subject == "record:1"


def test_that_areas_are_chosen_and_what_was_never_inspected_is_overdue() -> None:
    world = a_city(a_station(1, None, grid=0), a_station(2, None, grid=9), a_station(3, None, due=float("nan")))
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.6, filters=Filters(area_kinds=("rural",)))
    (finding,) = street.found_in(MODEL, scenario, world, street.joined())
    assert finding.subject == "record:2"
    assert finding.measures["never"] == 1
    street.check_finding(MODEL, scenario, finding)
    reliefs = {relief.code: relief for relief in MODEL.reliefs(scenario, finding.measures)}
    assert not MODEL.reached(reliefs["inspected"].measures)


def test_that_the_worst_is_red() -> None:
    world = a_city(a_station(1, 100, grid=11))
    scenario = street.a_scenario(KIND, GAS, Per.SUBJECT, days=3, harm=1.0)
    near = street.joined(*(street.a_signal(world, ident, 1, "gas_smell") for ident in range(1, 5)))
    (finding,) = street.found_in(MODEL, scenario, world, near)
    assert finding.level is Severity.RED


def test_that_in_the_past_only_what_was_known_then_counts() -> None:
    world = a_city(a_station(1, -20))  # the record says: inspected twenty days after this moment
    running = MODEL.open([street.a_scenario(KIND, GAS, Per.SUBJECT, harm=0.6)], world)
    assert running.findings(street.NOW) == []
    running.take(street.a_signal(world, 1, 25, "inspected", subject="record:1"), street.NOW)
    assert running.findings(street.NOW) == []
    assert [one.level is None for one in running.findings(street.NOW + 6 * street.DAY)] == [False]
    assert [one.level for one in running.findings(street.NOW + 21 * street.DAY)] == [None]
