"""Live signals of a demo city: kinds at their rates, clockworks, visits, and stories that make a scenario warn."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from services.bundle import Services
from services.connectors.simulator.perceiving import Perceiving
from services.connectors.simulator.runner import ground_of
from services.connectors.simulator.tales import can_be_told, tale
from services.domain.incidents import PlaceStatus
from services.domain.scenarios import ModelKind
from services.geo.locate import Locator
from services.risk.keeping import running
from services.risk.loading import load_running, load_world
from services.risk.registry import models
from services.store.engine import Database
from services.store.tables.live import facts
from services.store.tables.signals import signal_batches, signals

C = signals.c


def perceiving(demo: Services) -> Perceiving:
    with demo.database.reading() as reader:
        zone = reader.city().zone
    return Perceiving(demo.database, ground_of(demo.database), Random(5), zone)


def newest(database: Database, after: int) -> list[Any]:
    with database.reading() as reader:
        return list(reader.all(select(signals).where(C.id > after).order_by(C.id)))


def last_id(database: Database) -> int:
    with database.reading() as reader:
        return int(reader.all(select(func.coalesce(func.max(C.id), 0)))[0][0])


def test_that_a_day_is_perceived_in_batches_that_add_up_and_every_seat_hears(demo: Services, clock: Any) -> None:
    live, before = perceiving(demo), last_id(demo.database)
    for _ in range(6):
        last = clock.now
        live.step(last, clock.on(60.0), speed=4000.0)
    found = newest(demo.database, before)
    assert len({row.kind for row in found}) > 20
    assert len({row.source for row in found}) > 8
    assert all(row.synthetic and row.batch_id for row in found)
    with demo.database.reading() as reader:
        counted = Counter(row.batch_id for row in found)
        rows = reader.all(select(signal_batches).where(signal_batches.c.id.in_(list(counted))))
        assert {row.id: row.rows for row in rows} == counted
        said = reader.all(select(func.count()).where(facts.c.kind == "SignalsArrived"))[0][0]
    assert said >= len(rows)


def test_that_live_signals_lie_in_the_grid_that_they_name(demo: Services, clock: Any) -> None:
    live, before = perceiving(demo), last_id(demo.database)
    last = clock.now
    live.step(last, clock.on(60.0), speed=8000.0)
    located = [row for row in newest(demo.database, before) if row.place == PlaceStatus.LOCATED and row.lon]
    with demo.database.reading() as reader:
        locator = Locator(reader.areas(geometry=True))
    assert located
    found = locator.locate([row.lon for row in located], [row.lat for row in located])
    named = [row for row in located if row.grid_id is not None]
    assert [at for at, row in zip(found.grid.tolist(), located, strict=True) if row.grid_id] == [
        row.grid_id for row in named
    ]


def test_that_what_reports_every_day_reports_again_once_and_not_twice(demo: Services, clock: Any) -> None:
    live = perceiving(demo)
    expected = {one.signal.subject for one in live._clockworks}
    before, last = last_id(demo.database), clock.now
    live.step(last, clock.on(86_400.0), speed=0.0)
    first = [row.subject for row in newest(demo.database, before) if row.subject in expected]
    assert expected
    assert sorted(first) == sorted(expected)
    before, last = last_id(demo.database), clock.now
    live.step(last, clock.on(60.0), speed=0.0)
    assert not [row for row in newest(demo.database, before) if row.subject in expected]


def test_that_a_story_makes_its_scenario_warn_within_minutes(demo: Services, clock: Any) -> None:
    live, now = perceiving(demo), clock.now
    with demo.database.reading() as reader:
        scenarios, zone = running(reader), reader.city().zone
        world = load_world(reader, scenarios)
    local = now.astimezone(zone)
    told = [one for one in scenarios if can_be_told(one, local)]
    assert {one.model for one in told} == {ModelKind.FREQUENCY, ModelKind.COINCIDENCE}
    for scenario in told:
        begun = tale([scenario], live, local, Random(2))
        assert begun is not None
        assert begun.left[-1].at - local < timedelta(minutes=5)
        before = last_id(demo.database)
        assert live._give(begun.until(local + timedelta(minutes=5)))
        mine = {row.id for row in newest(demo.database, before)}
        with demo.database.reading() as reader:
            state = load_running(reader, now + timedelta(minutes=6), [scenario], models(), world)
        found = [one for one in state.findings((now + timedelta(minutes=6)).timestamp()) if mine & set(one.signals)]
        assert any(one.level is not None for one in found), scenario.code


def test_that_no_story_is_told_out_of_its_season_or_hours(demo: Services) -> None:
    with demo.database.reading() as reader:
        scenarios = running(reader)
    bathing = next(one for one in scenarios if one.filters.months)
    winter, summer = datetime(2026, 1, 10, 12, tzinfo=UTC), datetime(2026, 7, 10, 12, tzinfo=UTC)
    assert not can_be_told(bathing, winter)
    assert can_be_told(bathing, summer)
