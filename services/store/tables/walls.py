"""Tables of the walls: scenes and play lists in their versions, and what was thrown to a wall."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, SmallInteger, String, Table
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

BODY = JSON().with_variant(JSONB(), "postgresql")

# `version` is that of the play list that holds
walls = Table(
    "walls",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("version", Integer, nullable=False, default=0),
    Column("thrown", BODY),
    Column("thrown_by", String(60), nullable=False, default=""),
    Column("thrown_at", Moment),
    Column("thrown_until", Moment),
    sqlite_autoincrement=True,
)

# one row for each version of a wall's play list: who made it, and why
play_lists = Table(
    "play_lists",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("wall_id", Id, ForeignKey("walls.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("why", String(200), nullable=False, default=""),
    Unique("wall_id", "version"),
    sqlite_autoincrement=True,
)

# the scenes of a version, whole, so that an older one can be brought back as it was
play_entries = Table(
    "play_entries",
    METADATA,
    Column("list_id", Id, ForeignKey("play_lists.id"), primary_key=True),
    Column("rank", SmallInteger, primary_key=True),
    Column("scene", String(60), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("played", SmallInteger, nullable=False, default=1),
    Column("body", BODY, nullable=False),
)
