"""The simulated day in a demo city: through the same door as everything else, beside people who work."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.bundle import Services
from services.connectors.simulator import runner
from services.connectors.simulator.people import Walkers
from services.connectors.simulator.runner import Pace, Simulator, ground_of
from services.connectors.simulator.shift import Plan
from services.domain.incidents import IncidentState, PlaceStatus
from services.domain.people import Duty
from services.domain.refusals import Refusal
from services.geo.locate import Locator
from services.insight.check import check, is_whole
from services.store.engine import Database
from services.store.tables.cases import incidents, reports
from services.store.tables.live import facts

C = incidents.c
STRETCH = 30.0  # seconds


def simulator(
    demo: Services, per_hour: float = 60.0, speed: float = 60.0, holder: str = "one", tick: float = 0.5
) -> Any:
    return Simulator(demo.database, demo.door, Plan(per_hour), Pace(speed, tick), holder)


def live_through(simulator: Simulator, clock: Any, stretches: int) -> None:
    for _ in range(stretches):
        last = clock.now
        simulator.step(last, clock.on(STRETCH))


def test_that_a_day_brings_reports_of_every_kind_and_leaves_the_city_whole(demo: Services, clock: Any) -> None:
    live_through(simulator(demo, per_hour=40.0), clock, 5)
    with demo.database.reading() as reader:
        new = C.id > 300
        assert reader.all(select(func.count()).where(new))[0][0] > 50
        places = dict(reader.all(select(C.place, func.count()).where(new).group_by(C.place)))
        assert places[PlaceStatus.LOCATED] > 10 * places.get(PlaceStatus.UNLOCATED, 0)
        assert reader.all(select(func.count()).where(new, C.reports > 1))[0][0] > 0
        assert len(reader.all(select(reports.c.source).where(reports.c.incident_id > 300).distinct())) > 6
        assert reader.all(select(func.count()).where(new, C.synthetic.is_(False)))[0][0] == 0
        assert reader.all(select(func.count()).where(C.reported_at > clock.now))[0][0] == 0
        assert is_whole(check(reader, clock.now))


def test_that_new_incidents_go_on_sooner_than_those_that_take_long(demo: Services, clock: Any) -> None:
    live_through(simulator(demo, per_hour=40.0), clock, 8)
    with demo.database.reading() as reader:
        rows = reader.all(select(C.state).where(C.id > 300, C.reported_at < clock.now - timedelta(minutes=3)))
        kinds = {row[0] for row in reader.all(select(facts.c.kind).distinct())}
    states = [IncidentState(row[0]) for row in rows]
    waiting = sum(state in (IncidentState.REPORTED, IncidentState.FILED) for state in states)
    assert len(states) > 30
    assert waiting < len(states) / 2
    assert {"IncidentReported", "IncidentChanged", "PersonMoved"} <= kinds


def test_that_a_second_start_brings_new_incidents(demo_in_either: Services, clock: Any) -> None:
    demo = demo_in_either
    live_through(simulator(demo, per_hour=30.0), clock, 1)
    with demo.database.reading() as reader:
        first = reader.count("incidents")
    clock.on(5)
    live_through(simulator(demo, per_hour=30.0), clock, 1)
    with demo.database.reading() as reader:
        assert reader.count("incidents") > first + 3


def test_that_people_on_duty_walk_and_stay_about_their_grid(demo: Services, clock: Any) -> None:
    walkers = Walkers(demo.database, simulator(demo)._random)
    with demo.database.reading() as reader:
        before = {person.id: person for person in reader.people()}
        locator = Locator(reader.areas(geometry=True))
    for _ in range(6):
        assert walkers.move(5, clock.on(10)) == 5
    with demo.database.reading() as reader:
        moved = [person for person in reader.people() if person.lon != before[person.id].lon]
    assert 5 <= len(moved) <= 30
    for person in moved:
        assert person.duty is Duty.ON
        assert person.position_at is not None
        assert person.position_at > before[person.id].position_at  # type: ignore[operator]
    inside = locator.locate([p.lon for p in moved], [p.lat for p in moved]).grid.tolist()
    assert sum(grid == person.area for grid, person in zip(inside, moved, strict=True)) > len(moved) / 2


def test_that_a_person_whom_somebody_else_changed_is_left_alone(demo: Services, clock: Any) -> None:
    walkers = Walkers(demo.database, simulator(demo)._random)
    walkers.move(1, clock.on(1))
    with demo.database.unit() as unit:
        for walker in walkers._known:
            unit.put("people", walker.id, version=walker.version, duty=int(Duty.LEAVE))
        unit.commit()
    assert walkers.move(3, clock.on(1)) == 0


def test_that_only_the_holder_of_the_lease_simulates(demo: Services, clock: Any) -> None:
    one, other = simulator(demo, holder="one"), simulator(demo, holder="other")
    assert one._holds_lease(clock.now)
    assert not other._holds_lease(clock.now)
    clock.on(60)
    assert other._holds_lease(clock.now)


def test_that_the_thread_ends_when_it_is_told_to(demo: Services, clock: Any) -> None:
    running = simulator(demo, tick=0.01)
    running.start()
    running.ask_to_stop()
    running.join()
    assert "simulator" not in {thread.name for thread in threading.enumerate()}
    assert simulator(demo, holder="other")._holds_lease(clock.now)


def test_that_a_bug_pauses_the_simulated_day_and_is_logged(
    demo: Services, clock: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    running, tried = simulator(demo, tick=0.01), threading.Event()

    def fail(last: Any, now: Any) -> None:
        tried.set()
        raise ZeroDivisionError

    monkeypatch.setattr(running, "step", fail)
    running.start()
    assert tried.wait(10)
    running.join()
    assert "simulator pauses" in caplog.text


def test_that_an_outage_is_said_once_and_its_end_too(
    demo: Services, clock: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runner, "PAUSE", 0.001)
    running, tries, over = simulator(demo, tick=0.001), iter(range(100)), threading.Event()

    def fail(last: Any, now: Any) -> None:
        at = next(tries)
        if at < 5:
            raise Refusal("store.unreachable", "The line is cut.")
        if at == 6:
            over.set()

    monkeypatch.setattr(running, "step", fail)
    running.start()
    assert over.wait(10)
    running.join()
    said = [record.getMessage() for record in caplog.records if record.name == runner.log.name]
    assert said == ["simulator pauses: store.unreachable: The line is cut.", "simulator goes on"]


def test_that_a_database_with_real_data_is_never_simulated_in(city: Database) -> None:
    with pytest.raises(Refusal) as refused:
        Simulator(city, None, Plan(), Pace(), "one")  # type: ignore[arg-type]
    assert refused.value.code == "simulator.real_data"


def test_that_a_city_without_borders_is_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        ground_of(database)
    assert refused.value.code == "simulator.no_areas"
