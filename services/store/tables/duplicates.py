"""What the engine takes for the same: an incident, and the earlier one that it may be a duplicate of."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Table

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

likenesses = Table(
    "likenesses",
    METADATA,
    Column("incident_id", Id, ForeignKey("incidents.id"), primary_key=True, autoincrement=False),
    Column("other_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("at", Moment, nullable=False),
)
