"""Joint meetings in the database: items, who held a ticket how long, days lost by department."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from services.domain.cases import Holding
from services.domain.incidents import IncidentState, LiveIncident
from services.domain.meetings import Item, Lost, Meeting
from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.meetings import meeting_items, meetings
from services.store.tables.tickets import holdings

C, ITEM, M, H = incidents.c, meeting_items.c, meetings.c, holdings.c
# a holding that ended so was lost time: the ticket went back instead of forward
LOST = ("return", "transfer", "recall")


def waiting(reader: Reader) -> list[Item]:
    """Items that are not decided, the oldest first."""
    return _items(reader, ITEM.decided_at.is_(None))


def items_of(reader: Reader, meeting: int) -> list[Item]:
    """The items of one meeting."""
    return _items(reader, ITEM.meeting_id == meeting)


def decided(reader: Reader, limit: int = 200) -> list[Item]:
    """Items with their decision, the newest first."""
    newest = (ITEM.decided_at.desc(), ITEM.id.desc())
    return _items(reader, ITEM.decided_at.is_not(None), order=newest, limit=limit)


def item(reader: Reader, ident: int) -> Item | None:
    """One item."""
    return next(iter(_items(reader, ITEM.id == ident)), None)


def item_of_incident(reader: Reader, incident: int) -> Item | None:
    """The item that waits for a decision about an incident."""
    return next(iter(_items(reader, ITEM.incident_id == incident, ITEM.decided_at.is_(None))), None)


def planned(reader: Reader, limit: int = 50) -> list[Meeting]:
    """Meetings, the newest first."""
    statement = select(meetings).order_by(M.at.desc(), M.id.desc()).limit(limit)
    return [_meeting(row) for row in reader.all(statement)]


def meeting(reader: Reader, ident: int) -> Meeting | None:
    """One meeting."""
    found = reader.all(select(meetings).where(M.id == ident))
    return _meeting(found[0]) if found else None


def ledger(reader: Reader, incident: int) -> list[Holding]:
    """Who held a ticket, from when until when, and how that ended; oldest first."""
    statement = select(holdings).where(H.incident_id == incident).order_by(H.begin, H.id)
    return [Holding(r.department, r.begin, r.end, r.verb, r.reason, r.words, r.by) for r in reader.all(statement)]


def lost(reader: Reader, since: datetime, until: datetime) -> list[Lost]:
    """Time lost by department in holdings that ended in a period, the most first."""
    found: dict[str, list[Any]] = defaultdict(list)
    statement = select(holdings).where(H.end >= since, H.end < until, H.verb.in_(LOST)).order_by(H.incident_id)
    for row in reader.all(statement):
        found[row.department].append(row)
    sums = [
        Lost(
            department, tuple(dict.fromkeys(row.incident_id for row in held)), len(held),
            sum((row.end - row.begin for row in held), timedelta()),
        )
        for department, held in found.items()
    ]  # fmt: skip
    return sorted(sums, key=lambda one: -one.time)


def to_meet(reader: Reader, returns: int, limit: int) -> list[LiveIncident]:
    """Tickets that came back so often and lie before no meeting, nor were laid there since they last came back."""
    known = exists().where(ITEM.incident_id == C.id, ITEM.returns >= C.returns)
    states = [int(IncidentState.RETURNED), int(IncidentState.ASSIGNED), int(IncidentState.ACCEPTED),
              int(IncidentState.IN_PROGRESS)]  # fmt: skip
    statement = (
        select(incidents)
        .where(C.closed_at.is_(None), C.state.in_(states), C.returns >= returns, C.in_meeting.is_(False), ~known)
        .order_by(C.id)
        .limit(limit)
    )
    return [rows.live_incident(row) for row in reader.all(statement)]


def departments_that_lost(reader: Reader, incident: int) -> int:
    """How many departments gave a ticket back."""
    statement = select(func.count(func.distinct(H.department))).where(H.incident_id == incident, H.verb == "return")
    return int(reader.all(statement)[0][0])


def _items(reader: Reader, *where: Any, order: tuple[Any, ...] = (ITEM.id,), limit: int | None = None) -> list[Item]:
    joined = select(meeting_items, C.number, C.category, C.severity).join(incidents, C.id == ITEM.incident_id)
    statement = joined.where(*where).order_by(*order).limit(limit)
    return [
        Item(
            row.id, row.version, row.incident_id, row.number, row.meeting_id, row.cause, row.returns, row.agenda,
            row.opened_at, row.opened_by, row.decided_at, row.decided_by, row.owner, row.decision,
            row.category, int(row.severity),
        )
        for row in reader.all(statement)
    ]  # fmt: skip


def _meeting(row: Any) -> Meeting:
    return Meeting(row.id, row.version, row.at, row.place, row.chair, row.called_by, row.held_at, row.minutes)
