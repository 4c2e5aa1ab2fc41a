"""Warnings and signals of a time, of an area, a circle or a subject; of no drill."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, type_coerce

from services.store.reader import Reader
from services.store.tables.signals import signals
from services.store.tables.warnings import warnings

W, S = warnings.c, signals.c
DAY = 86_400_000
METRES = 111_320.0
ROWS = (W.id, W.scenario, W.level, W.state, W.raised_at, W.ended_at, W.town_id, W.village_id, W.grid_id, W.outcome)


@dataclass(frozen=True, slots=True)
class Where:
    """What is looked at; nothing set means the whole city."""

    column: str | None = None
    area: int | None = None
    circle: tuple[float, float, float] | None = None
    subject: str | None = None

    def of(self, columns: Any) -> list[ColumnElement[bool]]:
        """As conditions on the columns of signals or warnings."""
        found: list[ColumnElement[bool]] = []
        if self.column is not None:
            found.append(columns[self.column] == self.area)
        if self.subject is not None:
            found.append(columns.subject == self.subject)
        if self.circle is not None:
            lon, lat, metres = self.circle
            high = metres / METRES
            wide = high / max(0.01, math.cos(math.radians(lat)))
            east = (columns.lon - lon) * (high / wide)
            north = columns.lat - lat
            found += [columns.lon.between(lon - wide, lon + wide), columns.lat.between(lat - high, lat + high)]
            found.append(east * east + north * north <= high * high)
        return found


def standing_rows(reader: Reader) -> Sequence[Any]:
    """Warnings that stand in the whole city."""
    return reader.all(select(*ROWS).where(W.ended_at.is_(None), W.drill == 0).order_by(W.id))


def since(reader: Reader, begin: datetime, where: Where) -> Sequence[Any]:
    """Warnings that stood at any time since."""
    lived = or_(W.ended_at.is_(None), W.ended_at >= begin)
    return reader.all(select(*ROWS).where(lived, W.drill == 0, *where.of(W)).order_by(W.raised_at, W.id))


def signals_by_day(reader: Reader, begin: datetime, where: Where) -> Sequence[tuple[int, int]]:
    """How many signals were perceived in each span of 24 hours since (its beginning in milliseconds, count)."""
    first = round(begin.timestamp() * 1000)
    number = ((type_coerce(S.at, BigInteger) - first) // DAY).label("day")
    statement = select(number, func.count()).where(S.at >= begin, S.drill.is_(None), *where.of(S))
    return [(first + DAY * row[0], row[1]) for row in reader.all(statement.group_by("day").order_by("day"))]


def kinds_between(reader: Reader, begin: datetime, end: datetime, where: Where) -> dict[str, int]:
    """How many signals of each kind were perceived between two moments."""
    statement = select(S.kind, func.count()).where(S.at >= begin, S.at < end, S.drill.is_(None), *where.of(S))
    return {row[0]: row[1] for row in reader.all(statement.group_by(S.kind))}
