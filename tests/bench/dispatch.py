"""Several dispatchers at one desk: 16 workers over 10,000 tickets, on both databases.

On PostgreSQL the workers are processes, on SQLite threads of one process, as the seats of an embedded database are.
`exactly_once`: after all have raced for the same tickets each of these has one owner, one line of assignment and one
fact of it, and everybody else was refused. `assign_per_s`: each order in a transaction of its own; `batch_per_s`: many
in one. `ratio_to_hand_sql`: batches against SQL written by hand for the same run, in turns with it: a locked select
(SKIP LOCKED on PostgreSQL), an update with the version, the line of the journal with its digest and the fact, one
commit for as many tickets. `lifecycle_per_s`: from a report through every step to closed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import text

from services.commandline.bench import load
from services.demo.make import make_city
from services.domain.incidents import IncidentState
from services.store.engine import Database
from services.store.unit import Unit

FOLDER = Path(__file__).resolve().parent
WORKERS, TICKETS, RACED, BATCH, ROUNDS, LIVES = 16, 10_000, 320, 200, 3, 25


class Crew(Protocol):
    """Workers that each get a task at the same time."""

    def all_do(self, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]: ...


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: sqlite and postgresql, in each the figures named above."""
    tickets = 1_600 if options.quick else TICKETS
    with tempfile.TemporaryDirectory(prefix="gridcommand-dispatch-") as folder, ExitStack() as stack:
        url = f"sqlite:///{folder}/city.sqlite"
        _city(url, tickets)
        found = {"sqlite": {"workers": f"{WORKERS} threads", **_measure(url, Threads(url, stack), tickets)}}
    servers = load(FOLDER.parent / "postgresql_server.py")
    with servers.running(durable=True) as server, ExitStack() as stack:
        url = server.url(server.make())
        _city(url, tickets)
        crew = Processes(url, stack)
        found["postgresql"] = {"workers": f"{WORKERS} processes", **_measure(url, crew, tickets)}
    return found


class Threads:
    """Workers of this process, over one database object, as panels of one seat."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        worker = load(FOLDER / "dispatch_worker.py")
        self._worker = stack.enter_context(worker.Worker(url))
        self._pool = stack.enter_context(ThreadPoolExecutor(WORKERS))

    def all_do(self, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Runs the tasks at once."""
        return list(self._pool.map(self._worker.do, tasks))


class Processes:
    """Workers that are programs of their own."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        command = [sys.executable, str(FOLDER / "dispatch_worker.py"), url]
        self._pipes = [
            stack.enter_context(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=FOLDER.parents[1]
                )
            )
            for _ in range(WORKERS)
        ]
        for pipe in self._pipes:
            stack.callback(pipe.stdin.close)  # type: ignore[union-attr]
            self._heard(pipe)

    def all_do(self, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Runs the tasks at once."""
        for pipe, task in zip(self._pipes, tasks, strict=True):
            assert pipe.stdin is not None
            pipe.stdin.write(json.dumps(task) + "\n")
            pipe.stdin.flush()
        return [self._heard(pipe) for pipe in self._pipes]

    def _heard(self, pipe: subprocess.Popen[str]) -> dict[str, Any]:
        assert pipe.stdout is not None
        line = pipe.stdout.readline()
        if not line:
            raise RuntimeError("a worker of the benchmark died")
        found: dict[str, Any] = json.loads(line)
        return found


def _city(url: str, tickets: int) -> None:
    database = Database(url)
    database.migrate()
    make_city(database, incidents=2_000)
    with database.unit() as unit:
        _tickets(unit, tickets * 2)
        unit.commit()
    if not database.is_sqlite:
        with database.unit() as unit:
            unit.connection.execute(text("analyze"))
            unit.commit()
    database.close()


def _tickets(unit: Unit, count: int) -> None:
    """Fresh tickets that wait for an owner, all over the city; half of them for the batches."""
    chance, catalogue = random.Random(1), unit.catalogue()
    parents = {one.parent for one in catalogue.categories}
    leaves = [one for one in catalogue.categories if one.code not in parents and one.active]
    places = unit.all(text("select id, parent_id from areas where level = 4 order by id limit 800"))
    first, rows = unit.next_id("incidents"), []
    for at in range(count):
        leaf, place = chance.choice(leaves), chance.choice(places)
        row = {
            "id": first + at, "number": f"bench-{at:06}", "source": catalogue.sources[0].code, "category": leaf.code,
            "severity": int(leaf.severity), "kind": int(leaf.kind), "state": int(IncidentState.FILED), "place": 1,
            "lon": 116.3, "lat": 33.9, "grid_id": place.id, "village_id": place.parent_id, "reported_at": unit.now,
            "filed_at": unit.now, "text": "路口积水，请派人处理", "address": "某镇某村",
        }  # fmt: skip
        rows.append(row)
    unit.add_many("incidents", rows)
    unit.remember("bench.first", str(first))
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(
            text("select setval(pg_get_serial_sequence('incidents', 'id'), max(id)) from incidents")
        )


