"""The feed of a shared database: the highest transaction delivered and the gaps below it, never a number alone.

A fact's number can commit after a higher one, and transaction numbers are reused after some crashes; so a reader keeps
the numbers of transactions that may still be open, and looks at them again each time.
"""

from __future__ import annotations

import select
import threading
import time
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import text

from services.domain.facts import Fact, from_payload
from services.domain.seats import SeatThere
from services.store import seats
from services.store.complaints import explained
from services.store.engine import Database
from services.store.feed.bell import CHANNEL
from services.store.feed.cursor import MOST, Cursor, Reload
from services.store.reader import Reader
from services.store.unit import Unit

SLICE = 0.1  # how soon a waiting reader notices that it shall stop

_READ = """
with s as (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint h, epoch, floor from feed_meta)
select s.h, s.epoch, s.floor, f.seq, f.xid::text::bigint, f.kind, f.payload from s left join (
  select * from facts where xid > %(at)s::text::xid8 union all
  select * from facts where xid = any(%(gaps)s::text[]::xid8[])) f on true order by f.seq limit %(most)s
"""
_NOW = """
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint h,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint beyond, epoch, floor,
  coalesce((select xid::text::bigint from facts order by xid desc limit 1), 0) newest from feed_meta
"""
_SEEN_SINCE = "select distinct xid::text::bigint from facts where xid >= cast(cast(:h as text) as xid8)"
_PRUNE = """
with last as (
  select xid from facts where xid < pg_snapshot_xmin(pg_current_snapshot()) and xid < coalesce(
    (select xid from facts where at >= :before order by xid limit 1), cast('18446744073709551615' as xid8))
  order by xid desc limit 1),
gone as (delete from facts using last where facts.xid <= last.xid returning 1)
update feed_meta set floor = greatest(floor, last.xid::text::bigint) from last
returning (select count(*) from gone)
"""
# facts of transactions that this server has yet to begin were made by another one: a dump was restored here
_RESTORED = """
select greatest(floor, coalesce((select xid::text::bigint from facts order by xid desc limit 1), 0))
  >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint from feed_meta
"""
_IDENTITY = """
select system_identifier::text || '/' || case when pg_is_in_recovery()
  then (select min_recovery_end_timeline::text from pg_control_recovery())
  else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int::text end from pg_control_system()
"""


class PostgresqlFeed:
    """Listens for the bell on a connection of its own, which also reads; the bell may stay silent, nothing is lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rung = False
        self._connection: Any = database.connect_raw()
        try:
            with explained(database.name):
                self._connection.add_notify_handler(self._on_bell)
                self.identity = str(self._connection.execute(_IDENTITY).fetchone()[0])
                if not self._connection.execute("select pg_is_in_recovery()").fetchone()[0]:  # a replica can't listen
                    if self._connection.execute(_RESTORED).fetchone()[0]:
                        begin_anew(database)
                    self._connection.execute(f"listen {CHANNEL}")
                self._connection.execute("set default_transaction_read_only = on")
        except BaseException:
            self._connection.close()
            raise

    def poll(self, cursor: Cursor) -> tuple[list[Fact], Cursor]:
        """The facts since a cursor, and the next cursor: one statement, so one snapshot."""
        asked = {"at": str(cursor.at), "gaps": [str(gap) for gap in cursor.gaps], "most": MOST + 1}
        with explained(self._database.name):
            rows = self._connection.execute(_READ, asked).fetchall()
        if not 0 < len(rows) <= MOST:
            raise Reload
        horizon, epoch, floor = rows[0][:3]
        if epoch != cursor.epoch or cursor.at < floor or any(gap <= floor for gap in cursor.gaps):
            raise Reload
        rows = [row for row in rows if row[3] is not None]
        got = {row[4] for row in rows}
        at = max(got | {cursor.at})
        gaps = [gap for gap in cursor.gaps if gap >= horizon and gap not in got]
        gaps += [xid for xid in range(max(cursor.at + 1, horizon), at + 1) if xid not in got]
        said = (from_payload(row[5], row[6]) for row in rows)
        return [fact for fact in said if fact is not None], Cursor(epoch, at, tuple(gaps))

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Until the bell rings."""
        end = time.monotonic() + seconds
        while not self._rung and not stop.is_set():
            left = end - time.monotonic()
            if left <= 0:
                break
            with explained(self._database.name):
                if select.select([self._connection.fileno()], [], [], min(SLICE, left))[0]:
                    self._connection.pgconn.consume_input()
                    while self._connection.pgconn.notifies():
                        self._rung = True
        rung, self._rung = self._rung, False
        return rung

    def seats(self) -> tuple[SeatThere, ...]:
        """The seats that are there now."""
        with explained(self._database.name):
            return seats.there(self._connection.execute(seats.there_statement(sqlite=False)).fetchall())

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _on_bell(self, notification: object) -> None:
        self._rung = True


def begin_anew(database: Database) -> None:
    """Forgets the facts of the server that a dump came from: a cursor among them would pass over this one's."""
    with database.unit() as unit:
        unit.connection.execute(text("select 1 from feed_meta for update"))
        if unit.connection.execute(text(_RESTORED)).scalar_one():
            unit.connection.execute(text("delete from facts"))
            unit.connection.execute(
                text("update feed_meta set floor = 0, epoch = :epoch"), {"epoch": str(uuid.uuid4())}
            )
            unit.commit()


def cursor_now(reader: Reader) -> Cursor:
    """The cursor of the state that this reader sees."""
    now = reader.connection.execute(text(_NOW)).one()
    at = max(int(now.newest), int(now.floor))
    if at >= now.beyond:  # restored from another server: who connects next begins the feed anew
        raise Reload
    seen = {int(row[0]) for row in reader.connection.execute(text(_SEEN_SINCE), {"h": str(now.h)})}
    return Cursor(now.epoch, at, tuple(xid for xid in range(int(now.h), at + 1) if xid not in seen))


def prune(unit: Unit, before: datetime) -> int:
    """Deletes the oldest transactions' facts up to the first that has one not older than `before`."""
    found = unit.connection.execute(text(_PRUNE), {"before": round(before.timestamp() * 1000)}).scalar()
    return int(found or 0)
