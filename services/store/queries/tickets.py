"""Cases as decisions need them: incidents with requests, stops, children, holdings and merges, in few questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Table, exists, func, select

from services.domain.cases import (
    Case,
    Child,
    ClockStop,
    Holding,
    Merge,
    Request,
    RequestKind,
    RequestState,
    StopCause,
)
from services.domain.incidents import IncidentClass, IncidentState, Severity
from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.city import areas, people
from services.store.tables.live import journal
from services.store.tables.tickets import child_tickets, clock_stops, holdings, merges, orders_done, requests

T = TypeVar("T")
BESIDE = (requests, child_tickets, holdings)


def cases(reader: Reader, wanted: Sequence[int], lock: bool = False) -> dict[int, Case]:
    """The cases of these ids; `lock`: nobody else changes them before this transaction ends (PostgreSQL)."""
    code = func.coalesce(select(areas.c.code).where(areas.c.id == _deepest()).scalar_subquery(), "").label("area_code")
    # most have nothing beside: whether one has is asked with its row, and the other tables only for those
    beside = [_any_of(table).label(f"any_{table.name}") for table in BESIDE]
    statement = select(incidents, code, *beside).where(incidents.c.id.in_(wanted))
    if lock:
        statement = statement.order_by(incidents.c.id).with_for_update(of=incidents)
    found = reader.all(statement)
    parts = {table.name: [row.id for row in found if getattr(row, f"any_{table.name}")] for table in BESIDE}
    asked = _grouped(reader, requests, parts["requests"], _request)
    stops = _grouped(reader, clock_stops, parts["requests"], _stop)  # there is none without a request
    children = _grouped(reader, child_tickets, parts["child_tickets"], _child)
    held = _grouped(reader, holdings, parts["holdings"], _holding)
    merged = _merged(reader, [row.id for row in found if row.merged_into])
    return {
        row.id: Case(
            rows.incident(row),
            requests=asked.get(row.id, ()),
            stops=stops.get(row.id, ()),
            children=children.get(row.id, ()),
            holdings=held.get(row.id, ()),
            merge=merged.get(row.id),
            area_code=row.area_code,
        )
        for row in found
    }


def order_done(reader: Reader, keys: Sequence[str]) -> dict[str, int]:
    """The versions that orders of these keys led to, for those that were carried out."""
    c = orders_done.c
    return {row.key: row.version for row in reader.all(select(c.key, c.version).where(c.key.in_(keys)))}


def last_steps(reader: Reader, subject: str, count: int) -> Sequence[Any]:
    """The newest lines on a subject, the last one first: at, officer, verb, after."""
    c = journal.c
    statement = select(c.at, c.officer, c.verb, c.after).where(c.subject == subject).order_by(c.id.desc())
    return reader.all(statement.limit(count))


def has_person(reader: Reader, person: int) -> bool:
    """Whether there is somebody of this id."""
    return bool(reader.all(select(people.c.id).where(people.c.id == person)))


def is_at_work(reader: Reader, since: datetime, verbs: Collection[str], apart_from: str) -> bool:
    """Whether somebody else has taken one of these steps since."""
    c = orders_done.c
    where = (c.at >= since, c.officer != apart_from, c.verb.in_([str(verb) for verb in verbs]))
    return bool(reader.all(select(c.key).where(*where).limit(1)))


def area_code(reader: Reader, ids: Sequence[int | None]) -> str:
    """The code of the first of these areas that is one (grid, village, town); empty without."""
    deepest = next((ident for ident in ids if ident is not None), None)
    if deepest is None:
        return ""
    return next((row.code for row in reader.all(select(areas.c.code).where(areas.c.id == deepest))), "")


def _deepest() -> Any:
    c = incidents.c
    return func.coalesce(c.grid_id, c.village_id, c.town_id)


def _any_of(table: Table) -> Any:
    return exists(select(1).where(table.c.incident_id == incidents.c.id).correlate(incidents))


def _grouped(reader: Reader, table: Table, wanted: Sequence[int], make: Callable[[Any], T]) -> dict[int, tuple[T, ...]]:
    if not wanted:
        return {}
    found: dict[int, list[T]] = defaultdict(list)
    for row in reader.all(select(table).where(table.c.incident_id.in_(wanted)).order_by(table.c.id)):
        found[row.incident_id].append(make(row))
    return {ident: tuple(parts) for ident, parts in found.items()}


def _merged(reader: Reader, wanted: Sequence[int]) -> dict[int, Merge]:
    if not wanted:
        return {}
    c = merges.c
    statement = select(merges).where(c.incident_id.in_(wanted), c.undone_at.is_(None))
    return {
        row.incident_id: Merge(
            row.id, row.incident_id, row.into_id, IncidentState(row.state_before), row.reports,
            None if row.severity_before is None else Severity(row.severity_before),
            None if row.kind_before is None else IncidentClass(row.kind_before),
        )
        for row in reader.all(statement)
    }  # fmt: skip


def _request(row: Any) -> Request:
    return Request(
        row.id, row.version, RequestKind(row.kind), RequestState(row.state), row.reason, row.why, row.hours, row.until,
        row.asked_by, row.asked_at, row.decided_by, row.decided_at, row.words,
    )  # fmt: skip


def _stop(row: Any) -> ClockStop:
    return ClockStop(row.id, row.begin, row.end, StopCause(row.cause))


def _child(row: Any) -> Child:
    return Child(
        row.id, row.version, row.department, IncidentState(row.state), row.what, row.assigned_at, row.assigned_by,
        row.accepted_at, row.finished_at, row.verified_at, row.due_at, row.returns,
    )  # fmt: skip


def _holding(row: Any) -> Holding:
    return Holding(row.department, row.begin, row.end, row.verb, row.reason, row.words, row.by)
