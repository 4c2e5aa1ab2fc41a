"""Tables of the cases: incidents, the reports they are made of, and evidence."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, false, text
from sqlalchemy import UniqueConstraint as Unique

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

OPEN = "closed_at is null"
MAJOR = "closed_at is null and kind = 3"

incidents = Table(
    "incidents",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("number", String(60), nullable=False, unique=True),
    Column("source", String(40), ForeignKey("sources.code"), nullable=False),
    Column("category", String(40), ForeignKey("categories.code"), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("place", SmallInteger, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("town_id", Id, ForeignKey("areas.id")),
    Column("village_id", Id, ForeignKey("areas.id")),
    Column("grid_id", Id, ForeignKey("areas.id")),
    Column("address", String(500), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("department", String(40), ForeignKey("departments.code")),
    Column("reported_at", Moment, nullable=False),
    Column("filed_at", Moment),
    Column("assigned_at", Moment),
    Column("accepted_at", Moment),
    Column("due_at", Moment),
    Column("finished_at", Moment),
    Column("closed_at", Moment),
    Column("reports", Integer, nullable=False, default=1),
    Column("flaw", SmallInteger, nullable=False, default=0),
    Column("external", String(120), nullable=False, default=""),
    Column("synthetic", Boolean, nullable=False, default=False),
    Column("warn_at", Moment),
    Column("triple_at", Moment),
    Column("step_due_at", Moment),
    Column("fed_back_at", Moment),
    Column("verified_at", Moment),
    Column("assigned_by", String(60), nullable=False, default="", server_default=""),
    Column("finished_by", String(60), nullable=False, default="", server_default=""),
    Column("acked_at", Moment),
    Column("acked_by", String(60), nullable=False, default="", server_default=""),
    Column("shelved_until", Moment),
    Column("outcome", SmallInteger, nullable=False, default=0, server_default="0"),
    Column("resume_state", SmallInteger),
    Column("stopped_at", Moment),
    Column("supervised", Boolean, nullable=False, default=False, server_default=false()),
    Column("pending", Boolean, nullable=False, default=False, server_default=false()),
    Column("merged_into", Id, ForeignKey("incidents.id")),
    Column("worker_id", Id, ForeignKey("people.id")),
    Column("children", Integer, nullable=False, default=0, server_default="0"),
    Column("returns", Integer, nullable=False, default=0, server_default="0"),
    Column("reworks", Integer, nullable=False, default=0, server_default="0"),
    Column("reopens", Integer, nullable=False, default=0, server_default="0"),
    Column("urges", Integer, nullable=False, default=0, server_default="0"),
    Column("extensions", Integer, nullable=False, default=0, server_default="0"),
    Column("transfers", Integer, nullable=False, default=0, server_default="0"),
    Column("satisfaction", SmallInteger),
    Column("in_meeting", Boolean, nullable=False, default=False, server_default=false()),
    Column("bound_by", Integer),
    Index("ix_incidents_reported_at", "reported_at"),
    Index("ix_incidents_closed_at", "closed_at"),
    Index("ix_incidents_state", "state"),
    Index("ix_incidents_grid_id", "grid_id"),
    Index("ix_incidents_fold", "category", "reported_at"),
    Index("ix_incidents_merged_into", "merged_into"),
    # the watch looks for open ones whose time runs out; the later marks lie behind the first
    Index("ix_incidents_warn_at", "warn_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    Index("ix_incidents_major", "reported_at", sqlite_where=text(MAJOR), postgresql_where=text(MAJOR)),
    Index("ix_incidents_step_due_at", "step_due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("source", String(40), ForeignKey("sources.code"), nullable=False),
    Column("external", String(120)),
    Column("reported_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("lon", Float),
    Column("lat", Float),
    Column("contact", String(60), nullable=False, default=""),
    Column("contact_name", String(100), nullable=False, default=""),
    # the same source and number is the same report; NULL (no number) never clashes
    Unique("source", "external"),
    Index("ix_reports_incident_id", "incident_id"),
    Index("ix_reports_source_reported_at", "source", "reported_at"),
    sqlite_autoincrement=True,
)

evidence = Table(
    "evidence",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("report_id", Id, ForeignKey("reports.id")),
    Column("kind", String(20), nullable=False),
    Column("uri", String(500), nullable=False),
    Column("digest", String(80), nullable=False, default=""),
    sqlite_autoincrement=True,
)
