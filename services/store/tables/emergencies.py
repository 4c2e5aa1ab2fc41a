"""Tables of emergency responses, and the duty roster."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

emergencies = Table(
    "emergencies",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("number", String(40), nullable=False, unique=True),
    Column("plan", String(40), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False, unique=True),
    Column("commander", String(60), nullable=False, default=""),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(60), nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(60), nullable=False, default=""),
    Column("summary", Text, nullable=False, default=""),
    Index(
        "ix_emergencies_open", "id", sqlite_where=text("ended_at is null"), postgresql_where=text("ended_at is null")
    ),
    sqlite_autoincrement=True,
)

# the plan's first steps as they were when the response began
emergency_steps = Table(
    "emergency_steps",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("emergency_id", Id, ForeignKey("emergencies.id"), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("done_at", Moment),
    Column("done_by", String(60), nullable=False, default=""),
    Unique("emergency_id", "rank"),
    sqlite_autoincrement=True,
)

emergency_roll = Table(
    "emergency_roll",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("emergency_id", Id, ForeignKey("emergencies.id"), nullable=False),
    Column("officer_id", Id, ForeignKey("officers.id"), nullable=False),
    Column("called_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Unique("emergency_id", "officer_id"),
    sqlite_autoincrement=True,
)

emergency_log = Table(
    "emergency_log",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("emergency_id", Id, ForeignKey("emergencies.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("words", Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)

# who has duty when: an officer, on a weekday (1 Monday … 7, 0 every day), from minute to minute of the local day
rota = Table(
    "rota",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("officer_id", Id, ForeignKey("officers.id"), nullable=False, index=True),
    Column("weekday", SmallInteger, nullable=False, default=0),
    Column("begin", SmallInteger, nullable=False, default=0),
    Column("end", SmallInteger, nullable=False, default=1440),
    sqlite_autoincrement=True,
)
