"""The table of what is attached: each content once, by its digest, so that every seat sees it."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from services.store.tables.metadata import METADATA
from services.store.tables.types import Moment

# sixty bytes of a row tell what it is; the content is read only by whoever opens it
blobs = Table(
    "blobs",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("media", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
