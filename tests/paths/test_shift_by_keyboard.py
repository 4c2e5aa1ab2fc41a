"""A shift by keyboard: three seats, each a program of its own, on one PostgreSQL, from the whistle to the close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.access.seals import seal, verify
from services.bundle import open_services
from services.commandline.bench import load
from services.domain.incidents import IncidentState, Report
from services.domain.people import OfficerRole
from services.settings import Settings
from services.store.engine import Database

ROOT = Path(__file__).resolve().parents[2]
settle = load(ROOT / "tests" / "services" / "conftest.py").settle
WHISTLES, SECONDS = 4, 110
LIFE = ("report", "file", "assign", "accept", "start", "finish", "feed_back", "verify", "close")


@pytest.fixture
def address(fresh_database: Callable[[str], str]) -> str:
    """The small city with two dispatchers, who supervise too, and the water department's officer."""
    url = fresh_database("postgresql")
    both = str(int(OfficerRole.SUPERVISOR))
    with closing(Database(url)) as database:
        settle(database)
        with database.unit() as unit:
            for login, name, role, also, department in (
                ("desk01", "调度 01", OfficerRole.DISPATCHER, both, None),
                ("desk02", "调度 02", OfficerRole.DISPATCHER, both, None),
                ("water", "水务值班", OfficerRole.DEPARTMENT, "", "water"),
            ):
                unit.add("officers", login=login, name=name, role=int(role), also=also, department=department)
            unit.commit()
    return url


def whistle(address: str, first: int, count: int) -> list[int]:
    """Towns call; their calls are far enough from each other that none is taken for another."""
    services, now = open_services(Settings(address)), datetime.now(UTC)
    with closing(services):
        return [
            services.door.take(
                Report(
                    "hotline", "leak", f"水管漏水 {n}", now - n * timedelta(minutes=1), 116.31 + 0.02 * (n % 6), 33.81
                )
            ).incident
            for n in range(first, first + count)
        ]


def test_that_three_seats_bring_a_shift_to_its_end_by_keys_alone(address: str, tmp_path: Path) -> None:
    words = [sys.executable, str(ROOT / "tests" / "paths" / "keyboard_seat.py"), address]
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    incidents = whistle(address, 0, 2)
    seats = [
        subprocess.Popen(
            [*words, login, str(WHISTLES), str(SECONDS)], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=(tmp_path / f"{login}.log").open("w"),
        )
        for login in ("desk01", "desk02", "water")
    ]  # fmt: skip
    try:
        for seat in seats:
            assert seat.stdout is not None
            assert seat.stdout.readline() == "ready\n", [path.read_text() for path in tmp_path.glob("*.log")]
        incidents += whistle(address, 2, WHISTLES - 2)
        told = [seat.communicate(timeout=SECONDS + 40)[0] for seat in seats]
    finally:
        for seat in seats:
            seat.kill()
    said = [json.loads(text.splitlines()[-1]) for text in told]
    _judge(address, incidents)
    _agree(said)


def _judge(address: str, incidents: list[int]) -> None:
    """Every case went the whole way, each step once, by two officers who check each other."""
    with closing(Database(address)) as database:
        with database.reading() as reader:
            states = {ident: reader.live_incident(ident).state for ident in incidents}
            lines = reader.connection.execute(text("select subject, verb, officer from journal order by id")).all()
            facts = reader.connection.execute(
                text("select count(*) from facts where kind = 'IncidentChanged'")
            ).scalar()
            orders = reader.connection.execute(text("select verb, count(*) from orders_done group by verb")).all()
        while seal(database):
            pass
        with database.reading() as reader:
            assert verify(reader, datetime.now(UTC)).is_intact
    assert states == dict.fromkeys(incidents, IncidentState.CLOSED)
    done: dict[str, list[str]] = {}
    who: dict[tuple[str, str], str] = {}
    for subject, verb, officer in lines:
        if subject.startswith("incident/"):
            done.setdefault(subject, []).append(verb)
            who[subject, verb] = officer
    assert len(done) == len(incidents)
    for subject, verbs in done.items():
        assert Counter(verbs) == Counter(LIFE), (subject, verbs)
        assert who[subject, "assign"] != who[subject, "verify"]
        assert who[subject, "finish"] == "water"
    assert {row[0]: row[1] for row in orders} == dict.fromkeys(LIFE[1:], len(incidents))
    assert facts == len(incidents) * (len(LIFE) - 1)


def _agree(said: list[dict[str, Any]]) -> None:
    """The seats show the same at the end; each of them did its part, by keys."""
    first, *others = [{key: each[key] for key in ("figures", "levels")} for each in said]
    assert all(other == first for other in others), said
    assert first["figures"]["closed_today"] == first["figures"]["reported_today"] == WHISTLES
    assert first["figures"]["open_now"] == 0
    assert all(each["steps"] > 0 for each in said), said
    assert all(each["keys"] > 20 * each["steps"] for each in said)
