"""Silence: who should have been heard of by now, one by one, and a dead network as one situation."""

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
from services.domain.scenarios import ModelKind, Per
from services.risk.models.silence import Silence

street = load(Path(__file__).parent / "streams.py")
MODEL, KIND = Silence(), ModelKind.SILENCE
VISITS = ("record:old_alone", "visited")


def a_city(*rows: dict[str, Any]) -> Any:
    """The world with these standing things."""
    world = street.a_world()
    return replace(world, standing=street.standing_rows(world, *rows))


def someone(ident: int, ago: float | None = 3, due: float = 7, **more: Any) -> dict[str, Any]:
    """An old person living alone who was visited so many days ago and should be again within `due`."""
    return {"id": ident, "kind": "old_alone", "ago": ago, "due": due, **more}


def readings(world: Any, subject: str, *ago: float, first: int = 1, **values: Any) -> Any:
    """A meter's readings so many days ago."""
    return street.joined(
        *(
            street.a_signal(world, first + at, days, "reading", subject=subject, source="sensor", **values)
            for at, days in enumerate(ago)
        )
    )


@st.composite
def people(draw: Any) -> list[dict[str, Any]]:
    """Three of them, never visited, long ago, or only later."""
    return [
        someone(
            ident, draw(st.one_of(st.none(), st.integers(-10, 40))), draw(st.sampled_from((0, 7, 15))),
            grid=draw(st.integers(0, 11)),
        )
        for ident in (1, 2, 3)
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(street.batches(kinds=("reading", "visited", "inspected")), people())
def test_that_what_streams_equals_what_is_counted_at_once(given_batches: Any, rows: Any) -> None:
    scenarios = [
        street.a_scenario(KIND, kinds, per, days, code=f"{per}.{kinds[0]}.{days}", **parameters)
        for kinds, per, days, parameters in (
            (VISITS, Per.SUBJECT, 30, {"factor": 2, "group_least": 2}), (VISITS, Per.GRID, 30, {"every_hours": 100}),
            (("reading",), Per.SUBJECT, 40, {"learn_least": 2, "factor": 1.5}),
            (("reading", "visited"), Per.VILLAGE, 50, {"learn_least": 1, "every_hours": 30, "group_least": 1}),
            (("reading", "visited"), Per.CITY, 20, {"learn_least": 1, "group_least": 2}),
            (("reading",), Per.GRID, 60, {"learn_least": 1, "factor": 1, "group_least": 2}),
        )
    ]  # fmt: skip
    street.check_equal(MODEL, scenarios, a_city(*rows), given_batches)


def test_that_who_was_not_visited_in_time_is_found_at_that_moment_and_gets_worse() -> None:
    world = a_city(someone(1, 13, grid=2))
    running = MODEL.open([street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2, harm=0.8)], world)
    assert running.findings(street.NOW) == []
    (finding,) = running.findings(street.NOW + 1.5 * street.DAY)
    assert (finding.situation, finding.place.grid) == ("subject:record:1", 509)
    assert finding.at.timestamp() == street.NOW + street.DAY
    assert finding.level is Severity.BLUE
    found = [running.findings(street.NOW + day * street.DAY) for day in range(2, 60)]
    assert [level for level, _ in groupby(one.level for day in found for one in day)] == [
        Severity.BLUE, Severity.YELLOW, Severity.ORANGE,
    ]  # fmt: skip


def test_that_what_still_stands_is_said_again_before_its_warning_expires() -> None:
    world = a_city(someone(1, 300))
    scenario = street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2, lasts=timedelta(days=8))
    running = MODEL.open([scenario], world)
    (first,) = running.findings(street.NOW)
    assert first.at.timestamp() == street.NOW  # begun so long ago that it is no news by itself
    assert running.findings(street.NOW + 1.9 * street.DAY) == []
    (again,) = running.findings(street.NOW + 2 * street.DAY)
    assert again.at.timestamp() == street.NOW + 2 * street.DAY


def test_that_a_visit_ends_the_silence_once() -> None:
    world = a_city(someone(1, 20))
    running = MODEL.open([street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2)], world)
    assert [one.level is None for one in running.findings(street.NOW)] == [False]
    running.take(street.a_signal(world, 1, 0, "visited", subject="record:1"), street.NOW)
    (finding,) = running.findings(street.NOW)
    assert (finding.level, finding.situation) == (None, "subject:record:1")
    assert running.findings(street.NOW + street.DAY) == []
    (again,) = running.findings(street.NOW + 15 * street.DAY)
    assert again.signals == (1,)


def test_that_an_old_visit_that_comes_late_does_not_set_back_the_time() -> None:
    world = a_city(someone(1, 3))
    running = MODEL.open([street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2)], world)
    running.take(street.a_signal(world, 1, 50, "visited", subject="record:1"), street.NOW)
    assert running.findings(street.NOW) == []


