"""The unit of work: one transaction in which one case reads, decides, writes and says its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from services.domain.facts import Fact, to_payload
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.batching import insert_rows
from services.store.journal import line
from services.store.reader import AREAS_VERSION, Reader
from services.store.tables.all import ALL
from services.store.tables.city import settings

CHUNK = 20_000


class Unit(Reader):
    """Reads and writes in one transaction; `commit` is called once, by the case's owner."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        super().__init__(connection)
        self.committed = self.spoke = False
        self._transaction = connection.begin()
        self.now = clock()  # after SQLite's turn was waited for: who comes later is not dated before
        self._said: list[dict[str, Any]] = []

    def next_id(self, table: str) -> int:
        """An id for a new row, known before it is written; never given out twice."""
        if self.connection.dialect.name == "postgresql":
            found = self.connection.execute(text("select nextval(pg_get_serial_sequence(:t, 'id'))"), {"t": table})
            return int(found.scalar_one())
        known = text("select max(coalesce((select seq from sqlite_sequence where name = :t), 0))")
        used = select(func.coalesce(func.max(ALL[table].c.id), 0))
        return 1 + max(
            int(self.connection.execute(known, {"t": table}).scalar_one() or 0),
            int(self.connection.execute(used).scalar_one()),
        )

    def add(self, table: str, **values: Any) -> int:
        """Writes one new row; returns its id (0 for tables that have none)."""
        done = self.connection.execute(insert(ALL[table]).values(**values))
        key = done.inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def add_many(self, table: str, rows: Sequence[Mapping[str, Any]] | Iterable[Mapping[str, Any]]) -> int:
        """Writes many rows of the same keys in large batches; returns how many."""
        rows = rows if isinstance(rows, Sequence) else list(rows)
        for at in range(0, len(rows), CHUNK):
            self.connection.execute(insert(ALL[table]), list(rows[at : at + CHUNK]))
        return len(rows)

    def put(self, table: str, row_id: int, version: int | None = None, **values: Any) -> None:
        """Changes one row; with a version it must still be that one, and is raised by one."""
        target = ALL[table]
        statement = update(target).where(target.c.id == row_id)
        if version is not None:
            statement = statement.where(target.c.version == version)
            values["version"] = version + 1
        if self.connection.execute(statement.values(**values)).rowcount != 1:
            raise Refusal("store.changed", "Somebody changed this in the meantime. Look at it again before you go on.")

    def put_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes many rows by their `id`, all with the same keys; raises the version of those that have one."""
        if rows:
            target = ALL[table]
            keys = [key for key in rows[0] if key != "id"]
            values: dict[str, Any] = {key: bindparam(key) for key in keys}
            if "version" in target.c:
                values["version"] = target.c.version + 1
            statement = update(target).where(target.c.id == bindparam("_id")).values(values)
            self.connection.execute(statement, [{"_id": row["id"], **{k: row[k] for k in keys}} for row in rows])

    def remember(self, key: str, value: str) -> None:
        """Keeps a setting of the city."""
        done = self.connection.execute(update(settings).where(settings.c.key == key).values(value=value))
        if done.rowcount == 0:
            self.connection.execute(insert(settings).values(key=key, value=value))

    def other_areas(self) -> None:
        """Other areas hold from now on: whoever keeps a copy of them looks again."""
        self.remember(AREAS_VERSION, str(int(self.areas_version()) + 1))

    def swap(self, key: str, old: str, new: str) -> bool:
        """Replaces a setting only if it still is `old` ("" for none); whether that was so."""
        if old == "":  # a row to wait for, made without touching what another may have written by now
            made = text("insert into settings (key, value) values (:key, '') on conflict (key) do nothing")
            self.connection.execute(made, {"key": key})
        where = (settings.c.key == key) & (settings.c.value == old)
        return self.connection.execute(update(settings).where(where).values(value=new)).rowcount == 1

    def hold(self, thing: str) -> None:
        """Waits until nobody else holds this thing, and holds it to the end; SQLite's writers take turns anyway."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("select pg_advisory_xact_lock(hashtextextended(:thing, 0))"), {"thing": thing})

    def say(self, *said: Fact) -> None:
        """Says facts, in this order and in this transaction; call it after the rows are written."""
        for fact in said:
            kind, payload = to_payload(fact)
            self._said.append({"at": self.now, "kind": kind, "payload": payload})

    def note(
        self, officer: Officer | str, verb: str, subject: str, why: str = "", before: str = "", after: str = ""
    ) -> None:
        """One line of the journal, in the same transaction as the step: who, when, what, why, before and after."""
        login = officer if isinstance(officer, str) else officer.login
        self.add("journal", **line(self.now, login, verb, subject, why, before, after))

    def commit(self) -> None:
        """Makes everything true at once."""
        if self._said:
            insert_rows(self, "facts", self._said)
            self.spoke = True
        self._transaction.commit()
        self.committed = True
