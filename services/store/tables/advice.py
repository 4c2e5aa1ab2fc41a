"""Tables of routing advice: the models that were trained, and labelled texts that a city brought in."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, String, Table, Text

from services.store.tables.metadata import METADATA
from services.store.tables.types import Moment

# a model whose bytes were given up to save room keeps its figures
advice_models = Table(
    "advice_models",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("examples", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("corrected", Integer, nullable=False),
    Column("macro_f1", Float, nullable=False),
    Column("ece", Float, nullable=False),
    Column("figures", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("bytes", LargeBinary),
)

# masked before they are kept: no name of a place, no telephone, no identity number
advice_examples = Table(
    "advice_examples",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("origin", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("department", String(40), nullable=False),
)
