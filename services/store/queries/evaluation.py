"""Evaluation in the database: which cases are behind, what each counts, sums by group, the cases behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select

from services.domain.evaluation import SATISFIED_FROM, Apart, Contribution, Exclusion, Facts, Group, Part, Stage
from services.domain.incidents import IncidentState, Outcome, PlaceStatus
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.evaluation import evaluation_cases
from services.store.unit import Unit

C, E = incidents.c, evaluation_cases.c
COLUMNS: Mapping[Group, ColumnElement[Any]] = {
    Group.DEPARTMENT: E.department,
    Group.TOWN: E.town_id,
    Group.VILLAGE: E.village_id,
    Group.GRID: E.grid_id,
    Group.WORKER: E.worker_id,
}
_STATUS = {Apart.UNLOCATED: PlaceStatus.UNLOCATED, Apart.OUTSIDE: PlaceStatus.OUTSIDE}
_KEYS = ("department", "town_id", "village_id", "grid_id", "worker_id", "place")
_PARTS = tuple(field.name for field in fields(Contribution))


def behind(reader: Reader, after: int, limit: int, since: datetime | None = None) -> list[int]:
    """Ids above `after`, in order, of incidents whose kept contribution is missing or of another version.

    `since`: of those reported from then on alone.
    """
    statement = (
        select(C.id)
        .join(evaluation_cases, E.incident_id == C.id, isouter=True)
        .where(C.id > after, or_(E.version.is_(None), E.version != C.version))
        .order_by(C.id)
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(C.reported_at >= since)
    return [int(row[0]) for row in reader.all(statement)]


def behind_of(reader: Reader, period: tuple[date, date], zone: tzinfo) -> int:
    """How many cases of the local days of a period, its end not included, have yet to be counted anew."""
    begin, end = (datetime.combine(day, time(), zone) for day in period)
    statement = (
        select(func.count())
        .select_from(incidents.join(evaluation_cases, E.incident_id == C.id, isouter=True))
        .where(
            or_(E.version.is_(None), E.version != C.version),
            or_(*(and_(moment >= begin, moment < end) for moment in (C.finished_at, C.closed_at, C.due_at))),
        )
    )
    return int(reader.all(statement)[0][0])


def ids(reader: Reader, after: int, limit: int) -> list[int]:
    """Ids above `after`, in order."""
    return [int(row[0]) for row in reader.all(select(C.id).where(C.id > after).order_by(C.id).limit(limit))]


def facts_of(reader: Reader, wanted: Sequence[int]) -> list[tuple[int, int, dict[str, Any], Facts]]:
    """(id, version, keys, facts) of incidents."""
    statement = select(
        C.id, C.version, C.department, C.town_id, C.village_id, C.grid_id, C.worker_id, C.place, C.state, C.outcome,
        C.flaw, C.reported_at, C.due_at, C.assigned_at, C.accepted_at, C.finished_at, C.closed_at, C.returns,
        C.transfers, C.reworks, C.reopens, C.satisfaction,
    ).where(C.id.in_(wanted))  # fmt: skip
    return [
        (row.id, row.version, {key: getattr(row, key) for key in _KEYS}, _facts(row)) for row in reader.all(statement)
    ]


def keep(unit: Unit, made: Sequence[tuple[int, int, dict[str, Any], Contribution]]) -> None:
    """Replaces what these cases count."""
    if not made:
        return
    unit.connection.execute(delete(evaluation_cases).where(E.incident_id.in_([ident for ident, *_ in made])))
    values = [
        {"incident_id": ident, "version": version, **keys, **{name: getattr(part, name) for name in _PARTS}}
        for ident, version, keys, part in made
    ]
    unit.connection.execute(insert(evaluation_cases), values)


def forget(unit: Unit) -> None:
    """Throws all contributions away, to be made anew."""
    unit.connection.execute(delete(evaluation_cases))


def part_of(part: Part, now: datetime) -> ColumnElement[bool]:
    """The cases that a part counts, as they stand at a moment; excluded ones are in EXCLUDED alone."""
    if part is Part.EXCLUDED:
        return E.excluded != int(Exclusion.NONE)
    late = and_(E.finished.is_(False), E.suspended.is_(False), E.due_at < now)
    unclosed = and_(E.finished.is_(True), E.closed.is_(False))
    closed_late = and_(E.closed.is_(True), E.in_time.is_(False))
    found: Mapping[Part, ColumnElement[bool]] = {
        Part.DUE: or_(E.finished.is_(True), late),
        Part.CLOSED: E.closed.is_(True),
        Part.IN_TIME: E.in_time.is_(True),
        Part.LATE: or_(closed_late, and_(unclosed, E.due_at < now)),
        Part.WAITING: and_(unclosed, or_(E.due_at.is_(None), E.due_at >= now)),
        Part.OVERDUE: late,
        Part.SUSPENDED: E.suspended.is_(True),
        Part.REWORKED: and_(E.reworked.is_(True), or_(E.finished.is_(True), late)),
        Part.DISPATCHED: and_(E.dispatched.is_(True), or_(E.finished.is_(True), late)),
        Part.RETURNED: and_(E.returned > 0, or_(E.finished.is_(True), late)),
        Part.REDISPATCHED: and_(E.dispatched.is_(True), E.redispatched.is_(True), or_(E.finished.is_(True), late)),
        Part.RATED: E.stars.is_not(None),
        Part.SATISFIED: E.stars >= SATISFIED_FROM,
    }
    return and_(E.excluded == int(Exclusion.NONE), found[part])


def within(period: tuple[date, date]) -> ColumnElement[bool]:
    """Cases of the days of a period, its end not included."""
    return and_(E.day >= period[0], E.day < period[1])


def sums(
    reader: Reader, group: Group, period: tuple[date, date], now: datetime, seen: Sequence[Any] = ()
) -> dict[Any, dict[Part, int]]:
    """Counts by part for each key of a group; the key None: no department, area or worker, but inside the city.

    `seen` are conditions on incidents that limit them to what an officer sees. For areas those without a place and
    those outside the city are apart, under Apart.
    """
    column = COLUMNS[group]
    counts = [func.sum(case((part_of(part, now), 1), else_=0)).label(part.value) for part in Part]
    keys: list[Any] = [column.label("key"), E.place.label("place")]
    statement = select(*keys, *counts).where(within(period), *_limited(seen)).group_by(column, E.place)
    found: dict[Any, dict[Part, int]] = {}
    for row in reader.all(statement):
        into = found.setdefault(_key(group, row.key, row.place), dict.fromkeys(Part, 0))
        for part in Part:
            into[part] += int(getattr(row, part.value) or 0)
    return found


def counts_of(
    reader: Reader, group: Group | None, key: Any, period: tuple[date, date], now: datetime, seen: Sequence[Any] = ()
) -> dict[Part, int]:
    """Counts by part for one key of a group; of the whole city without a group."""
    counts = [func.sum(case((part_of(part, now), 1), else_=0)).label(part.value) for part in Part]
    where = [within(period), *_limited(seen)]
    if group is not None:
        where.append(_keyed(group, key))
    row = reader.all(select(*counts).where(*where))[0]
    return {part: int(getattr(row, part.value) or 0) for part in Part}


def times(
    reader: Reader, group: Group, period: tuple[date, date], stage: Stage, now: datetime, seen: Sequence[Any] = ()
) -> dict[Any, list[int]]:
    """How long each case's stage took, in seconds, by the same keys; sorted."""
    column, took = COLUMNS[group], E[stage.value]
    counted = and_(within(period), part_of(Part.DUE, now), took.is_not(None), *_limited(seen))
    found: dict[Any, list[int]] = {}
    for key, place, seconds in reader.all(select(column, E.place, took).where(counted).order_by(took)):
        found.setdefault(_key(group, key, place), []).append(seconds)
    return found


