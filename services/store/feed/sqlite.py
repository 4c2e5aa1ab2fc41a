"""The feed of an embedded database: one writer at a time, so numbers are given in the order of commits."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select, text, update

from services.domain.facts import Fact, from_payload
from services.domain.seats import SeatThere
from services.store import seats
from services.store.complaints import explained
from services.store.engine import Database
from services.store.feed.cursor import MOST, Cursor, Reload
from services.store.filesystem import identity_of
from services.store.reader import Reader
from services.store.tables.live import facts, feed_meta
from services.store.unit import Unit

LOOK = 0.02

_READ = """
select m.epoch, m.floor, coalesce((select seq from sqlite_sequence where name = 'facts'), 0), f.seq, f.kind, f.payload
from feed_meta m left join (select seq, kind, payload from facts where seq > ?) f on true order by f.seq limit ?
"""


class SqliteFeed:
    """Looks every 20 ms whether another connection has committed, then reads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._path = database.path or Path()
        self.identity = identity_of(self._path)
        self._connection: sqlite3.Connection = database.connect_raw()
        with explained(database.name):
            self._connection.execute("PRAGMA query_only=ON")
            self._seen = self._version()

    def poll(self, cursor: Cursor) -> tuple[list[Fact], Cursor]:
        """The facts since a cursor, and the next cursor."""
        with explained(self._database.name):
            rows = self._connection.execute(_READ, (cursor.at, MOST + 1)).fetchall()
        if not 0 < len(rows) <= MOST:
            raise Reload
        epoch, floor, newest = rows[0][:3]
        # an older copy put in place of the file knows fewer numbers than we have seen
        if epoch != cursor.epoch or cursor.at < floor or newest < cursor.at:
            raise Reload
        said = [(row[3], from_payload(row[4], json.loads(row[5]))) for row in rows if row[3] is not None]
        return [fact for _, fact in said if fact is not None], Cursor(epoch, said[-1][0] if said else cursor.at)

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Until another connection has committed; also looks whether the file is still the same one."""
        end = time.monotonic() + seconds
        while True:
            with explained(self._database.name):
                version = self._version()
            if version != self._seen:
                self._seen = version
                self._refuse_another()
                return True
            left = end - time.monotonic()
            if left <= 0 or stop.wait(min(LOOK, left)):
                break
        self._refuse_another()
        return False

    def _refuse_another(self) -> None:
        """A file that was replaced under us goes on to change as long as somebody writes into it."""
        if identity_of(self._path) != self.identity:
            raise Reload

    def seats(self) -> tuple[SeatThere, ...]:
        """The seats that are there now."""
        with explained(self._database.name):
            return seats.there(self._connection.execute(seats.there_statement(sqlite=True)).fetchall())

    def close(self) -> None:
        """Closes the connection."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def cursor_now(reader: Reader) -> Cursor:
    """The cursor of the state that this reader sees."""
    meta = reader.connection.execute(select(feed_meta.c.epoch, feed_meta.c.floor)).one()
    newest = reader.connection.execute(text("select seq from sqlite_sequence where name = 'facts'")).scalar()
    return Cursor(meta.epoch, max(int(newest or 0), int(meta.floor)))


def prune(unit: Unit, before: datetime) -> int:
    """Deletes the oldest facts up to the first that is not older than `before`."""
    first_kept = unit.connection.execute(select(func.min(facts.c.seq)).where(facts.c.at >= before)).scalar()
    newest = unit.connection.execute(select(func.max(facts.c.seq))).scalar()
    last = newest if first_kept is None else first_kept - 1
    if last is None:
        return 0
    deleted = unit.connection.execute(delete(facts).where(facts.c.seq <= last)).rowcount
    if deleted:
        unit.connection.execute(update(feed_meta).where(feed_meta.c.floor < last).values(floor=last))
    return deleted
