"""A demo city that was closed is brought up to now before silences are looked for; a real one is never waited for."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.demo.catching_up import let_catch_up
from services.domain.signals import Signal
from services.risk.taking import take_signals
from services.store.engine import Database

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


@pytest.fixture
def closed(city_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The small city four days after anybody looked at it."""
    later = NOW + timedelta(days=4)
    database = Database(f"sqlite:///{shutil.copyfile(city_file, tmp_path / 'closed.sqlite')}", lambda: later)
    yield database
    database.close()


def is_done(waiting: threading.Thread, seconds: float = 5.0) -> bool:
    waiting.join(seconds)
    return not waiting.is_alive()


def test_that_a_city_just_made_is_not_waited_for(small_made: Database) -> None:
    begin = time.monotonic()
    let_catch_up(small_made, threading.Event(), longest=30.0)
    assert time.monotonic() - begin < 15


def test_that_a_closed_one_is_waited_for_until_something_comes(closed: Database) -> None:
    stop = threading.Event()
    waiting = threading.Thread(target=let_catch_up, args=(closed, stop, 60.0))
    waiting.start()
    assert not is_done(waiting, 1.2)
    with closed.unit() as unit:
        take_signals(unit, "sensor", [Signal("sensor", "smoke_alive", closed.clock(), subject="thing:one")])
        unit.commit()
    assert is_done(waiting)


def test_that_waiting_ends_when_the_program_does_or_nothing_comes(closed: Database) -> None:
    stop = threading.Event()
    stop.set()
    let_catch_up(closed, stop, longest=60.0)
    let_catch_up(closed, threading.Event(), longest=0.2)


def test_that_a_city_of_its_own_is_never_waited_for(database: Database) -> None:
    let_catch_up(database, threading.Event(), longest=60.0)
