"""Cases behind figures: pages of incidents by a filter, counts by key, and the story of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from services.domain.areas import Level
from services.domain.case_filter import CaseFilter, CaseOrder
from services.domain.incidents import Incident, IncidentState, PlaceStatus
from services.domain.scope import Scope
from services.store import rows
from services.store.queries import evaluation
from services.store.reader import Reader
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas, officers
from services.store.tables.live import journal
from services.store.tables.notices import notice_cases
from services.store.tables.tickets import child_tickets

C = incidents.c
CHUNK = 400  # below the least limit of parameters in a statement
AREA_COLUMN = {Level.TOWN: C.town_id, Level.VILLAGE: C.village_id, Level.GRID: C.grid_id}


def conditions(chosen: CaseFilter) -> list[Any]:
    """The filter as conditions on the incidents table."""
    equal = {
        C.severity: chosen.severity, C.kind: chosen.kind, C.source: chosen.source, C.category: chosen.category,
        C.department: chosen.department, C.place: chosen.place,
    }  # fmt: skip
    found = [column == value for column, value in equal.items() if value is not None]
    for column, period in ((C.reported_at, chosen.reported), (C.closed_at, chosen.closed)):
        if period:
            found += [column >= period[0], column < period[1]]
    if chosen.closed:  # what ended as void or merged was not closed
        found.append(C.state == int(IncidentState.CLOSED))
    if chosen.reported_within:
        found.append(or_(*(and_(C.reported_at >= begin, C.reported_at < end) for begin, end in chosen.reported_within)))
    if chosen.states:
        found.append(C.state.in_([int(state) for state in chosen.states]))
    if chosen.open_only:
        found.append(C.state.in_(rows.OPEN_STATES))
    if chosen.overdue_at:
        found += overdue(chosen.overdue_at)
    if chosen.in_time is not None:
        found.append(C.closed_at <= C.due_at if chosen.in_time else C.closed_at > C.due_at)
    if chosen.unowned:
        found.append(C.department.is_(None))
    if chosen.rated:
        found.append(C.flaw == 0)
    if chosen.ids is not None:
        # as one text: a list of parameters has an end
        found.append(C.id.in_(bindparam("ids", list(chosen.ids), expanding=True, literal_execute=True)))
    if chosen.notice is not None:
        found.append(C.id.in_(select(notice_cases.c.incident_id).where(notice_cases.c.notice_id == chosen.notice)))
    if chosen.evaluated:
        of = chosen.evaluated
        found.append(evaluation.chosen(of.group, of.key, of.part, of.days, of.at))
    return found + _where(chosen) + within(chosen.scope)


def within(scope: Scope) -> list[Any]:
    """What an officer sees, as conditions on the incidents table: an area's cases, or those that a department owns."""
    parts: list[Any] = []
    if scope.area is not None and scope.level is not None and scope.level is not Level.CITY:
        held = select(areas.c.id).where(areas.c.code == scope.area)
        parts.append(AREA_COLUMN[scope.level].in_(held))
    elif scope.area is not None:
        return []
    if scope.department is not None:
        children = child_tickets.c
        helped = select(children.incident_id).where(children.department == scope.department)
        parts += [C.department == scope.department, C.id.in_(helped)]
    return [or_(*parts)] if parts else []


def overdue(now: datetime) -> list[Any]:
    """Open, not suspended, and past the deadline."""
    return [C.state.in_([state for state in rows.OPEN_STATES if state != IncidentState.SUSPENDED]), C.due_at < now]


def _where(chosen: CaseFilter) -> list[Any]:
    column = AREA_COLUMN.get(chosen.level) if chosen.level else None
    if column is None:
        return []
    if chosen.area is not None:
        return [column == chosen.area]
    holding = select(areas.c.id).where(areas.c.valid_to.is_(None), areas.c.level == int(chosen.level or 0))
    inside = or_(column.is_(None), column.not_in(holding)) if chosen.no_area else column.in_(holding)
    return [inside, C.place == int(PlaceStatus.LOCATED)]


