"""The database: opens SQLite or PostgreSQL the one right way, brings its tables up to date, hands out units."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from services.domain.refusals import Refusal
from services.store import upgrade
from services.store.complaints import explained
from services.store.feed.bell import Bell
from services.store.filesystem import identity_of, refuse_network_share
from services.store.reader import Reader
from services.store.unit import Unit

Clock = Callable[[], datetime]
BUSY_MILLIS = 10_000
# a server that vanished without a word (a pulled cable) is noticed within seconds
_LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def utc_now() -> datetime:
    """The clock that everybody uses unless a test or a drill brings its own."""
    return datetime.now(UTC)


class Database:
    """One city's database, shared by all seats; safe to use from any thread.

    `unit` is the one way to write, `reading` the one way to read a consistent state. Raises `Refusal` where the place,
    the file or the server can't be used.
    """

    def __init__(self, url: str, clock: Clock = utc_now) -> None:
        self.url = _parsed(url)
        self.clock = clock
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = threading.Lock()
        self._identity = ""  # of the file that the pooled connections lead to
        self._bell: Bell | None = None
        if self.is_sqlite:
            self._writer, self._reader = _sqlite_engines(self.url)
            self.url = self._writer.url
        else:
            self._bell = Bell(self.connect_raw)
            self._writer = self._reader = _postgresql_engine(self.url)

    @property
    def name(self) -> str:
        """The database's name as a status bar shows it; never the password."""
        return (
            Path(self.url.database or "").stem if self.is_sqlite else f"{self.url.database}@{self.url.host or 'local'}"
        )

    @property
    def path(self) -> Path | None:
        """The file of an embedded database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def migrate(self) -> None:
        """Creates or upgrades the tables; refuses a database that a newer program has made."""
        with explained(self.name):
            upgrade.to_newest(self._writer, self._reader)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One transaction for one case: nothing is kept unless `unit.commit()` is called inside.

        On SQLite the process's writers take turns here (one queue), and the write lock is taken at the start.
        """
        self._look()
        with explained(self.name), self._in_turn(), self._writer.connect() as connection:
            unit = Unit(connection, self.clock)
            yield unit
            told = unit.committed and unit.spoke
        if told and self._bell is not None:
            self._bell.ring()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent, read-only state: everything read inside is of one moment."""
        self._look()
        with explained(self.name), self._reader.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield Reader(connection)

    def connect_raw(self) -> Any:
        """A driver connection of the caller's own (the feed's), in autocommit; the caller closes it."""
        with explained(self.name):
            if self.path is not None:
                address = f"{self.path.absolute().as_uri()}?mode=rw"  # never makes an empty file where one is missing
                return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_MILLIS / 1000)
            return psycopg.connect(libpq_url(self.url), autocommit=True, **_LINE)

    def reconnect(self) -> None:
        """Forgets every pooled connection: the next ones go to the file or server that is there now."""
        self._writer.dispose()
        self._reader.dispose()

    def close(self) -> None:
        """Gives back every connection; what the bell has still to tell is told."""
        if self._bell is not None:
            self._bell.close()
        self.reconnect()

    def _look(self) -> None:
        """SQLite would make an empty file in the place of one that was taken away, and write on into one that was
        replaced, where nobody finds it again.
        """
        if self.path is None:
            return
        found = identity_of(self.path)
        if self._identity not in ("", found):
            self.reconnect()
        self._identity = found

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self.is_sqlite:
            with self._turn:
                yield
        else:
            yield


def libpq_url(url: URL) -> str:
    """The address as the PostgreSQL client library understands it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _parsed(text: str) -> URL:
    try:
        url = make_url(text) if "://" in text else URL.create("sqlite", database=text)
    except (ArgumentError, ValueError):
        shown = text.rsplit("@", maxsplit=1)[-1]
        raise Refusal("store.bad_url", "This is no database address: {url}", url=shown) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise Refusal(
            "store.unknown_kind",
            "{kind} is not supported. Use sqlite:///FILE or postgresql://USER@HOST/NAME.",
            kind=url.get_backend_name(),
        )
    if not url.database or url.database == ":memory:":
        raise Refusal("store.no_file", "A database in memory can't be shared by seats. Name a file.")
    return url


def _sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    path = Path(url.database or "").expanduser().absolute()
    refuse_network_share(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refusal(
            "store.no_folder", "The folder {folder} can't be made. Name another place.", folder=path.parent
        ) from None
    url = url.set(database=str(path))
    writer, reader = create_engine(url), create_engine(url)
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        _prepare_sqlite(engine, begin)
    return writer, reader


def _prepare_sqlite(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # the driver would begin by itself, deferred
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLIS}")
        _write_ahead(connection)
        # FULL: what was accepted outlives a power cut, for a sync of the log a commit
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns the write-ahead log on; waits here for another program that does the same at this moment, since SQLite's
    own patience does not cover the change of a journal.
    """
    until = time.monotonic() + BUSY_MILLIS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql_engine(url: URL) -> Engine:
    options = "-c idle_in_transaction_session_timeout=30000 -c TimeZone=UTC -c statement_timeout=60000"
    return create_engine(
        url, pool_pre_ping=True, pool_size=8, max_overflow=24, connect_args={"options": options, **_LINE}
    )
