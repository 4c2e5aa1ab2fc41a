"""Tables of the city: areas, people, departments, sources, categories, officers, settings."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy import UniqueConstraint as Unique

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

areas = Table(
    "areas",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("level", SmallInteger, nullable=False),
    Column("code", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("parent_id", Id, ForeignKey("areas.id")),
    Column("households", Integer, nullable=False, default=0),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("provisional", Boolean, nullable=False, default=False),
    Column("derived", Boolean, nullable=False, default=False),
    Column("synthetic", Boolean, nullable=False, default=False),
    Column("origin", String(500), nullable=False, default=""),
    Column("geometry", LargeBinary),
    Unique("code", "valid_from"),
    Index("ix_areas_level_valid_to", "level", "valid_to"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("role", SmallInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("phone", String(40), nullable=False, default=""),
    Column("area_id", Id, ForeignKey("areas.id"), index=True),
    Column("duty", SmallInteger, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("position_at", Moment),
    Column("skills", String(200), nullable=False, default="", server_default=""),
    Column("unit", String(40), ForeignKey("departments.code")),
    Column("synthetic", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,
)

fields = Table(
    "fields",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("rank", Integer, nullable=False, default=0),
)

departments = Table(
    "departments",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("field", String(40), ForeignKey("fields.code"), nullable=False),
    Column("leader", String(100), nullable=False, default=""),
    Column("leader_title", String(100), nullable=False, default=""),
    Column("rank", Integer, nullable=False, default=0),
    Column("active", Boolean, nullable=False, default=True),
    Column("merged_into", String(40)),
)

sources = Table(
    "sources",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("kind", String(40), nullable=False, default=""),
    Column("rank", Integer, nullable=False, default=0),
    Column("active", Boolean, nullable=False, default=True),
)

categories = Table(
    "categories",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("parent", String(40)),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("department", String(40), ForeignKey("departments.code")),
    Column("rank", Integer, nullable=False, default=0),
    Column("active", Boolean, nullable=False, default=True),
    Column("filing_zh", Text, nullable=False, default=""),
    Column("filing_en", Text, nullable=False, default=""),
    Column("closing_zh", Text, nullable=False, default=""),
    Column("closing_en", Text, nullable=False, default=""),
    Column("retired_at", Moment),
    Column("merged_into", String(40)),
)

# `also`: further roles as numbers with blanks between; the password lies apart
officers = Table(
    "officers",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1, server_default="1"),
    Column("login", String(60), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("role", SmallInteger, nullable=False),
    Column("also", String(60), nullable=False, default="", server_default=""),
    Column("department", String(40), ForeignKey("departments.code")),
    Column("area_id", Id, ForeignKey("areas.id")),
    Column("active", Boolean, nullable=False, default=True),
    sqlite_autoincrement=True,
)

settings = Table(
    "settings",
    METADATA,
    Column("key", String(60), primary_key=True),
    Column("value", String, nullable=False),
)
