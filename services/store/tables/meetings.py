"""Tables of joint meetings and of shift handovers."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

meetings = Table(
    "meetings",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("at", Moment, nullable=False),
    Column("place", String(200), nullable=False, default=""),
    Column("chair", String(60), nullable=False, default=""),
    Column("called_by", String(60), nullable=False),
    Column("held_at", Moment),
    Column("minutes", Text, nullable=False, default=""),
    Index("ix_meetings_at", "at"),
    sqlite_autoincrement=True,
)

# a ticket that no department will own, until a decision says whose it is
meeting_items = Table(
    "meeting_items",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("meeting_id", Id, ForeignKey("meetings.id")),
    Column("cause", String(40), nullable=False),
    # how often it had come back then: the same returns open one item
    Column("returns", SmallInteger, nullable=False),
    Column("agenda", Text, nullable=False, default=""),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(60), nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", String(60), nullable=False, default=""),
    Column("owner", String(40), ForeignKey("departments.code")),
    Column("decision", Text, nullable=False, default=""),
    Index(
        "uq_meeting_items_open",
        "incident_id",
        unique=True,
        sqlite_where=text("decided_at is null"),
        postgresql_where=text("decided_at is null"),
    ),
    Index("ix_meeting_items_incident_id", "incident_id"),
    sqlite_autoincrement=True,
)

# what one shift gave to the next, as it was when it was signed
handovers = Table(
    "handovers",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("content", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Column("notes", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Column("digest", String(64), nullable=False, default=""),
    Column("given_by", String(60), nullable=False, default=""),
    Column("given_at", Moment),
    Column("taken_by", String(60), nullable=False, default=""),
    Column("taken_at", Moment),
    Index("ix_handovers_made_at", "made_at"),
    sqlite_autoincrement=True,
)
