"""What an outbox asks before it sends: which database this is, and how the cases stand."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.live import feed_meta


def city_mark(reader: Reader) -> str:
    """What tells this database from another at the same address, and from itself after a restore."""
    return str(reader.connection.execute(select(feed_meta.c.epoch)).scalar_one())


def versions(reader: Reader, wanted: Iterable[int]) -> dict[int, int]:
    """The versions that these incidents have now."""
    statement = select(incidents.c.id, incidents.c.version).where(incidents.c.id.in_(list(wanted)))
    return {row.id: row.version for row in reader.all(statement)}
