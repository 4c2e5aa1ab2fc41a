"""Tables of the feed, the journal and the seats."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, SmallInteger, String, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment, Xid8

# `xid` is filled by a default of PostgreSQL (pg_current_xact_id()); the migration adds it, SQLite leaves it empty
facts = Table(
    "facts",
    METADATA,
    Column("seq", Id, primary_key=True),
    Column("xid", Xid8),
    Column("at", Moment, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Index("ix_facts_xid_seq", "xid", "seq"),
    sqlite_autoincrement=True,
)

feed_meta = Table(
    "feed_meta",
    METADATA,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("epoch", String(40), nullable=False),
    Column("floor", Id, nullable=False, default=0),
)

# `xid` as in `facts`: by it the seals find lines that were committed late with a lower number
journal = Table(
    "journal",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("xid", Xid8),
    Column("at", Moment, nullable=False),
    Column("officer", String(60), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("before", Text, nullable=False, default=""),
    Column("after", Text, nullable=False, default=""),
    Column("digest", String(64), nullable=False),
    Index("ix_journal_subject", "subject"),
    Index("ix_journal_xid_id", "xid", "id"),
    sqlite_autoincrement=True,
)

seats = Table(
    "seats",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("host", String(100), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("login", String(60), nullable=False, default="", server_default=""),
    Column("incident_id", Id),
    Column("opened_at", Moment),
)