def exclusions(reader: Reader, period: tuple[date, date], seen: Sequence[Any] = ()) -> dict[Exclusion, int]:
    """How many cases of a period count for nobody, by why."""
    statement = select(E.excluded, func.count()).where(within(period), E.excluded != 0, *_limited(seen))
    statement = statement.group_by(E.excluded)
    return {Exclusion(row[0]): int(row[1]) for row in reader.all(statement)}


def _limited(seen: Sequence[Any]) -> list[ColumnElement[bool]]:
    return [E.incident_id.in_(select(C.id).where(*seen))] if seen else []


def chosen(group: Group | None, key: Any, part: Part, period: tuple[date, date], now: datetime) -> ColumnElement[bool]:
    """The incidents behind one figure: exactly those that `sums` counted."""
    where = [within(period), part_of(part, now)]
    if group is not None:
        where.append(_keyed(group, key))
    return C.id.in_(select(E.incident_id).where(*where))


def _keyed(group: Group, key: Any) -> ColumnElement[bool]:
    column, by_place = COLUMNS[group], group in (Group.TOWN, Group.VILLAGE, Group.GRID)
    if isinstance(key, Apart):
        return and_(column.is_(None), E.place == int(_STATUS[key]))
    if key is not None:
        mine: ColumnElement[bool] = column == key
        return mine
    nobody = column.is_(None)
    return and_(nobody, E.place == int(PlaceStatus.LOCATED)) if by_place else nobody


def _key(group: Group, key: Any, place: int) -> Any:
    if key is None and group in (Group.TOWN, Group.VILLAGE, Group.GRID) and place != int(PlaceStatus.LOCATED):
        return next(apart for apart, status in _STATUS.items() if status == place)
    return key


def _facts(row: Any) -> Facts:
    return Facts(
        IncidentState(row.state), Outcome(row.outcome), bool(row.flaw), row.reported_at, row.due_at, row.assigned_at,
        row.accepted_at, row.finished_at, row.closed_at, row.returns, row.transfers, row.reworks, row.reopens,
        row.satisfaction,
    )  # fmt: skip
