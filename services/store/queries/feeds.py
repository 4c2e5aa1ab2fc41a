"""Feeds of alerts in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from services.domain.cap_feeds import CapFeed, Trouble
from services.store.reader import Reader
from services.store.tables.feeds import cap_feeds
from services.store.unit import Unit

F = cap_feeds.c


def all_feeds(reader: Reader) -> tuple[CapFeed, ...]:
    """Every feed, the oldest first."""
    return tuple(_feed(row) for row in reader.all(select(cap_feeds).order_by(F.id)))


def feed(reader: Reader, ident: int) -> CapFeed | None:
    """One feed."""
    row = reader.connection.execute(select(cap_feeds).where(F.id == ident)).first()
    return None if row is None else _feed(row)


def keep(unit: Unit, asked: CapFeed, **values: Any) -> bool:
    """Writes what came of asking a feed; False where somebody changed or removed it meanwhile.

    Its version stays: that is of what people set, and a form that is open must not be refused for a look.
    """
    where = (F.id == asked.id) & (F.version == asked.version)
    return unit.connection.execute(update(cap_feeds).where(where).values(**values)).rowcount == 1


def remove(unit: Unit, ident: int, version: int) -> bool:
    """Takes a feed out; False where it is no longer the one that was seen."""
    return unit.connection.execute(delete(cap_feeds).where(F.id == ident, F.version == version)).rowcount == 1


def _feed(row: Any) -> CapFeed:
    return CapFeed(
        id=row.id, version=row.version, address=row.address, source=row.source, minutes=row.minutes, on=row.on,
        etag=row.etag, modified=row.modified, tried_at=row.tried_at, taken_at=row.taken_at, alerts=row.alerts,
        failures=row.failures, since=row.since, trouble=Trouble.read(row.trouble), seen=tuple(row.seen.split()),
    )  # fmt: skip
