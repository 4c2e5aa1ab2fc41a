"""Notices, supervision orders and marks of time in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update

from services.domain.incidents import IncidentState, LiveIncident
from services.domain.notices import Notice, NoticeKind, Receipt
from services.domain.people import Officer, OfficerRole
from services.domain.supervision import SupervisionOrder
from services.store import rows
from services.store.queries.access import officer_of
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.city import officers
from services.store.tables.notices import notice_cases, notice_receipts, notices, supervision_orders, timeouts
from services.store.unit import Unit

C, N, R, S, T, B = incidents.c, notices.c, notice_receipts.c, supervision_orders.c, timeouts.c, notice_cases.c
CHUNK = 400  # below the least limit of parameters in a statement
RUNNING = tuple(state for state in rows.OPEN_STATES if state != int(IncidentState.SUSPENDED))


# ---- people --------------------------------------------------------------------------------------------------------


def active_officers(reader: Reader) -> list[Officer]:
    """All officers that may log in."""
    return [officer_of(reader, row, {}) for row in reader.all(select(officers).where(officers.c.active.is_(True)))]


def of_department(known: Iterable[Officer], department: str | None) -> list[int]:
    """Those who own a department's tickets."""
    return [o.id for o in known if department and OfficerRole.DEPARTMENT in o.roles and o.department == department]


def in_charge(known: Iterable[Officer], department: str | None) -> list[int]:
    """The leader in charge of a department; where nobody is named, the leaders of the city."""
    leaders = [officer for officer in known if OfficerRole.LEADER in officer.roles]
    own = [officer.id for officer in leaders if department and officer.department == department]
    return own or [officer.id for officer in leaders if officer.department is None]


def of_role(known: Iterable[Officer], role: OfficerRole) -> list[int]:
    """Those of a role."""
    return [officer.id for officer in known if role in officer.roles]


def of_town(known: Iterable[Officer], area: int) -> list[int]:
    """A town's own officers."""
    return [officer.id for officer in known if OfficerRole.TOWN in officer.roles and officer.area == area]


def of_the_centre(known: Iterable[Officer]) -> list[int]:
    """Those who sit at the centre's desks."""
    desk = {OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR}
    return [officer.id for officer in known if officer.roles & desk]


# ---- notices -------------------------------------------------------------------------------------------------------


def was_sent(reader: Reader, once: str) -> bool:
    """Whether the notice of this cause is there already."""
    return bool(reader.all(select(N.id).where(N.once == once)))


def inbox(reader: Reader, officer: int, limit: int = 200) -> list[Receipt]:
    """An officer's notices: those not acknowledged first, of them the urgent ones, newest first."""
    statement = (
        select(notices, R.officer_id, R.taken_at, officers.c.name, _behind())
        .join(notice_receipts, R.notice_id == N.id)
        .outerjoin(officers, officers.c.login == N.by)
        .where(R.officer_id == officer)
        .order_by(R.taken_at.is_not(None), and_(R.taken_at.is_(None), N.urgent).desc(), N.at.desc(), N.id.desc())
        .limit(limit)
    )
    return [Receipt(_notice(row), row.officer_id, row.taken_at, row.name or "") for row in reader.all(statement)]


def waiting(reader: Reader, officer: int) -> tuple[int, int]:
    """How many notices an officer has not acknowledged, and how many of them are urgent."""
    statement = (
        select(N.urgent, func.count())
        .join(notice_receipts, R.notice_id == N.id)
        .where(R.officer_id == officer, R.taken_at.is_(None))
        .group_by(N.urgent)
    )
    counts = {bool(row[0]): int(row[1]) for row in reader.all(statement)}
    return sum(counts.values()), counts.get(True, 0)


def growing(reader: Reader, mark: str, since: datetime) -> int:
    """The newest notice whose cause begins like this, sent since then and acknowledged by nobody yet; 0 for none."""
    taken = exists().where(R.notice_id == N.id, R.taken_at.is_not(None))
    statement = select(N.id).where(N.once.startswith(mark, autoescape=True), N.at >= since, ~taken)
    return int(next((row[0] for row in reader.all(statement.order_by(N.id.desc()).limit(1))), 0))


def add_cases(unit: Unit, notice: int, wanted: Iterable[int]) -> None:
    """Puts incidents behind a notice; those that stand there already stay."""
    ids = list(dict.fromkeys(wanted))
    known: set[int] = set()
    for at in range(0, len(ids), CHUNK):
        some = select(B.incident_id).where(B.notice_id == notice, B.incident_id.in_(ids[at : at + CHUNK]))
        known |= {int(row[0]) for row in unit.all(some)}
    unit.add_many("notice_cases", [{"notice_id": notice, "incident_id": ident} for ident in ids if ident not in known])


def copy_cases(unit: Unit, notice: int, to: int) -> None:
    """Puts the incidents behind one notice behind another one too."""
    found = select(B.incident_id).where(B.notice_id == notice)
    add_cases(unit, to, [int(row[0]) for row in unit.all(found)])


def receivers(reader: Reader, notice: int) -> list[int]:
    """The officers in whose inbox it lies."""
    return [int(row[0]) for row in reader.all(select(R.officer_id).where(R.notice_id == notice))]


def take(unit: Unit, notice: int, officer: int) -> bool:
    """Marks a notice as acknowledged by an officer; False where it was already, or is not theirs."""
    where = and_(R.notice_id == notice, R.officer_id == officer, R.taken_at.is_(None))
    return unit.connection.execute(update(notice_receipts).where(where).values(taken_at=unit.now)).rowcount == 1