def _measure(url: str, crew: Crew, tickets: int) -> dict[str, Any]:
    database = Database(url)
    with database.reading() as reader:
        first = int(reader.setting("bench.first"))
    ids = list(range(first, first + tickets))
    raced = crew.all_do([{"what": "assign", "ids": ids[:RACED], "seed": seed} for seed in range(WORKERS)])
    rest = ids[RACED:]
    begin = time.perf_counter()
    alone = crew.all_do([{"what": "assign", "ids": rest[at::WORKERS], "seed": at} for at in range(WORKERS)])
    assign = len(rest) / (time.perf_counter() - begin)
    once = sum(one["done"] for one in raced) == RACED and sum(one["done"] for one in alone) == len(rest)
    once = once and sum(one["refused"] for one in raced) == RACED * (WORKERS - 1) and _exactly_once(database, ids)
    ours, hand = _in_turns(crew, list(range(first + tickets, first + 2 * tickets)))
    once = once and _exactly_once(database, list(range(first, first + 2 * tickets)))
    lives = max(4, LIVES * tickets // TICKETS)
    crew.all_do([{"what": "live", "lives": 1, "seed": at} for at in range(WORKERS)])  # each reads its borders once
    begin = time.perf_counter()
    lived = sum(
        one["done"] for one in crew.all_do([{"what": "live", "lives": lives, "seed": at} for at in range(WORKERS)])
    )
    lifecycle = lived / (time.perf_counter() - begin)
    database.close()
    return {
        "exactly_once": once, "assign_per_s": round(assign, 1), "batch_per_s": round(ours, 1),
        "hand_sql_per_s": round(hand, 1), "ratio_to_hand_sql": round(ours / hand, 3),
        "lifecycle_per_s": round(lifecycle, 1),
    }  # fmt: skip


def _in_turns(crew: Crew, ids: list[int]) -> tuple[float, float]:
    """Tickets a second in batches: ours and by hand, one after the other in several rounds over equal shares."""
    spent, counted = {"batch": 0.0, "hand": 0.0}, {"batch": 0, "hand": 0}
    share = len(ids) // (2 * ROUNDS)
    for turn in range(2 * ROUNDS):
        what = ("batch", "hand", "hand", "batch")[turn % 4]
        mine = ids[turn * share : (turn + 1) * share]
        size = -(-share // WORKERS)
        tasks = [
            {"what": what, "ids": mine[at * size : (at + 1) * size], "size": BATCH, "seed": at} for at in range(WORKERS)
        ]
        begin = time.perf_counter()
        counted[what] += sum(one["done"] for one in crew.all_do(tasks))
        spent[what] += time.perf_counter() - begin
    return counted["batch"] / spent["batch"], counted["hand"] / spent["hand"]


def _exactly_once(database: Database, ids: list[int]) -> bool:
    """Whether each ticket that was given out has one owner, one line, one fact and version 2."""
    span = {"a": ids[0], "b": ids[-1]}
    with database.reading() as reader:
        given = dict(reader.connection.execute(_GIVEN, span).all())
        lines = dict(reader.connection.execute(_LINES, span).all())
        facts: dict[int, int] = {}
        for (payload,) in reader.connection.execute(text("select payload from facts where kind = 'IncidentChanged'")):
            found = json.loads(payload) if isinstance(payload, str) else payload
            if span["a"] <= found["id"] <= span["b"]:
                facts[found["id"]] = facts.get(found["id"], 0) + 1
    owned = {ident for ident, version in given.items() if version == 2}
    same = owned == set(given) == set(lines) == set(facts)
    return same and set(lines.values()) == {1} and set(facts.values()) == {1}


_GIVEN = text("select id, version from incidents where id between :a and :b and department is not null and state = 3")
_LINES = text(
    "select cast(substr(subject, 10) as integer), count(*) from journal where verb = 'assign' "
    "and subject like 'incident/%' and cast(substr(subject, 10) as integer) between :a and :b group by 1"
)
