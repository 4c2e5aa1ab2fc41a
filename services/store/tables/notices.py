"""Tables of the watch: warnings of time, supervision orders, notices with their receipts."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

# each mark of a limit warns once; a limit that was moved has another moment and warns anew
timeouts = Table(
    "timeouts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("mark", SmallInteger, nullable=False),
    Column("limit_at", Moment, nullable=False),
    Column("department", String(40)),
    Column("raised_at", Moment, nullable=False),
    Unique("incident_id", "mark", "limit_at"),
    Index("ix_timeouts_raised_at", "raised_at"),
    sqlite_autoincrement=True,
)

supervision_orders = Table(
    "supervision_orders",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("department", String(40), ForeignKey("departments.code")),
    Column("cause", String(40), nullable=False),
    Column("words", Text, nullable=False, default=""),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(60), nullable=False),
    Column("level", SmallInteger, nullable=False, default=1),
    Column("climbs_at", Moment),
    Column("answered_at", Moment),
    Column("answered_by", String(60), nullable=False, default=""),
    Column("answer", Text, nullable=False, default=""),
    Column("lifted_at", Moment),
    Column("lifted_by", String(60), nullable=False, default=""),
    Column("lifted_why", Text, nullable=False, default=""),
    # an incident is pressed by one open order at a time, whoever opens it
    Index(
        "uq_supervision_orders_open",
        "incident_id",
        unique=True,
        sqlite_where=text("lifted_at is null"),
        postgresql_where=text("lifted_at is null"),
    ),
    Index("ix_supervision_orders_incident_id", "incident_id"),
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("values", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("answer_by", Moment),
    Column("climb", SmallInteger, nullable=False, default=0),
    # the same cause tells the same people once, however often the watch looks
    Column("once", String(120), unique=True),
    Index("ix_notices_at", "at"),
    sqlite_autoincrement=True,
)

# the incidents behind a notice that gathers many
notice_cases = Table(
    "notice_cases",
    METADATA,
    Column("notice_id", Id, ForeignKey("notices.id"), primary_key=True, autoincrement=False),
    Column("incident_id", Id, ForeignKey("incidents.id"), primary_key=True, autoincrement=False),
)

notice_receipts = Table(
    "notice_receipts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("officer_id", Id, ForeignKey("officers.id"), nullable=False),
    Column("taken_at", Moment),
    Unique("notice_id", "officer_id"),
    Index("ix_notice_receipts_officer_id_taken_at", "officer_id", "taken_at"),
    sqlite_autoincrement=True,
)
