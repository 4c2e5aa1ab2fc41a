"""Tables of the risk: scenarios in their versions, warnings, their members and how their scores went."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

BODY = JSON().with_variant(JSONB(), "postgresql")
STANDS = "ended_at is null"

scenario_versions = Table(
    "scenario_versions",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("body", BODY, nullable=False),
    Column("author", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("approved_by", String(60), nullable=False, default=""),
    Column("approved_at", Moment),
    Unique("code", "number"),
    sqlite_autoincrement=True,
)

warnings = Table(
    "warnings",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("number", String(40), nullable=False, unique=True),
    Column("scenario", String(60), nullable=False),
    Column("scenario_version", Integer, nullable=False),
    Column("model", String(20), nullable=False),
    Column("situation", String(120), nullable=False),
    Column("subject", String(60), nullable=False, default=""),
    Column("level", SmallInteger, nullable=False),
    Column("top_level", SmallInteger, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("place", SmallInteger, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("radius_m", Float),
    Column("town_id", Id),
    Column("village_id", Id),
    Column("grid_id", Id),
    Column("department", String(40), nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("members", Integer, nullable=False),
    Column("parts", BODY, nullable=False),
    Column("measures", BODY, nullable=False),
    Column("basis", BODY, nullable=False),
    Column("heard", BODY, nullable=False),
    Column("observed", Float, nullable=False, default=0),
    Column("expected", Float),
    Column("band_low", Float),
    Column("band_high", Float),
    Column("ran_at", Moment),
    Column("acked_at", Moment),
    Column("acked_by", String(60), nullable=False, default=""),
    Column("shelved_until", Moment),
    Column("shelf_reason", Text, nullable=False, default=""),
    Column("graded_by", String(60), nullable=False, default=""),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("dispatched_at", Moment),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(60), nullable=False, default=""),
    Column("outcome", SmallInteger, nullable=False, default=0),
    Column("proof", Text, nullable=False, default=""),
    Column("merged_into", Id, ForeignKey("warnings.id")),
    Column("drill", Id, nullable=False, default=0),
    # of one situation one warning stands, whoever finds it; a drill's stands apart
    Index(
        "ix_warnings_one",
        "scenario",
        "situation",
        "drill",
        unique=True,
        sqlite_where=text(STANDS),
        postgresql_where=text(STANDS),
    ),
    Index("ix_warnings_raised_at", "raised_at"),
    Index("ix_warnings_scenario_raised_at", "scenario", "raised_at"),
    Index("ix_warnings_incident_id", "incident_id"),
    sqlite_autoincrement=True,
)

warning_members = Table(
    "warning_members",
    METADATA,
    Column("warning_id", Id, ForeignKey("warnings.id"), primary_key=True),
    Column("signal_id", Id, primary_key=True),
    Column("added_at", Moment, nullable=False),
)

# one row for each time that score or level moved
warning_scores = Table(
    "warning_scores",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("warning_id", Id, ForeignKey("warnings.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("score", Float, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("members", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# what really happened in a made-up city: the generator's own record, which no model reads
truths = Table(
    "truths",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("scenario", String(60), nullable=False),
    Column("model", String(20), nullable=False),
    Column("subject", String(60), nullable=False, default=""),
    Column("town_id", Id),
    Column("village_id", Id),
    Column("grid_id", Id),
    Column("lon", Float),
    Column("lat", Float),
    Column("radius_m", Float),
    Column("begin_at", Moment, nullable=False),
    Column("harm_at", Moment),
    Column("end_at", Moment, nullable=False),
    Index("ix_truths_scenario", "scenario"),
    sqlite_autoincrement=True,
)
