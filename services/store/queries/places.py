"""The gazetteer's own places, and what was reported around a point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from services.domain.incidents import Incident
from services.domain.scope import Scope
from services.store import rows
from services.store.queries_cases import within
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.places import places
from services.store.unit import Unit

METRES_PER_DEGREE = 111_320.0
C = incidents.c


def all_places(reader: Reader) -> Sequence[Any]:
    """(name, kind, aliases, lon, lat) of all of them, by id."""
    p = places.c
    return reader.all(select(p.name, p.kind, p.aliases, p.lon, p.lat).order_by(p.id))


def forget_origin(unit: Unit, origin: str) -> int:
    """Takes out what came from a file before; how many that were."""
    return unit.connection.execute(delete(places).where(places.c.origin == origin)).rowcount


def around(
    reader: Reader, lon: float, lat: float, metres: float, since: datetime, scope: Scope, limit: int
) -> list[tuple[float, Incident]]:
    """(metres away, incident) of what was reported since within so many metres, newest first."""
    high = metres / METRES_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(lat)))
    statement = (
        select(incidents)
        .where(C.reported_at >= since, *within(scope))
        .where(C.lon.between(lon - wide, lon + wide), C.lat.between(lat - high, lat + high))
        .order_by(C.reported_at.desc())
    )
    found: list[tuple[float, Incident]] = []
    for row in reader.all(statement):
        east = (row.lon - lon) * math.cos(math.radians(lat))
        away = METRES_PER_DEGREE * math.hypot(east, row.lat - lat)
        if away <= metres:
            found.append((away, rows.incident(row, ())))
        if len(found) == limit:
            break
    return found
