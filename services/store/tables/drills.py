"""The table of the drills."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

# the names are those of the script when it began
drills = Table(
    "drills",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("script", String(40), nullable=False),
    Column("name_zh", String(120), nullable=False),
    Column("name_en", String(120), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("begun_by", String(60), nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("ended_at", Moment, index=True),
    Column("ended_by", String(60), nullable=False, default=""),
    sqlite_autoincrement=True,
)