def unanswered(reader: Reader, now: datetime, limit: int) -> list[Notice]:
    """Urgent notices that nobody has acknowledged in time, the oldest first."""
    taken = exists().where(R.notice_id == N.id, R.taken_at.is_not(None))
    statement = select(notices).where(N.urgent.is_(True), N.answer_by <= now, ~taken).order_by(N.answer_by).limit(limit)
    return [_notice(row) for row in reader.all(statement)]


def _behind() -> Any:
    """How many incidents stand behind a notice."""
    return select(func.count()).where(B.notice_id == N.id).scalar_subquery().label("cases")


def _notice(row: Any) -> Notice:
    return Notice(
        row.id, NoticeKind(row.kind), row.subject, row.at, row.by, row.incident_id, row.values, row.urgent,
        row.answer_by, row.climb, row._mapping.get("cases", 0),
    )  # fmt: skip


# ---- marks of time -------------------------------------------------------------------------------------------------


def passed(reader: Reader, column: str, mark: int, now: datetime, limit: int) -> list[LiveIncident]:
    """Open, running incidents that passed a mark which has not warned yet; `column` holds the moment of the mark."""
    statement = select(incidents).where(*_passed(column, mark, now)).order_by(C[column]).limit(limit)
    return [rows.live_incident(row) for row in reader.all(statement)]


def passed_by_department(reader: Reader, column: str, mark: int, now: datetime) -> dict[str | None, int]:
    """How many of them each department has."""
    statement = select(C.department, func.count()).where(*_passed(column, mark, now)).group_by(C.department)
    return {row[0]: int(row[1]) for row in reader.all(statement)}


def passed_of(
    reader: Reader, column: str, mark: int, now: datetime, department: str | None, limit: int
) -> list[tuple[int, datetime]]:
    """(id, moment of the mark) of those of one department, the earliest first."""
    statement = select(C.id, C[column]).where(
        *_passed(column, mark, now), C.department.is_not_distinct_from(department)
    )
    return [(int(row[0]), row[1]) for row in reader.all(statement.order_by(C[column]).limit(limit))]


def _passed(column: str, mark: int, now: datetime) -> tuple[Any, ...]:
    at = C[column]
    warned = exists().where(T.incident_id == C.id, T.mark == mark, T.limit_at == at)
    known = C.step_due_at if column == "step_due_at" else C.warn_at  # the later marks lie behind the first
    return C.closed_at.is_(None), known <= now, at <= now, C.state.in_(RUNNING), ~warned


def shelved_over(reader: Reader, now: datetime, limit: int) -> list[LiveIncident]:
    """Open incidents whose time on the shelf is over."""
    statement = select(incidents).where(C.shelved_until <= now, C.state.in_(rows.OPEN_STATES)).limit(limit)
    return [rows.live_incident(row) for row in reader.all(statement)]


# ---- supervision ---------------------------------------------------------------------------------------------------


def open_order(reader: Reader, incident: int) -> SupervisionOrder | None:
    """The order that presses an incident now."""
    found = reader.all(select(supervision_orders).where(S.incident_id == incident, S.lifted_at.is_(None)))
    return _order(found[0]) if found else None


def orders_of(reader: Reader, incident: int) -> list[SupervisionOrder]:
    """All orders that ever pressed an incident, the newest first."""
    statement = select(supervision_orders).where(S.incident_id == incident).order_by(S.id.desc())
    return [_order(row) for row in reader.all(statement)]


def climbing(reader: Reader, now: datetime, limit: int) -> list[SupervisionOrder]:
    """Open, unanswered orders whose time to climb has come."""
    statement = select(supervision_orders).where(S.lifted_at.is_(None), S.answered_at.is_(None), S.climbs_at <= now)
    return [_order(row) for row in reader.all(statement.order_by(S.climbs_at).limit(limit))]


def over(reader: Reader, limit: int) -> list[SupervisionOrder]:
    """Open orders whose incident is finished or has ended: there is nothing left to press."""
    done = [int(IncidentState.FINISHED), int(IncidentState.VERIFIED), *rows.ENDED_STATES]
    statement = (
        select(supervision_orders)
        .join(incidents, C.id == S.incident_id)
        .where(S.lifted_at.is_(None), C.state.in_(done))
        .limit(limit)
    )
    return [_order(row) for row in reader.all(statement)]


def to_supervise(
    reader: Reader, now: datetime, states: Sequence[int], returns: int, urges: int, limit: int
) -> list[tuple[LiveIncident, str]]:
    """Tickets that must be pressed (必督) and are not yet, each with the cause."""
    late, step = C.due_at <= now, C.step_due_at <= now
    slow = or_(and_(C.warn_at <= now, late), step)
    statement = (
        select(incidents)
        .where(C.closed_at.is_(None), C.supervised.is_(False), C.state.in_(states))
        .where(or_(slow, C.returns >= returns, C.urges >= urges))
        .limit(limit)
    )
    return [(rows.live_incident(row), _cause(row, now, returns)) for row in reader.all(statement)]


def _cause(row: Any, now: datetime, returns: int) -> str:
    if row.due_at is not None and row.due_at <= now:
        return "overdue"
    if row.returns >= returns:
        return "returned"
    return "step_late" if row.step_due_at is not None and row.step_due_at <= now else "urged"


def _order(row: Any) -> SupervisionOrder:
    return SupervisionOrder(
        row.id, row.version, row.incident_id, row.department, row.cause, row.words, row.opened_at, row.opened_by,
        row.level, row.climbs_at, row.answered_at, row.answered_by, row.answer, row.lifted_at, row.lifted_by,
        row.lifted_why,
    )  # fmt: skip
