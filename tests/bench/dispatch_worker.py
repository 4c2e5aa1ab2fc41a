"""One dispatcher of `bench dispatch`: takes tasks from its standard input, answers on its standard output."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

if __name__ == "__main__":
    # in the place of this folder, whose benchmarks are called like modules of the standard library
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from sqlalchemy import text

from services.bundle import open_services
from services.domain.facts import IncidentChanged, to_payload
from services.domain.incidents import IncidentState, Report
from services.domain.orders import Details, Done, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.settings import Settings
from services.store import rows
from services.store.tables.cases import incidents

BOTH = frozenset({OfficerRole.SUPERVISOR})
LIFE = (Verb.ASSIGN, Verb.ACCEPT, Verb.START, Verb.FINISH, Verb.VERIFY, Verb.CLOSE)


class Worker:
    """The services of one dispatcher, and the tasks."""

    def __init__(self, url: str) -> None:
        self.services = open_services(Settings(url))
        with self.services.database.reading() as reader:
            catalogue = reader.catalogue()
        self.departments = [one.code for one in catalogue.departments]
        self.categories = [one.code for one in catalogue.categories if one.active and one.parent]
        self.source = catalogue.sources[0].code

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.services.close()

    def do(self, task: dict[str, Any]) -> dict[str, Any]:
        """Carries a task out; gives how much was done and refused."""
        officer = Officer(1, f"bench-{task['seed']}", "", OfficerRole.DISPATCHER, BOTH)
        return {"assign": self._assign, "batch": self._batch, "hand": self._hand, "live": self._live}[task["what"]](
            task, officer
        )

    def _order(self, ident: int, chance: random.Random) -> Order:
        return Order(Verb.ASSIGN, ident, 1, Details(department=chance.choice(self.departments), words="请尽快办理"))

    def _assign(self, task: dict[str, Any], officer: Officer) -> dict[str, Any]:
        chance, done, refused = random.Random(task["seed"]), 0, 0
        for ident in task["ids"]:
            try:
                self.services.desk.carry_out(self._order(ident, chance), officer)
                done += 1
            except Refusal as refusal:
                if refusal.code != "desk.conflict":
                    raise
                refused += 1
        return {"done": done, "refused": refused}

    def _batch(self, task: dict[str, Any], officer: Officer) -> dict[str, Any]:
        chance, done, ids, size = random.Random(task["seed"]), 0, task["ids"], task["size"]
        for at in range(0, len(ids), size):
            orders = [self._order(ident, chance) for ident in ids[at : at + size]]
            done += sum(isinstance(one, Done) for one in self.services.desk.carry_out_many(orders, officer))
        return {"done": done, "refused": len(ids) - done}

    def _hand(self, task: dict[str, Any], officer: Officer) -> dict[str, Any]:
        done = 0
        while task["ids"]:
            took = self._hand_batch(task, officer)
            done += took
            if not took:
                break
        return {"done": done, "refused": 0}

    def _hand_batch(self, task: dict[str, Any], officer: Officer) -> int:
        """What somebody would write who knows the tables and needs no rules."""
        chance = random.Random(task["seed"])
        with self.services.database.unit() as unit:
            connection, sqlite = unit.connection, unit.connection.dialect.name == "sqlite"
            found = connection.execute(
                incidents.select()
                .where(incidents.c.id.between(task["ids"][0], task["ids"][-1]), incidents.c.state == 2)
                .order_by(incidents.c.id)
                .limit(task["size"])
                .with_for_update(skip_locked=True)
            ).all()
            now = round(unit.now.timestamp() * 1000)
            changed, lines, said = [], [], []
            for row in found:
                department = chance.choice(self.departments)
                live = replace(
                    rows.live_incident(row),
                    version=row.version + 1,
                    state=IncidentState.ASSIGNED,
                    department=department,
                )
                payload = json.dumps(to_payload(IncidentChanged(live))[1], ensure_ascii=False)
                subject = f"incident/{row.id}"
                parts = (str(now), officer.login, "assign", subject, "请尽快办理", "FILED", department)
                digest = hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
                changed.append({"i": row.id, "v": row.version, "d": department, "o": officer.login, "n": now})
                lines.append(
                    {"n": now, "o": officer.login, "s": subject, "w": "请尽快办理", "a": department, "g": digest}
                )
                said.append({"n": now, "p": payload})
            if found:
                for statement, values in zip(_SQLITE if sqlite else _POSTGRESQL, (changed, lines, said), strict=True):
                    given: Any = values if sqlite else {key: [one[key] for one in values] for key in values[0]}
                    connection.execute(statement, given)
            unit.spoke = True
            unit.commit()
        return len(found)

    def _live(self, task: dict[str, Any], officer: Officer) -> dict[str, Any]:
        """Whole lives: a report, and every step to its end."""
        chance, done = random.Random(task["seed"] + time.time()), 0
        for number in range(task["lives"]):
            now = self.services.database.clock()
            where = (116.1 + chance.random() * 0.6, 33.7 + chance.random() * 0.5)
            report = Report(self.source, chance.choice(self.categories), f"井盖破损 {number}", now, *where)
            accepted = self.services.door.take(report)
            if accepted.folded:
                continue
            version, department = 1, chance.choice(self.departments)
            whole = replace(officer, also=frozenset(OfficerRole), department=department)
            second = replace(whole, login=f"{officer.login}-second")
            for verb in LIFE:
                details = (
                    Details(department=department, words="已处理") if verb is Verb.ASSIGN else Details(words="已处理")
                )
                order = Order(verb, accepted.incident, version, details)
                version = self.services.desk.carry_out(order, second if verb in LIFE[-2:] else whole).version
            done += 1
        return {"done": done, "refused": task["lives"] - done}


_POSTGRESQL = (
    text(
        "update incidents t set version = t.version + 1, state = 3, department = v.d, assigned_at = v.n, "
        "assigned_by = v.o, acked_at = v.n, acked_by = v.o from unnest(cast(:i as bigint[]), cast(:v as int[]), "
        "cast(:d as text[]), cast(:o as text[]), cast(:n as bigint[])) as v(i, v, d, o, n) "
        "where t.id = v.i and t.version = v.v"
    ),
    text(
        "insert into journal (\"at\", officer, verb, subject, why, before, after, digest) select n, o, 'assign', s, w, "
        "'FILED', a, g from unnest(cast(:n as bigint[]), cast(:o as text[]), cast(:s as text[]), cast(:w as text[]), "
        "cast(:a as text[]), cast(:g as text[])) as v(n, o, s, w, a, g)"
    ),
    text(
        "insert into facts (\"at\", kind, payload) select n, 'IncidentChanged', cast(p as jsonb) "
        "from unnest(cast(:n as bigint[]), cast(:p as text[])) as v(n, p)"
    ),
)
_SQLITE = (
    text(
        "update incidents set version = version + 1, state = 3, department = :d, assigned_at = :n, assigned_by = :o, "
        "acked_at = :n, acked_by = :o where id = :i and version = :v"
    ),
    text(
        'insert into journal ("at", officer, verb, subject, why, before, after, digest) '
        "values (:n, :o, 'assign', :s, :w, 'FILED', :a, :g)"
    ),
    text("insert into facts (\"at\", kind, payload) values (:n, 'IncidentChanged', :p)"),
)


def main() -> None:
    """Answers until the input ends."""
    with Worker(sys.argv[1]) as worker:
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            print(json.dumps(worker.do(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
