"""Emergency responses and the duty roster in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select, update

from services.domain.emergencies import (
    Emergency,
    LiveEmergency,
    LogLine,
    ResponseLevel,
    RollCall,
    StepDone,
)
from services.domain.incidents import IncidentClass, LiveIncident
from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.city import officers
from services.store.tables.emergencies import emergencies, emergency_log, emergency_roll, emergency_steps
from services.store.unit import Unit

C, M, S, L, G = (
    incidents.c, emergencies.c, emergency_steps.c, emergency_roll.c, emergency_log.c
)  # fmt: skip


def standing(reader: Reader) -> list[LiveEmergency]:
    """The responses that stand now, the highest level and the oldest first."""
    statement = select(emergencies).where(M.ended_at.is_(None)).order_by(M.level, M.opened_at)
    return [_live(row) for row in reader.all(statement)]


def recent(reader: Reader, limit: int = 50) -> list[LiveEmergency]:
    """Responses that stood, the newest first."""
    return [_live(row) for row in reader.all(select(emergencies).order_by(M.id.desc()).limit(limit))]


def of_incident(reader: Reader, incident: int) -> int | None:
    """The response that an incident set going."""
    found = reader.all(select(M.id).where(M.incident_id == incident))
    return int(found[0][0]) if found else None


def whole(reader: Reader, ident: int) -> Emergency | None:
    """One response with its steps, roll and log."""
    found = reader.all(select(emergencies).where(M.id == ident))
    if not found:
        return None
    row = found[0]
    steps = reader.all(select(emergency_steps).where(S.emergency_id == ident).order_by(S.rank))
    named = select(emergency_roll, officers.c.name).join(officers, officers.c.id == L.officer_id)
    roll = reader.all(named.where(L.emergency_id == ident).order_by(L.answered_at.is_not(None), L.id))
    log = reader.all(select(emergency_log).where(G.emergency_id == ident).order_by(G.id.desc()))
    logins = {row.commander, row.opened_by, row.ended_by, *(s.done_by for s in steps), *(g.by for g in log)}
    known = reader.all(select(officers.c.login, officers.c.name).where(officers.c.login.in_(logins)))
    return Emergency(
        _live(row), row.commander, row.opened_by, row.ended_at, row.ended_by, row.summary,
        tuple(StepDone(s.id, s.rank, s.zh, s.en, s.done_at, s.done_by) for s in steps),
        tuple(RollCall(r.officer_id, r.name, r.called_at, r.answered_at) for r in roll),
        tuple(LogLine(g.at, g.by, g.verb, g.words) for g in log), {o.login: o.name for o in known if o.name},
    )  # fmt: skip


def unanswered_major(reader: Reader, since: datetime, limit: int) -> list[LiveIncident]:
    """Open major hazards reported since, that no response was set going for."""
    answered = exists().where(M.incident_id == C.id)
    statement = (
        select(incidents)
        .where(C.closed_at.is_(None), C.kind == int(IncidentClass.MAJOR), C.reported_at >= since)
        .where(C.state.in_(rows.OPEN_STATES), ~answered)
        .order_by(C.id)
        .limit(limit)
    )
    return [rows.live_incident(row) for row in reader.all(statement)]


def answer_roll(unit: Unit, emergency: int, officer: int) -> bool:
    """That an officer is there; False where they are not on the roll or had answered."""
    where = and_(L.emergency_id == emergency, L.officer_id == officer, L.answered_at.is_(None))
    return unit.connection.execute(update(emergency_roll).where(where).values(answered_at=unit.now)).rowcount == 1


def tick(unit: Unit, emergency: int, step: int, login: str) -> bool:
    """That a step was done; False where it had been."""
    where = and_(S.emergency_id == emergency, S.id == step, S.done_at.is_(None))
    done = update(emergency_steps).where(where).values(done_at=unit.now, done_by=login)
    return unit.connection.execute(done).rowcount == 1


def on_roll(reader: Reader, emergency: int) -> set[int]:
    """The officers on its roll."""
    return {int(row[0]) for row in reader.all(select(L.officer_id).where(L.emergency_id == emergency))}


def number(reader: Reader, day: str) -> str:
    """The next number of a day."""
    found = reader.all(select(func.count()).where(M.number.like(f"E{day}-%")))
    return f"E{day}-{int(found[0][0]) + 1:02d}"


def present(reader: Reader) -> dict[int, tuple[int, int, int, int]]:
    """Of each response that stands: (there, called, steps done, steps)."""
    open_ = select(M.id).where(M.ended_at.is_(None))
    roll = select(L.emergency_id, func.count(L.answered_at), func.count()).where(L.emergency_id.in_(open_))
    steps = select(S.emergency_id, func.count(S.done_at), func.count()).where(S.emergency_id.in_(open_))
    there = {int(r[0]): (int(r[1]), int(r[2])) for r in reader.all(roll.group_by(L.emergency_id))}
    done = {int(r[0]): (int(r[1]), int(r[2])) for r in reader.all(steps.group_by(S.emergency_id))}
    return {ident: (*there.get(ident, (0, 0)), *done.get(ident, (0, 0))) for ident in {*there, *done}}


def _live(row: Any) -> LiveEmergency:
    return LiveEmergency(
        row.id, row.version, row.number, row.plan, ResponseLevel(row.level), row.incident_id, row.opened_at
    )