def count(reader: Reader, chosen: CaseFilter) -> int:
    """How many cases a filter chooses."""
    return int(reader.all(select(func.count()).select_from(incidents).where(*conditions(chosen)))[0][0])


def page(reader: Reader, chosen: CaseFilter, offset: int, limit: int) -> list[Incident]:
    """Some of the cases, newest report first."""
    statement = select(incidents).where(*conditions(chosen)).order_by(C.reported_at.desc(), C.id.desc())
    return [rows.incident(row) for row in reader.all(statement.offset(offset).limit(limit))]


ORDERS: dict[CaseOrder, tuple[Any, ...]] = {
    CaseOrder.NUMBER: (C.number,),
    CaseOrder.SEVERITY: (C.severity, C.reported_at),
    CaseOrder.CATEGORY: (C.category, C.reported_at),
    CaseOrder.PLACE: (C.town_id, C.village_id, C.grid_id, C.place, C.reported_at),
    CaseOrder.SOURCE: (C.source, C.reported_at),
    CaseOrder.STATE: (C.state, C.reported_at),
    CaseOrder.REPORTED: (C.reported_at,),
    CaseOrder.DUE: (C.due_at, C.reported_at),
    CaseOrder.CLOSED: (C.closed_at, C.reported_at),
}


def ids(reader: Reader, chosen: CaseFilter, order: CaseOrder, descending: bool) -> list[int]:
    """The ids of all chosen cases in an order; what is not known comes last either way."""
    columns = [(c.desc() if descending else c.asc()).nulls_last() for c in (*ORDERS[order], C.id)]
    return [int(row[0]) for row in reader.all(select(C.id).where(*conditions(chosen)).order_by(*columns))]


def of_ids(reader: Reader, wanted: Sequence[int]) -> list[Incident]:
    """The cases of these ids, in their order; those that are gone are left out."""
    found = {row.id: row for row in reader.all(select(incidents).where(C.id.in_(wanted)))}
    return [rows.incident(found[number]) for number in wanted if number in found]


def seen_of(reader: Reader, wanted: Sequence[int], scope: Scope) -> set[int]:
    """Those of some incidents that lie within a scope."""
    found: set[int] = set()
    for at in range(0, len(wanted), CHUNK):
        some = select(C.id).where(C.id.in_(wanted[at : at + CHUNK]), *within(scope))
        found.update(int(row[0]) for row in reader.all(some))
    return found


def by_key(reader: Reader, chosen: CaseFilter, key: str) -> dict[Any, int]:
    """Counts by a column of the incident: source, category, department, town_id, village_id, grid_id, place …"""
    return {
        row[0]: int(row[1])
        for row in reader.all(select(C[key], func.count()).where(*conditions(chosen)).group_by(C[key]))
    }


def reports_of(reader: Reader, incident: int) -> Sequence[Any]:
    """The reports of an incident, oldest first: id, source, reported_at, text, contact, contact_name."""
    c = reports.c
    columns = (c.id, c.source, c.reported_at, c.text, c.contact, c.contact_name)
    return reader.all(select(*columns).where(c.incident_id == incident).order_by(c.reported_at, c.id))


def names_of(reader: Reader, wanted: Sequence[int]) -> dict[int, set[str]]:
    """Personal data: the names of those who reported these incidents, by incident; to be masked in their words."""
    c, found = reports.c, defaultdict[int, set[str]](set)
    for at in range(0, len(wanted), CHUNK):
        named = select(c.incident_id, c.contact_name).where(c.incident_id.in_(wanted[at : at + CHUNK]))
        for incident, name in reader.all(named.where(c.contact_name != "")):
            found[incident].add(name)
    return found


def story_of(reader: Reader, subject: str) -> Sequence[Any]:
    """The journal's lines on a subject, oldest first: at, officer (by name where known), verb, why, after."""
    c, o = journal.c, officers.c
    lines = select(c.at, func.coalesce(o.name, c.officer).label("officer"), c.verb, c.why, c.after)
    return reader.all(
        lines.select_from(journal.outerjoin(officers, o.login == c.officer)).where(c.subject == subject).order_by(c.id)
    )
