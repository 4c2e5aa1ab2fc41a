"""What is attached: content by its digest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from services.store.reader import Reader
from services.store.tables.cases import evidence
from services.store.tables.files import blobs
from services.store.unit import Unit


def put_blob(unit: Unit, digest: str, media: str, content: bytes) -> None:
    """Keeps a content, unless it is there already."""
    insert = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    values = {"digest": digest, "media": media, "size": len(content), "at": unit.now, "content": content}
    unit.connection.execute(insert(blobs).values(**values).on_conflict_do_nothing())


def known_blobs(reader: Reader, digests: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Media type and size in bytes of those that are there."""
    c = blobs.c
    statement = select(c.digest, c.media, c.size).where(c.digest.in_(list(digests)))
    return {row.digest: (row.media, row.size) for row in reader.all(statement)}


def blob(reader: Reader, digest: str) -> tuple[str, bytes] | None:
    """Media type and content; None where it is missing."""
    found = reader.connection.execute(select(blobs.c.media, blobs.c.content).where(blobs.c.digest == digest)).first()
    return None if found is None else (found.media, bytes(found.content))


def forget_unused(unit: Unit, before: datetime) -> int:
    """Removes what was attached by an order that never came to be; how many."""
    used = exists().where(evidence.c.digest == blobs.c.digest)
    return int(unit.connection.execute(delete(blobs).where(blobs.c.at < before, ~used)).rowcount)
