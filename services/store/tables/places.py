"""Places of the gazetteer: named points and streets that a city brings in besides its areas."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, String, Table

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id

# longitude/latitude in CGCS2000; aliases separated by line breaks
places = Table(
    "places",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(60), nullable=False, default="", server_default=""),
    Column("aliases", String(1000), nullable=False, default="", server_default=""),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("origin", String(200), nullable=False, default="", server_default=""),
    Index("ix_places_name", "name"),
    sqlite_autoincrement=True,
)