def test_that_a_dead_network_is_one_situation_and_dissolves_into_those_still_silent() -> None:
    rows = [someone(ident, 20, grid=ident % 3) for ident in range(1, 6)] + [someone(9, 20, grid=11)]
    world = a_city(*rows)
    running = MODEL.open([street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2, group_least=4)], world)
    found = {one.situation: one for one in running.findings(street.NOW)}
    assert set(found) == {"village:A03", "subject:record:9"}
    assert found["village:A03"].observed == 5
    assert found["village:A03"].place.village == 503
    heard = [street.a_signal(world, ident, 0, "visited", subject=f"record:{ident}") for ident in (1, 2)]
    running.take(street.joined(*heard), street.NOW)
    after = {one.situation: one.level is not None for one in running.findings(street.NOW)}
    alone = {f"subject:record:{ident}": True for ident in (3, 4, 5)}
    assert after == {"village:A03": False, **alone}


def test_that_a_meter_that_came_every_day_is_missed_and_one_that_came_twice_is_not() -> None:
    world = street.a_world()
    scenario = street.a_scenario(KIND, ("reading",), Per.SUBJECT, days=30, learn_least=4, factor=3, harm=0.8)
    daily = readings(world, "thing:meter", 12, 11, 10, 9, 8, 7, 6, grid=4)
    twice = readings(world, "who:a", 12, 11, first=20)
    (finding,) = street.found_in(MODEL, scenario, world, street.joined(daily, twice))
    assert finding.situation == "subject:thing:meter"
    assert (finding.measures["every_hours"], round(finding.measures["silent_hours"])) == (24, 144)
    assert finding.signals == (7,)
    assert finding.place.grid == 511


def test_that_one_that_is_forgotten_by_the_window_is_no_longer_missed() -> None:
    world = street.a_world()
    scenario = street.a_scenario(KIND, ("reading",), Per.SUBJECT, days=20, learn_least=2, factor=3, harm=0.8)
    running = MODEL.open([scenario], world)
    running.take(readings(world, "thing:meter", 12, 11, 10, 9), street.NOW)
    assert [one.level is None for one in running.findings(street.NOW)] == [False]
    assert [one.level is None for one in running.findings(street.NOW + 9.5 * street.DAY)] == [True]
    assert len(running.table(scenario.code)) == 0
    running.take(readings(world, "who:a", -10, -11, -12, first=30), street.NOW + 12 * street.DAY)
    assert len(running.table(scenario.code)) == 1


def test_that_a_meter_that_was_moved_is_heard_where_it_is_now() -> None:
    world = street.a_world()
    scenario = street.a_scenario(KIND, ("reading",), Per.SUBJECT, days=30, learn_least=2, factor=2, harm=0.8)
    running = MODEL.open([scenario], world)
    running.take(readings(world, "thing:meter", 12, 11, 10, grid=0), street.NOW)
    assert len(running.findings(street.NOW)) == 1
    running.take(readings(world, "thing:meter", 0, first=9, grid=11), street.NOW)
    assert [one.level for one in running.findings(street.NOW)] == [None]


def test_that_readings_may_be_expected_every_so_many_hours() -> None:
    world = a_city({"id": 1, "kind": "sensor", "ago": 0.1}, {"id": 2, "kind": "sensor", "ago": 0.5})
    scenario = street.a_scenario(KIND, ("record:sensor", "reading"), Per.SUBJECT, every_hours=4, factor=2, harm=0.8)
    (finding,) = street.found_in(MODEL, scenario, world, street.joined())
    assert finding.subject == "record:2"


def test_that_an_area_waits_until_so_many_of_it_are_silent() -> None:
    rows = [someone(ident, 20, grid=ident % 3) for ident in range(1, 4)]
    scenario = street.a_scenario(KIND, VISITS, Per.TOWN, factor=2, group_least=3)
    (finding,) = street.found_in(MODEL, scenario, a_city(*rows), street.joined())
    assert (finding.situation, finding.observed) == ("town:A01", 3)
    assert street.found_in(MODEL, scenario, a_city(*rows[:2]), street.joined()) == []


def test_that_who_was_never_visited_is_silent_and_the_worst_is_red() -> None:
    rows = [someone(ident, None, grid=ident % 3) for ident in range(1, 7)]
    scenario = street.a_scenario(KIND, VISITS, Per.SUBJECT, factor=2, harm=1.0, group_least=4)
    (finding,) = street.found_in(MODEL, scenario, a_city(*rows), street.joined())
    assert finding.level is Severity.RED
    assert finding.measures["never"] == 1
    street.check_finding(MODEL, scenario, finding)
    reliefs = {relief.code: relief for relief in MODEL.reliefs(scenario, finding.measures)}
    assert not MODEL.reached(reliefs["heard"].measures)
    assert not MODEL.reached(reliefs["one_silent"].measures)
