"""The table of feeds of alerts that are asked at an address of the network."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

cap_feeds = Table(
    "cap_feeds",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("address", String(500), nullable=False, unique=True),
    Column("source", String(40), ForeignKey("sources.code")),
    Column("minutes", Integer, nullable=False),
    Column("on", Boolean, nullable=False),
    Column("etag", String(500), nullable=False, default=""),
    Column("modified", String(120), nullable=False, default=""),
    Column("tried_at", Moment),
    Column("taken_at", Moment),
    Column("alerts", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("since", Moment),
    Column("trouble", Text, nullable=False, default=""),
    Column("seen", Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)
