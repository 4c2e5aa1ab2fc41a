"""Tables of the catalogue's rules: limits, duties, the working calendar, and the versions of all of it."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

deadline_rules = Table(
    "deadline_rules",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("phase", SmallInteger, nullable=False),
    Column("category", String(40), ForeignKey("categories.code")),
    Column("kind", SmallInteger),
    Column("area", String(20)),
    Column("amount", Float, nullable=False),
    Column("unit", SmallInteger, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("opens", String(5), nullable=False),
    Column("shuts", String(5), nullable=False),
    sqlite_autoincrement=True,
)

duties = Table(
    "duties",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("category", String(40), ForeignKey("categories.code"), nullable=False),
    Column("area", String(20)),
    Column("department", String(40), ForeignKey("departments.code"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("why", String(500), nullable=False, default=""),
    Index("ix_duties_category", "category"),
    sqlite_autoincrement=True,
)

calendar_years = Table(
    "calendar_years",
    METADATA,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("provisional", Boolean, nullable=False),
)

calendar_days = Table(
    "calendar_days",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("works", Boolean, nullable=False),
)

# `content` is the whole catalogue as it then stood, so that any version can come back; `changes` is what a person reads
catalogue_changes = Table(
    "catalogue_changes",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("officer", String(60), nullable=False),
    Column("why", Text, nullable=False),
    Column("changes", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Column("content", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
)
