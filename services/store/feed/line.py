"""The change feed: every fact exactly once, from a cursor that survives late commits, crashes, restores and pruning.

On PostgreSQL the cursor is the highest transaction delivered and the gaps below it; on SQLite the last number. Facts
are the truth, the bell only wakes. A reader that can't go on from its cursor gets `Reload`: it loads its state again,
together with a new cursor, in one transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from services.domain.facts import Fact
from services.domain.seats import SeatThere
from services.store.engine import Database
from services.store.feed import postgresql, sqlite
from services.store.feed.cursor import Cursor, Reload
from services.store.reader import Reader

__all__ = ["Cursor", "Feed", "Reload", "open_feed", "prune", "snapshot"]

T = TypeVar("T")


class Feed(Protocol):
    """One reader's line to the facts; for one thread. Raises `Refusal` when the line is cut: open another then."""

    identity: str

    def poll(self, cursor: Cursor) -> tuple[list[Fact], Cursor]:
        """The facts since a cursor in an order that is right for each subject, and the next cursor; or `Reload`."""

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Sleeps until something may be new, at most so long; whether something may be. `Reload` for another file."""

    def seats(self) -> tuple[SeatThere, ...]:
        """The seats that are there now."""

    def close(self) -> None:
        """Gives the line back."""


def open_feed(database: Database) -> Feed:
    """A line to the facts of a database; its `identity` tells one server or file from another that took its place."""
    if database.is_sqlite:
        return sqlite.SqliteFeed(database)
    return postgresql.PostgresqlFeed(database)


def snapshot(database: Database, load: Callable[[Reader], T]) -> tuple[T, Cursor]:
    """A state and the cursor that goes on exactly from it, read in one transaction."""
    with database.reading() as reader:
        cursor = sqlite.cursor_now(reader) if database.is_sqlite else postgresql.cursor_now(reader)
        return load(reader), cursor


def prune(database: Database, keep: timedelta) -> int:
    """Deletes the facts older than `keep`; returns how many. A reader that still needed one of them reloads."""
    with database.unit() as unit:
        before = unit.now - keep
        deleted = sqlite.prune(unit, before) if database.is_sqlite else postgresql.prune(unit, before)
        unit.commit()
        return deleted
