"""What each case counts in evaluation, kept beside the case and made anew whenever its version is another."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

evaluation_cases = Table(
    "evaluation_cases",
    METADATA,
    Column("incident_id", Id, ForeignKey("incidents.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("day", Date),
    Column("department", String(40)),
    Column("town_id", Id),
    Column("village_id", Id),
    Column("grid_id", Id),
    Column("worker_id", Id),
    Column("place", SmallInteger, nullable=False),
    Column("excluded", SmallInteger, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("reworked", Boolean, nullable=False),
    Column("dispatched", Boolean, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("redispatched", Boolean, nullable=False),
    Column("stars", SmallInteger),
    Column("due_at", Moment),
    Column("to_assign", Integer),
    Column("to_accept", Integer),
    Column("to_finish", Integer),
    Column("to_close", Integer),
    Index("ix_evaluation_cases_day", "day"),
)
