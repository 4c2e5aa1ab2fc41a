"""What incidents say and where, for finding those that are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, func, or_, select, type_coerce

from services.domain.incidents import Evidence, Incident
from services.store import rows
from services.store.queries_cases import CHUNK, names_of, of_ids
from services.store.reader import Reader
from services.store.tables.cases import evidence, incidents

C = incidents.c
COLUMNS = (
    C.id, C.version, C.lon, C.lat, type_coerce(C.reported_at, BigInteger), C.category, C.state, C.place,
    C.address, C.text,
)  # fmt: skip


def said_after(reader: Reader, after: int, since: datetime, limit: int) -> Sequence[Any]:
    """Some incidents with an id above `after`, by id: those that are open, and those reported since.

    Columns: id, version, lon, lat, reported_at in milliseconds since the epoch, category, state, place, address, text.
    """
    wanted = or_(C.state.in_(rows.OPEN_STATES), C.reported_at >= since)
    return reader.all(select(*COLUMNS).where(C.id > after, wanted).order_by(C.id).limit(limit))


def said_by(reader: Reader, wanted: Sequence[int]) -> list[Any]:
    """The same columns of these incidents."""
    found: list[Any] = []
    for at in range(0, len(wanted), CHUNK):
        found += reader.all(select(*COLUMNS).where(C.id.in_(wanted[at : at + CHUNK])))
    return found


def newest_id(reader: Reader, skipping: int) -> int:
    """The id of the incident that `skipping` newer ones follow; 0 where there are not so many."""
    return int(reader.all(select(func.coalesce(func.max(C.id), 0)))[0][0]) - skipping


def cards_of(reader: Reader, wanted: Sequence[int]) -> list[tuple[Incident, set[str], Evidence | None]]:
    """Whole incidents in their order, each with the names of those who reported it (personal) and its first photo."""
    names = names_of(reader, wanted)
    e = evidence.c
    first = select(e.incident_id, func.min(e.id).label("id")).where(e.incident_id.in_(wanted), e.kind == "photo")
    found = first.group_by(e.incident_id).subquery()
    statement = select(e.incident_id, e.kind, e.uri, e.digest).join(found, e.id == found.c.id)
    photos = {row.incident_id: Evidence(row.kind, row.uri, row.digest) for row in reader.all(statement)}
    return [(one, names.get(one.live.id, set()), photos.get(one.live.id)) for one in of_ids(reader, wanted)]
