"""What a wall asks the database: its scenes and play list, what people asked for lately, the facts behind a warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.signals import signals
from services.store.tables.warnings import warning_members

C, S, M = incidents.c, signals.c, warning_members.c


def reported_by(reader: Reader, column: str, begin: datetime, end: datetime) -> list[tuple[str, int, int]]:
    """Incidents reported in a period by "category" or "source", the most first: (code, all, of them open)."""
    by = C[column]
    still = func.sum(case((C.state.in_(rows.OPEN_STATES), 1), else_=0))
    statement = (
        select(by, func.count(), still)
        .where(C.reported_at >= begin, C.reported_at < end)
        .group_by(by)
        .order_by(func.count().desc(), by)
    )
    return [(str(row[0]), int(row[1]), int(row[2])) for row in reader.all(statement)]


def members(reader: Reader, warning: int, limit: int) -> Sequence[Any]:
    """Rows (source, at, lon, lat) of the facts behind a warning, the newest first."""
    statement = (
        select(S.source, S.at, S.lon, S.lat)
        .join(warning_members, M.signal_id == S.id)
        .where(M.warning_id == warning)
        .order_by(S.at.desc(), S.id.desc())
        .limit(limit)
    )
    return reader.all(statement)
