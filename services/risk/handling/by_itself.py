"""What time alone does to warnings: shelves run out, what hears nothing new expires, an outcome is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.cases.notice import send
from services.domain.incidents import IncidentState
from services.domain.notices import NoticeKind
from services.domain.people import SYSTEM
from services.domain.warnings import WarningOrder, WarningVerb
from services.risk.handling.deciding import Given, decide
from services.risk.handling.desk import write
from services.store.queries import notices, rota, warning_steps, warnings
from services.store.unit import Unit

ASKED_FOR = timedelta(days=30)  # so long an outcome is waited for after the ticket ended


def run_out(unit: Unit, now: datetime) -> int:
    """Takes off the shelf whose time there is out; returns how many. The caller commits."""
    return _each(unit, warning_steps.due_from_shelf(unit, now), WarningVerb.UNSHELVE, now)


def expire(unit: Unit, now: datetime) -> int:
    """Ends those that heard nothing new for too long, without an outcome; returns how many. The caller commits.

    A dispatched one stays until its ticket ended and somebody said how it came out: nobody else may say so, and only
    when that was waited for in vain it expires like others. Those of a drill that ended go with it.
    """
    due = warning_steps.past_their_time(unit, now, now - ASKED_FOR)
    return end_drills(unit, now) + _each(unit, due, WarningVerb.EXPIRE, now)


def end_drills(unit: Unit, now: datetime) -> int:
    """Ends the warnings of drills that ended; returns how many. The caller commits."""
    return _each(unit, warning_steps.of_ended_drills(unit), WarningVerb.EXPIRE, now)


def ask_outcomes(unit: Unit, now: datetime) -> int:
    """Asks the centre, once for each, how a warning came out whose ticket ended; returns how many changed.

    Where the ticket was merged into another, that one is the warning's from now on. The caller commits.
    """
    waiting = warning_steps.without_outcome(unit)
    if not waiting:
        return 0
    known, asked = notices.active_officers(unit), 0
    told = rota.on_duty(unit, known, notices.of_the_centre(known))
    for row in waiting:
        if row.state == int(IncidentState.MERGED):
            if row.merged_into is not None:
                unit.put("warnings", row.id, incident_id=row.merged_into)
                asked += 1
            continue
        sent = send(
            unit, NoticeKind.OUTCOME, f"warning/{row.id}", told, incident=row.incident_id,
            values={"number": row.number, "ticket": row.ticket}, once=warning_steps.outcome_cause(row.id),
        )  # fmt: skip
        if sent:
            unit.note(SYSTEM, "ask_outcome", f"warning/{row.id}", after=row.ticket)
            asked += 1
    return asked


def _each(unit: Unit, idents: Sequence[int], verb: WarningVerb, now: datetime) -> int:
    if not idents:
        return 0
    zone, rows = unit.city().zone, warning_steps.held(unit, idents)
    for ident, row in rows.items():
        warning = warnings.warning(row)
        change = decide(warning, WarningOrder(verb, ident, row.version), SYSTEM, Given(now, zone))
        write(unit, change, {ident: row}, SYSTEM, change.values)
    return len(rows)
