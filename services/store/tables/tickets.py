"""Tables around a ticket: requests, stops of the clock, who held it, children, merges, orders that were carried out."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

# what a department asks for and the supervising side decides
requests = Table(
    "requests",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("kind", SmallInteger, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("reason", String(40), nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("hours", Float),
    Column("until", Moment),
    Column("asked_by", String(60), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_by", String(60), nullable=False, default=""),
    Column("decided_at", Moment),
    Column("words", Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)

# while the unit's clock stood; an open one has no end
clock_stops = Table(
    "clock_stops",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("begin", Moment, nullable=False),
    Column("end", Moment),
    Column("cause", SmallInteger, nullable=False),
    sqlite_autoincrement=True,
)

# one row when a department's holding of a ticket ends: returned, recalled, transferred, finished
holdings = Table(
    "holdings",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("department", String(40), ForeignKey("departments.code"), nullable=False),
    Column("begin", Moment, nullable=False),
    Column("end", Moment, nullable=False),
    Column("verb", String(40), nullable=False),
    Column("reason", String(40), nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("by", String(60), nullable=False),
    Index("ix_holdings_department_end", "department", "end"),
    sqlite_autoincrement=True,
)

# orders to further departments; the main ticket is the incident's own row
child_tickets = Table(
    "child_tickets",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("department", String(40), ForeignKey("departments.code"), nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("what", Text, nullable=False, default=""),
    Column("assigned_at", Moment, nullable=False),
    Column("assigned_by", String(60), nullable=False),
    Column("accepted_at", Moment),
    Column("finished_at", Moment),
    Column("verified_at", Moment),
    Column("due_at", Moment),
    Column("returns", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)

merges = Table(
    "merges",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("into_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("state_before", SmallInteger, nullable=False),
    Column("reports", Integer, nullable=False),
    # how the incident that stays was graded before
    Column("severity_before", SmallInteger),
    Column("kind_before", SmallInteger),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("undone_at", Moment),
    Column("undone_by", String(60), nullable=False, default=""),
    sqlite_autoincrement=True,
)

# the key of each order that was carried out: the same order a second time changes nothing
orders_done = Table(
    "orders_done",
    METADATA,
    Column("key", String(60), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("officer", String(60), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("incident_id", Id, nullable=False),
    Column("version", Integer, nullable=False),
)
