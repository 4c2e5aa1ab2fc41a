"""What a check asks the database: counts by level, who contradicts whom, and whether the journal reads as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, func, or_, select, type_coerce

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus, TimeFlaw
from services.store.queries_cases import AREA_COLUMN
from services.store.reader import Reader
from services.store.rows import ENDED_STATES
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas, people

CASES, AREAS = incidents.c, areas.c


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as its two counts."""

    numerator: int
    denominator: int


def people_by_role(reader: Reader) -> dict[int, int]:
    """How many people there are of each role."""
    return {row[0]: int(row[1]) for row in reader.all(select(people.c.role, func.count()).group_by(people.c.role))}


def made(reader: Reader, count: int, made_at: int) -> tuple[int, int]:
    """(how many of the first `count` incidents are there, how many of them had been closed at a moment, in ms)."""
    closed = func.sum(case((type_coerce(CASES.closed_at, BigInteger) <= made_at, 1), else_=0))
    row = reader.all(select(func.count(), closed).where(CASES.id <= count))[0]
    return int(row[0]), int(row[1] or 0)


def by_place(reader: Reader) -> dict[PlaceStatus, int]:
    """How many incidents are placed, without a place, and outside."""
    found = {
        PlaceStatus(row[0]): int(row[1]) for row in reader.all(select(CASES.place, func.count()).group_by(CASES.place))
    }
    return {status: found.get(status, 0) for status in PlaceStatus}


def by_level(reader: Reader, level: Level) -> tuple[int, int]:
    """(placed incidents summed over the areas of a level, placed incidents in none of them)."""
    column = AREA_COLUMN[level]
    placed = CASES.place == int(PlaceStatus.LOCATED)
    known = select(AREAS.id).where(AREAS.level == int(level))
    summed = select(column, func.count().label("n")).where(placed, column.in_(known)).group_by(column).subquery()
    total = reader.all(select(func.coalesce(func.sum(summed.c.n), 0)))[0][0]
    none = reader.all(select(func.count()).where(placed, or_(column.is_(None), column.not_in(known))))[0][0]
    return int(total), int(none)


def contradictions(reader: Reader) -> dict[str, int]:
    """Counts of rows that contradict others, by name; all are 0 in a database that is whole."""
    grid, village = areas.alias(), areas.alias()
    there = or_(CASES.town_id.is_not(None), CASES.village_id.is_not(None), CASES.grid_id.is_not(None))
    counted = select(reports.c.incident_id, func.count().label("n")).group_by(reports.c.incident_id).subquery()
    unmarked = CASES.flaw == int(TimeFlaw.NONE)
    flawed = (CASES.closed_at < CASES.reported_at) & unmarked
    ended = CASES.state == int(IncidentState.CLOSED)
    conditions: dict[str, Any] = {
        "grid_village": select(func.count())
        .select_from(incidents.join(grid, grid.c.id == CASES.grid_id))
        .where(or_(CASES.village_id.is_(None), grid.c.parent_id != CASES.village_id)),
        "village_town": select(func.count())
        .select_from(incidents.join(village, village.c.id == CASES.village_id))
        .where(or_(CASES.town_id.is_(None), village.c.parent_id != CASES.town_id)),
        "unplaced_in_area": _count(and_(CASES.place != int(PlaceStatus.LOCATED), there)),
        "reports": select(func.count())
        .select_from(incidents.outerjoin(counted, counted.c.incident_id == CASES.id))
        .where(func.coalesce(counted.c.n, 0) != CASES.reports),
        "closed_without_time": _count(
            or_(
                and_(ended, CASES.closed_at.is_(None), unmarked),
                and_(CASES.state.not_in(ENDED_STATES), CASES.closed_at.is_not(None)),
            )
        ),
        "times": _count(flawed),
    }
    return {name: int(reader.all(statement)[0][0]) for name, statement in conditions.items()}


def closed_of_reported(reader: Reader) -> Rate:
    """Closed ÷ reported, since the beginning."""
    closed = func.sum(case((CASES.state.in_(ENDED_STATES), 1), else_=0))
    row = reader.all(select(closed, func.count()))[0]
    return Rate(int(row[0] or 0), int(row[1]))


def closure_rate(reader: Reader, now_millis: int) -> Rate:
    """Closed ÷ (due − suspended), due = finished + overdue unfinished; without flawed times and void cases."""
    done = (int(IncidentState.CLOSED), int(IncidentState.FINISHED), int(IncidentState.VERIFIED))
    apart = (*done, int(IncidentState.SUSPENDED), int(IncidentState.VOIDED))
    late = and_(CASES.state.not_in(apart), type_coerce(CASES.due_at, BigInteger) < now_millis)
    closed = func.sum(case((CASES.state == int(IncidentState.CLOSED), 1), else_=0))
    due = func.sum(case((or_(CASES.state.in_(done), late), 1), else_=0))
    row = reader.all(select(closed, due).where(CASES.flaw == 0))[0]
    return Rate(int(row[0] or 0), int(row[1] or 0))


def _count(condition: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(incidents).where(condition)
