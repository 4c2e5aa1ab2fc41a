"""Handovers in the database: what they are made of, and the kept ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from services.domain.cases import RequestState
from services.domain.handover import Handover, sheet_from
from services.domain.incidents import IncidentState, LiveIncident
from services.domain.people import Duty
from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.city import people
from services.store.tables.meetings import handovers
from services.store.tables.tickets import requests

C, H, P, Q = incidents.c, handovers.c, people.c, requests.c
RUNNING = tuple(state for state in rows.OPEN_STATES if state != int(IncidentState.SUSPENDED))
OPEN = and_(C.closed_at.is_(None), C.state.in_(rows.OPEN_STATES))


def red(reader: Reader, limit: int) -> tuple[list[LiveIncident], int]:
    """Open incidents of the highest level, and how many there are."""
    return _some(reader, and_(OPEN, C.severity == 1), C.reported_at, limit)


def unacknowledged(reader: Reader, limit: int) -> tuple[list[LiveIncident], int]:
    """Open incidents that nobody has acknowledged."""
    return _some(reader, and_(OPEN, C.acked_at.is_(None)), C.severity, limit)


def due_within(reader: Reader, now: datetime, until: datetime, limit: int) -> tuple[list[LiveIncident], int]:
    """Running incidents whose deadline lies ahead, before a moment."""
    return _some(reader, and_(OPEN, C.state.in_(RUNNING), C.due_at > now, C.due_at <= until), C.due_at, limit)


def overdue(reader: Reader, now: datetime, limit: int) -> tuple[list[LiveIncident], int]:
    """Running incidents whose deadline is past."""
    return _some(reader, and_(OPEN, C.state.in_(RUNNING), C.due_at <= now), C.due_at, limit)


def shelved(reader: Reader, now: datetime, limit: int) -> list[LiveIncident]:
    """Open incidents whose alarm comes back by itself."""
    return _some(reader, and_(OPEN, C.shelved_until > now), C.shelved_until, limit)[0]


def pending(reader: Reader, limit: int) -> list[tuple[LiveIncident, int, datetime]]:
    """Open incidents with a request that waits for a decision: its kind, and since when."""
    statement = (
        select(incidents, Q.kind.label("asked_kind"), Q.asked_at)
        .join(requests, Q.incident_id == C.id)
        .where(OPEN, Q.state == int(RequestState.PENDING))
        .order_by(Q.asked_at)
        .limit(limit)
    )
    return [(rows.live_incident(row), int(row.asked_kind), row.asked_at) for row in reader.all(statement)]


def silent_workers(reader: Reader, before: datetime, limit: int) -> tuple[list[Any], int]:
    """(id, area, time of the last position) of people on duty who were not heard of since, and how many there are."""
    where = and_(P.duty.in_((int(Duty.ON), int(Duty.BUSY))), P.position_at < before)
    number = int(reader.all(select(func.count()).select_from(people).where(where))[0][0])
    found = reader.all(select(P.id, P.area_id, P.position_at).where(where).order_by(P.position_at).limit(limit))
    return list(found), number


def kept(reader: Reader, ident: int) -> Handover | None:
    """One handover."""
    found = reader.all(select(handovers).where(H.id == ident))
    return _handover(found[0]) if found else None


def latest(reader: Reader, limit: int = 60) -> list[Handover]:
    """Handovers, the newest first."""
    return [
        _handover(row) for row in reader.all(select(handovers).order_by(H.made_at.desc(), H.id.desc()).limit(limit))
    ]


def _some(reader: Reader, where: ColumnElement[bool], order: Any, limit: int) -> tuple[list[LiveIncident], int]:
    number = int(reader.all(select(func.count()).select_from(incidents).where(where))[0][0])
    found: Sequence[Any] = reader.all(select(incidents).where(where).order_by(order, C.id).limit(limit))
    return [rows.live_incident(row) for row in found], number


def _handover(row: Any) -> Handover:
    return Handover(
        row.id, row.version, sheet_from(row.content, UTC), row.notes, row.made_by, row.digest, row.given_by,
        row.given_at, row.taken_by, row.taken_at,
    )  # fmt: skip
