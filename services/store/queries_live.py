"""What a picture is loaded from: open incidents as columns, counts by minute and by area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, case, cast, func, select, type_coerce

from services.domain.incidents import IncidentState
from services.domain.scope import WHOLE, Scope
from services.store.queries_cases import within
from services.store.reader import Reader
from services.store.rows import ENDED_STATES, OPEN_STATES
from services.store.tables.cases import incidents, reports
from services.store.tables.city import people, sources

C = incidents.c


def _raw(column: Any) -> Any:
    return type_coerce(column, BigInteger)


def open_incidents(reader: Reader, scope: Scope = WHOLE) -> Sequence[Any]:
    """All open incidents of a scope by id, times in milliseconds since the epoch.

    Columns: id, version, number, source, category, severity, kind, state, place, lon, lat, town_id, village_id,
    grid_id, reported_at, due_at, reports, department, warn_at, triple_at, step_due_at, shelved_until, acked_at,
    supervised, pending, returns, worker_id, reopened_at.
    """
    statement = select(
        C.id, C.version, C.number, C.source, C.category, C.severity, C.kind, C.state, C.place, C.lon, C.lat,
        C.town_id, C.village_id, C.grid_id, _raw(C.reported_at), _raw(C.due_at), C.reports,
        C.department, _raw(C.warn_at), _raw(C.triple_at), _raw(C.step_due_at), _raw(C.shelved_until), _raw(C.acked_at),
        C.supervised, C.pending, C.returns, C.worker_id, _raw(C.reopened_at),
    )  # fmt: skip
    return reader.all(statement.where(C.state.in_(OPEN_STATES), *within(scope)).order_by(C.id))


def minutes(reader: Reader, column: str, since: datetime, in_time: bool = False, scope: Scope = WHOLE) -> Sequence[Any]:
    """(minutes since `since`, count) of the incidents whose time in a column is not before; those in time only.

    What ended as void or merged was not closed.
    """
    at = C[column]
    begin = round(since.timestamp() * 1000)
    minute = cast((_raw(at) - begin) // 60_000, Integer).label("minute")
    statement = select(minute, func.count()).where(at >= since, C.flaw == 0, *within(scope)).group_by(minute)
    if column == "closed_at":
        statement = statement.where(C.state == int(IncidentState.CLOSED))
    if in_time:
        statement = statement.where(C.due_at.is_not(None), C.closed_at <= C.due_at)
    return reader.all(statement)


def reported_by_area(reader: Reader, since: datetime, scope: Scope = WHOLE) -> Sequence[Any]:
    """(town, village, grid, place, count) of incidents reported since; the areas are ids or NULL."""
    keys = (C.town_id, C.village_id, C.grid_id, C.place)
    return reader.all(select(*keys, func.count()).where(C.reported_at >= since, *within(scope)).group_by(*keys))


def totals(reader: Reader, scope: Scope = WHOLE) -> tuple[int, int]:
    """(reported, closed) since the database began."""
    closed = func.sum(case((C.state.in_(ENDED_STATES), 1), else_=0))
    row = reader.all(select(func.count(), closed).select_from(incidents).where(*within(scope)))[0]
    return int(row[0]), int(row[1] or 0)


def last_by_source(reader: Reader) -> dict[str, int]:
    """The time of each channel's newest report, milliseconds since the epoch; channels never heard are left out.

    One look into the index for each channel: grouping would read it whole, however many reports there are.
    """
    newest = select(func.max(_raw(reports.c.reported_at))).where(reports.c.source == sources.c.code).scalar_subquery()
    found = reader.all(select(sources.c.code, newest))
    return {row[0]: int(row[1]) for row in found if row[1] is not None}


def workforce(reader: Reader) -> Sequence[Any]:
    """(id, version, role, duty, area_id, lon, lat, position time in milliseconds) of all people, by id; no names."""
    c = people.c
    return reader.all(
        select(c.id, c.version, c.role, c.duty, c.area_id, c.lon, c.lat, _raw(c.position_at)).order_by(c.id)
    )
