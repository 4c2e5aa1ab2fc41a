"""What incidents say and where, for finding those that are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, and_, delete, func, or_, select, type_coerce

from services.domain.incidents import Evidence, Incident, IncidentState, LiveIncident
from services.store import rows
from services.store.queries_cases import CHUNK, names_of, of_ids
from services.store.reader import Reader
from services.store.tables.cases import evidence, incidents, reports
from services.store.tables.duplicates import likenesses
from services.store.unit import Unit

C, L = incidents.c, likenesses.c
GONE = (int(IncidentState.VOIDED), int(IncidentState.MERGED))
COLUMNS = (
    C.id, C.version, C.lon, C.lat, type_coerce(C.reported_at, BigInteger), C.category, C.state, C.place,
    C.address, C.text, C.reports,
)  # fmt: skip


def said_after(reader: Reader, after: int, since: datetime, limit: int) -> Sequence[Any]:
    """Some incidents with an id above `after`, by id: those that are open, and those reported since.

    Columns: id, version, lon, lat, reported_at in milliseconds since the epoch, category, state, place, address, text,
    reports.
    """
    wanted = or_(C.state.in_(rows.OPEN_STATES), C.reported_at >= since)
    return reader.all(select(*COLUMNS).where(C.id > after, wanted).order_by(C.id).limit(limit))


def said_by(reader: Reader, wanted: Sequence[int]) -> list[Any]:
    """The same columns of these incidents."""
    found: list[Any] = []
    for at in range(0, len(wanted), CHUNK):
        found += reader.all(select(*COLUMNS).where(C.id.in_(wanted[at : at + CHUNK])))
    return found


def further_words(reader: Reader, wanted: Sequence[int]) -> dict[int, str]:
    """What the further reports of some incidents say, by incident; the first one's words are the incident's own."""
    r, found = reports.c, dict[int, list[str]]()
    for at in range(0, len(wanted), CHUNK):
        some = wanted[at : at + CHUNK]
        first = select(func.min(r.id)).where(r.incident_id.in_(some)).group_by(r.incident_id)
        more = select(r.incident_id, r.text).where(r.incident_id.in_(some), r.id.not_in(first), r.text != "")
        for incident, words in reader.all(more.order_by(r.id)):
            found.setdefault(int(incident), []).append(words)
    return {incident: " ".join(words) for incident, words in found.items()}


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


def around(
    reader: Reader, live: LiveIncident, address: str, degrees: tuple[float, float], span: timedelta, limit: int
) -> list[Any]:
    """The newest of what came before an incident and may be the same: the columns of `said_after`, by id.

    Of the `span` before it: what lies within `degrees` (east, north) of it, has no place, or names the same address
    (all of it where the incident has no place); and whatever is still open in its grid.
    """
    lon, lat = live.place.lon, live.place.lat
    earlier = select(*COLUMNS).where(C.id < live.id).order_by(C.id.desc()).limit(limit)
    recent = earlier.where(C.reported_at >= live.reported_at - span)
    if lon is not None and lat is not None:
        east, north = degrees
        near = and_(C.lon.between(lon - east, lon + east), C.lat.between(lat - north, lat + north))
        recent = recent.where(or_(near, C.lon.is_(None), and_(C.address == address, C.address != "")))
    found = {row.id: row for row in reader.all(recent)}
    if live.place.grid is not None:
        here = earlier.where(C.grid_id == live.place.grid, C.state.in_(rows.OPEN_STATES))
        found |= {row.id: row for row in reader.all(here)}
    return [found[ident] for ident in sorted(found)]


def unlikened(reader: Reader, since: datetime, limit: int) -> list[int]:
    """The newest open incidents reported since a moment that are not taken for a duplicate, newest first."""
    marked = select(L.incident_id)
    statement = select(C.id).where(C.reported_at >= since, C.state.in_(rows.OPEN_STATES), C.id.not_in(marked))
    return [int(row[0]) for row in reader.all(statement.order_by(C.id.desc()).limit(limit))]


def liken(unit: Unit, incident: int, other: int, score: float) -> None:
    """Keeps that an incident may be a duplicate of another, in the place of what was kept of it before."""
    unit.connection.execute(delete(likenesses).where(L.incident_id == incident))
    unit.add("likenesses", incident_id=incident, other_id=other, score=score, at=unit.now)


def likened(reader: Reader, wanted: Sequence[int]) -> dict[int, int]:
    """What of some incidents may be a duplicate of which, as it is kept."""
    found: dict[int, int] = {}
    for at in range(0, len(wanted), CHUNK):
        some = select(L.incident_id, L.other_id).where(L.incident_id.in_(wanted[at : at + CHUNK]))
        found |= {int(row[0]): int(row[1]) for row in reader.all(some)}
    return found


def open_likenesses(reader: Reader) -> dict[int, tuple[int, str]]:
    """(id, number) of what each open incident may be a duplicate of, by incident; not where that one fell away."""
    other = incidents.alias("other")
    statement = (
        select(L.incident_id, other.c.id, other.c.number)
        .join(incidents, C.id == L.incident_id)
        .join(other, other.c.id == L.other_id)
        .where(C.state.in_(rows.OPEN_STATES), other.c.state.not_in(GONE))
    )
    return {int(row[0]): (int(row[1]), str(row[2])) for row in reader.all(statement)}
