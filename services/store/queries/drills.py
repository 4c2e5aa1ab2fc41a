"""Drills in the database: those that run, all of them, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from services.domain.drills import DrillLine, LiveDrill
from services.store.reader import Reader
from services.store.tables.drills import drills
from services.store.tables.signals import signal_batches, signals
from services.store.tables.warnings import warnings

D = drills.c


def running(reader: Reader) -> tuple[LiveDrill, ...]:
    """Those that run, the oldest first."""
    return tuple(live(row) for row in reader.all(select(drills).where(D.ended_at.is_(None)).order_by(D.id)))


def overdue(reader: Reader, now: datetime) -> Sequence[Any]:
    """Rows of those that run though their time is out."""
    return reader.all(select(drills).where(D.ended_at.is_(None), D.ends_at <= now).order_by(D.id))


def lines(reader: Reader, limit: int = 100) -> list[DrillLine]:
    """The newest drills, the last one first, with how many signals and warnings came of each."""
    of_signals = select(func.count()).where(signals.c.drill == D.id).scalar_subquery()
    of_warnings = select(func.count()).where(warnings.c.drill == D.id).scalar_subquery()
    statement = select(drills, of_signals.label("signals"), of_warnings.label("warnings"))
    found = reader.all(statement.order_by(D.id.desc()).limit(limit))
    return [DrillLine(live(r), r.begun_by, r.ended_at, r.ended_by, r.signals, r.warnings) for r in found]


def sent(reader: Reader, drill: int) -> int:
    """How many signals of a drill were sent, taken or refused."""
    b = signal_batches.c
    counted = select(func.coalesce(func.sum(b.rows + b.refused), 0)).where(b.drill == drill)
    return int(reader.connection.execute(counted).scalar_one())


def live(row: Any) -> LiveDrill:
    """The live part of a row."""
    return LiveDrill(row.id, row.version, row.script, row.name_zh, row.name_en, row.begun_at, row.ends_at)
