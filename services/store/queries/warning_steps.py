"""Warnings as the steps of their life need them: held for a change, due by time, with what officers did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, cast, exists, literal, or_, select, text

from services.domain.incidents import IncidentState
from services.domain.warnings import WarningState
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.city import areas
from services.store.tables.drills import drills
from services.store.tables.notices import notices
from services.store.tables.tickets import orders_done
from services.store.tables.warnings import warning_scores, warnings
from services.store.unit import Unit

W, D, C, S = warnings.c, orders_done.c, incidents.c, warning_scores.c
ASKED = ("warning/", "/outcome")
OVER = tuple(int(state) for state in (IncidentState.CLOSED, IncidentState.VOIDED))


def held(unit: Unit, idents: Sequence[int]) -> dict[int, Any]:
    """Whole rows by id; nobody else changes them before this transaction ends."""
    statement = select(warnings).where(W.id.in_(list(idents))).order_by(W.id)
    if unit.connection.dialect.name == "postgresql":
        statement = statement.with_for_update()
    return {row.id: row for row in unit.all(statement)}


def add_members(unit: Unit, ident: int, found: Iterable[int]) -> None:
    """Makes signals members of a warning; those that are so already stay."""
    said = text(
        "insert into warning_members (warning_id, signal_id, added_at) values (:w, :s, :at) on conflict do nothing"
    )
    rows = [{"w": ident, "s": signal, "at": round(unit.now.timestamp() * 1000)} for signal in found]
    if rows:
        unit.connection.execute(said, rows)


def orders_since(reader: Reader, ident: int, version: int) -> Sequence[Any]:
    """What officers did with a warning after it was of this version, the last first: at, officer, verb, version."""
    statement = select(D.at, D.officer, D.verb, D.version).where(
        D.incident_id == ident, D.verb.like("warning.%"), D.version > version
    )
    return reader.all(statement.order_by(D.version.desc()))


def due_from_shelf(reader: Reader, now: datetime) -> list[int]:
    """Those whose time on the shelf is out."""
    where = (W.ended_at.is_(None), W.state == int(WarningState.SHELVED), W.shelved_until <= now)
    return [row.id for row in reader.all(select(W.id).where(*where).order_by(W.id))]


def past_their_time(reader: Reader, now: datetime, long_ago: datetime) -> list[int]:
    """Those that heard nothing new for too long: undispatched ones off the shelf, those whose ticket ended long ago."""
    ended_at = select(C.closed_at).where(C.id == W.incident_id, C.state.in_(OVER)).scalar_subquery()
    free = and_(W.state != int(WarningState.DISPATCHED), or_(W.shelved_until.is_(None), W.shelved_until <= now))
    done = and_(W.state == int(WarningState.DISPATCHED), or_(ended_at <= long_ago, W.incident_id.is_(None)))
    where = (W.ended_at.is_(None), W.expires_at <= now, or_(free, done))
    return [row.id for row in reader.all(select(W.id).where(*where).order_by(W.id))]


def without_outcome(reader: Reader) -> Sequence[Any]:
    """Dispatched ones whose ticket ended, nobody being asked yet, or was merged: id, number, incident_id, ticket (its
    number), state, merged_into."""
    where = (W.ended_at.is_(None), W.state == int(WarningState.DISPATCHED))
    wanted = (*OVER, int(IncidentState.MERGED))
    cause = literal(ASKED[0]) + cast(W.id, String) + literal(ASKED[1])
    statement = (
        select(W.id, W.number, W.incident_id, C.number.label("ticket"), C.state, C.merged_into)
        .join(incidents, C.id == W.incident_id)
        .where(*where, C.state.in_(wanted), ~exists().where(notices.c.once == cause))
    )
    return reader.all(statement.order_by(W.id))


def outcome_cause(warning: int) -> str:
    """What names the question for a warning's outcome, that it is asked once."""
    return str(warning).join(ASKED)


def of_ended_drills(reader: Reader) -> list[int]:
    """Those of drills that ended."""
    ended = select(drills.c.id).where(drills.c.ended_at.is_not(None))
    return [row.id for row in reader.all(select(W.id).where(W.ended_at.is_(None), W.drill.in_(ended)).order_by(W.id))]


def ground_of(reader: Reader, area: int) -> tuple[str, bytes | None]:
    """The name of an area and its geometry (WKB in CGCS2000)."""
    found = reader.all(select(areas.c.name, areas.c.geometry).where(areas.c.id == area))
    return (found[0].name, found[0].geometry) if found else ("", None)


def exported(reader: Reader, since: datetime | None = None, number: str = "") -> Sequence[Any]:
    """Whole rows of warnings that changed from a moment on, or of one number, oldest first."""
    statement = select(warnings).order_by(W.raised_at, W.id)
    if number:
        statement = statement.where(W.number == number)
    if since is not None:
        moved = exists().where(S.warning_id == W.id, S.at >= since)
        statement = statement.where(or_(W.raised_at >= since, W.ended_at >= since, moved))
    return reader.all(statement)
