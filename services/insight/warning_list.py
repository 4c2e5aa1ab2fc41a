"""Warnings by their ids, those that ended among them."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.warnings import WholeWarning
from services.store.engine import Database
from services.store.queries import warnings


def warnings_of(database: Database, idents: Sequence[int]) -> tuple[WholeWarning, ...]:
    """The warnings of these ids, the newest first, without their members."""
    with database.reading() as reader:
        rows = warnings.rows(reader, idents)
    return tuple(sorted((warnings.warning(row) for row in rows), key=lambda one: one.live.raised_at, reverse=True))
