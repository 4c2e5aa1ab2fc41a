"""Alembic's entry: runs the upgrades on the connection that `services.store.upgrade` hands in."""

from __future__ import annotations

from alembic import context

from services.store.tables import all as tables
from services.store.tables.metadata import METADATA

assert tables.ALL  # importing them fills the metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
