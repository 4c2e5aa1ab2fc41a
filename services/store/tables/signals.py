"""Tables of the signals: what any source perceived, the batches it came in, and what is expected of each source."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, false

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

signal_batches = Table(
    "signal_batches",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("source", String(40), ForeignKey("sources.code"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("refused", Integer, nullable=False, default=0),
    Column("why", String(500), nullable=False, default=""),
    Column("drill", Id),
    Index("ix_signal_batches_source_at", "source", "at"),
    sqlite_autoincrement=True,
)

# one made of a report names it, and can be made once only; areas are plain ids: a thousand rows a second are written
signals = Table(
    "signals",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("batch_id", Id),
    Column("source", String(40), ForeignKey("sources.code"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("subject", String(60), nullable=False, default="", server_default=""),
    Column("value", Float, nullable=False, default=1.0, server_default="1"),
    Column("place", SmallInteger, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("town_id", Id),
    Column("village_id", Id),
    Column("grid_id", Id),
    Column("incident_id", Id),
    Column("report_id", Id, unique=True),
    Column("origin", String(120), nullable=False, default="", server_default=""),
    Column("drill", Id),
    Column("synthetic", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_signals_kind_at", "kind", "at"),
    Index("ix_signals_at", "at"),
    Index("ix_signals_batch_id", "batch_id"),
    Index("ix_signals_source_received_at", "source", "received_at"),
    Index("ix_signals_incident_id", "incident_id"),
    sqlite_autoincrement=True,
)

source_watch = Table(
    "source_watch",
    METADATA,
    Column("source", String(40), ForeignKey("sources.code"), primary_key=True),
    Column("owner", String(40), ForeignKey("departments.code")),
    Column("cadence_minutes", Integer),
)
