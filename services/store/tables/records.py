"""Tables of the base records: registers, their records, and sums of them, so that no ledger looks at millions."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

DUE = "due_days > 0"
MISSED = "why <> 0"

# `seen`: the greatest id of an area when its records were placed; later ones may place them otherwise
registers = Table(
    "registers",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kind", SmallInteger, nullable=False),
    Column("source", String(40), ForeignKey("departments.code"), nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("seen", Id, nullable=False, default=0, server_default="0"),
    Column("synthetic", Boolean, nullable=False, default=False),
    UniqueConstraint("kind", "source"),
)

# millions of rows: no column that another one tells, no index that a ledger's sums spare
records = Table(
    "records",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("register_id", Id, ForeignKey("registers.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("category", String(40), nullable=False),
    Column("name", String(100), nullable=False, default="", server_default=""),
    Column("lon", Float),
    Column("lat", Float),
    Column("town_id", Id),
    Column("village_id", Id),
    Column("grid_id", Id),
    Column("placed_by", SmallInteger, nullable=False, default=0, server_default="0"),
    Column("why", SmallInteger, nullable=False, default=0, server_default="0"),
    Column("due_days", SmallInteger, nullable=False, default=0, server_default="0"),
    Column("checked_at", Moment),
    Column("stated", String(200), nullable=False, default="", server_default=""),
    Column("attributes", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("register_id", "key"),
    Index("ix_records_due", "register_id", sqlite_where=text(DUE), postgresql_where=text(DUE)),
    Index("ix_records_missed", "register_id", "why", sqlite_where=text(MISSED), postgresql_where=text(MISSED)),
    sqlite_autoincrement=True,
)

# town_id 0: none; depth of the finest area that was found (2 town, 3 village, 4 grid, 0 none)
record_sums = Table(
    "record_sums",
    METADATA,
    Column("register_id", Id, ForeignKey("registers.id"), nullable=False),
    Column("town_id", Id, nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("why", SmallInteger, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("register_id", "town_id", "depth", "why"),
)
