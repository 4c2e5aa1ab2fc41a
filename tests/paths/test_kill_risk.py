"""Engines of risk killed in the middle of a stream: no situation is missed, none is warned of twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.commandline.bench import load
from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.signals import Signal
from services.risk.bodies import body_of
from services.risk.taking import take_signals
from services.store.engine import Database
from services.store.queries import scenarios

ROOT = Path(__file__).resolve().parents[2]
_small = load(Path(__file__).resolve().parent.parent / "services" / "conftest.py")
SUBJECTS, IN_BATCH = 240, 20
TWICE = Scenario(
    code="test.twice", campaign="test", name_zh="两次", name_en="Twice", purpose_zh="试", purpose_en="Try",
    model=ModelKind.FREQUENCY, kinds=("fight",), per=Per.SUBJECT, window=timedelta(days=1), owner="police",
    category="fight", lasts=timedelta(days=7), harm=1.0, parameters={"threshold": 2},
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """A small city with one scenario: the same subject twice in a day."""
    address = fresh_database(request.param)
    database = Database(address)
    _small.settle(database)
    with database.unit() as unit:
        scenarios.add_version(unit, body_of(TWICE), "author", VersionState.APPROVED, "test", "chief")
        unit.commit()
    database.close()
    return address


@contextmanager
def engine(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """An engine in a program of its own; killed at the end, wherever it is."""
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "engine", "--database", url], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.wait(20)


def pour(database: Database, numbers: range) -> None:
    """One signal of each of these subjects, in batches."""
    for begin in range(numbers.start, numbers.stop, IN_BATCH):
        with database.unit() as unit:
            place = Place(PlaceStatus.LOCATED, 116.31, 33.81)
            some = range(begin, min(begin + IN_BATCH, numbers.stop))
            take_signals(unit, "hotline", [Signal("", "fight", unit.now, place, f"thing:{n}") for n in some])
            unit.commit()


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    """Gives programs time; whether they made it is asserted by who calls."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.1)


def warned(database: Database) -> Counter[str]:
    """How many warnings there are of each subject."""
    with database.reading() as reader:
        return Counter(row.subject for row in reader.all(text("select subject from warnings where ended_at is null")))


@pytest.mark.timeout(240)
def test_that_engines_killed_in_the_middle_neither_miss_nor_double(url: str) -> None:
    database = Database(url)
    try:
        pour(database, range(SUBJECTS))
        third = SUBJECTS // 3
        for part in range(3):
            with engine(url):
                wait_until(lambda: bool(ready(database)), 40)
                pour(database, range(part * third, (part + 1) * third))
                wait_until(lambda part=part: len(warned(database)) > part * third, 40)  # killed in the middle of it
            with database.unit() as unit:  # a dead holder's lease lasts 15 s; the test does not
                unit.remember("lease.risk", "")
                unit.remember("risk.ready", "")
                unit.commit()
        with engine(url):
            wait_until(lambda: len(warned(database)) >= SUBJECTS, 60)
        found = warned(database)
        assert len(found) == SUBJECTS
        assert set(found.values()) == {1}
        with database.reading() as reader:
            members = reader.all(text("select distinct members from warnings"))
            pairs = reader.all(text("select count(*) from warning_members"))
        assert [row[0] for row in members] == [2]
        assert pairs[0][0] == 2 * SUBJECTS
    finally:
        database.close()


def ready(database: Database) -> str:
    """Since when an engine perceives."""
    with database.reading() as reader:
        return reader.setting("risk.ready")
