from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from services.commandline import engine, run
from services.domain.facts import CityRedrawn
from services.store.engine import Database

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def old_facts(city: Database) -> Database:
    """A city whose feed holds a fact of last week and one of now."""
    for ago in (7, 0):
        at = datetime.now(UTC) - timedelta(days=ago)
        with closing(Database(address(city), lambda at=at: at)) as then, then.unit() as unit:
            unit.say(CityRedrawn(f"{ago} days ago"))
            unit.commit()
    return city


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def incidents(database: Database) -> int:
    with database.reading() as reader:
        return reader.count("incidents")


def within(seconds: float, told: Callable[[], bool]) -> bool:
    """Whether it comes true in that time: a busy machine may take long, so the engine is given as long as it needs."""
    last = monotonic() + seconds
    while not told() and monotonic() < last:
        sleep(0.1)
    return told()


@contextmanager
def running(database: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The engine as a program of its own, from the moment that it says so."""
    words = (sys.executable, "main.py", "engine", "--database", database, "--lang", "en", *words)
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as program:
        try:
            assert program.stdout is not None
            assert "runs on" in program.stdout.readline()
            yield program
        finally:
            program.kill()


def start(database: str, *words: str) -> int:
    return run.command("engine", engine, ["--database", database, "--lang", "en", *words])


def test_that_it_keeps_the_feed_short_and_gives_the_work_back(
    old_facts: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = signal.getsignal(signal.SIGTERM)
    assert start(address(old_facts), "--seconds", "0") == 0
    assert old_facts.name in capsys.readouterr().out
    with old_facts.reading() as reader:
        assert reader.count("facts") == 1
        assert reader.setting("lease.engine") == ""
    assert signal.getsignal(signal.SIGTERM) is handler
    assert not [thread for thread in threading.enumerate() if thread.name in ("simulator", "bell")]


def test_that_it_never_simulates_in_a_city_that_is_real(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(address(city), "--simulate", "--seconds", "0") == 2
    assert "real data" in capsys.readouterr().err


def test_that_a_simulated_day_goes_on_in_a_demo_city(city: Database) -> None:
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    with running(address(city), "--simulate", "--rate", "120", "--speed", "120"):
        assert within(60, lambda: incidents(city) > 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_that_the_program_ends_by_a_signal(fresh_database: Callable[[str], str]) -> None:
    with running(fresh_database("sqlite")) as program:
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
