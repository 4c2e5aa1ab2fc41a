"""Base records that change are looked at anew before long, and not for each of a thousand rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.facts import RecordsChanged
from services.domain.records import RecordKind
from services.domain.scenarios import ModelKind, Per
from services.risk.brain import OFTEN, SETTLED, Brain
from services.risk.engine import RiskEngine
from services.risk.registry import models
from services.store.engine import Clock, Database
from services.store.queries.records import register_for


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def load(city: Database) -> Callable[[], Brain]:
    def make() -> Brain:
        with city.reading() as reader:
            return Brain.load(city, reader, city.clock(), models())

    return make


@pytest.fixture
def stations(junction, with_scenarios):
    """Gas stations that have to be inspected."""
    scenario = replace(
        junction, model=ModelKind.EXPOSURE, per=Per.SUBJECT, kinds=("record:gas_station", "leak"), parameters={}
    )
    with_scenarios(scenario)
    return scenario


def add_station(city: Database, key: str) -> None:
    with city.unit() as unit:
        grid = next(area for area in unit.areas() if area.level == 4)
        unit.add(
            "records", register_id=register_for(unit, RecordKind.FACILITY, "police"), key=key, category="gas_station",
            lon=116.31, lat=33.81, grid_id=grid.id, checked_at=unit.now - timedelta(days=400), due_days=30,
        )  # fmt: skip
        unit.commit()


def test_that_records_are_taken_in_anew_a_minute_after_the_last_change(city, stations, load, ticking) -> None:
    add_station(city, "a")
    mind = load()
    assert len(mind.live.world.standing) == 1
    ticking.go_on(minutes=30)
    add_station(city, "b")
    mind.hear_records()
    ticking.go_on(seconds=40)
    mind.hear_records()
    ticking.go_on(seconds=40)
    assert not mind.is_outdated(city.clock()), "they may not be at rest yet"
    ticking.go_on(seconds=SETTLED.total_seconds() - 40)
    assert mind.is_outdated(city.clock())
    again = load()
    assert len(again.live.world.standing) == 2
    assert not again.is_outdated(city.clock())


def test_that_records_that_never_rest_are_taken_in_every_ten_minutes(city, stations, load, ticking) -> None:
    mind = load()
    looks = 0
    for _ in range(60):
        ticking.go_on(seconds=30)
        mind.hear_records()
        if mind.is_outdated(city.clock()):
            looks, mind = looks + 1, load()
    assert looks == timedelta(minutes=30) / OFTEN - 1


def test_that_who_looks_after_no_records_has_nothing_to_take_in(city, junction, with_scenarios, load, ticking) -> None:
    with_scenarios(junction)
    mind = load()
    mind.hear_records()
    ticking.go_on(days=1)
    assert not mind.is_outdated(city.clock())


def test_that_a_new_beginning_goes_on_with_what_was_fitted_and_with_drills(
    city, stations, with_scenarios, junction, a_signal, take, ticking
) -> None:
    surge = replace(junction, code="roads.surge", model=ModelKind.SURGE, per=Per.TOWN, window=timedelta(days=7))
    with_scenarios(stations, surge)
    engine = RiskEngine(city, "test")
    with city.reading() as reader:
        mind = engine._load(reader, city.clock())
        mind.perceive({take(a_signal(1), drill=7).batch: 7}, [])
        mind.live.scheduled()[ModelKind.SURGE].adopt({}, city.clock().timestamp())
        mind._fitted[ModelKind.SURGE] = ({}, city.clock().timestamp())
        engine._advance(mind, [RecordsChanged((1,))])
        ticking.go_on(minutes=11)
        assert mind.is_outdated(city.clock())
        again = engine._load(reader, city.clock())
    try:
        assert again is not mind
        assert not again.live.scheduled()[ModelKind.SURGE].due(city.clock().timestamp())
        assert len(again._drill(7).table("roads.surge")) == len(mind._drill(7).table("roads.surge")) == 1
    finally:
        again.close()
