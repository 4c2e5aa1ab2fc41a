"""From one version of an incident to the next: what every step changes, and its line of the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.domain.cases import Case, Change, Line, Write
from services.domain.deadlines import Phase, Stop
from services.domain.incidents import Incident, IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.steps import Verb

from services.cases.deciding.rules import DeskRules  # isort: skip

NEXT_PHASE = {
    IncidentState.FILED: Phase.ASSIGN,
    IncidentState.RETURNED: Phase.ASSIGN,
    IncidentState.ASSIGNED: Phase.ACCEPT,
    IncidentState.ACCEPTED: Phase.FINISH,
    IncidentState.IN_PROGRESS: Phase.FINISH,
    IncidentState.FINISHED: Phase.VERIFY,
    IncidentState.VERIFIED: Phase.VERIFY,
}


def subject(incident: Incident) -> str:
    """How the journal names an incident."""
    return f"incident/{incident.live.id}"


def moved(
    case: Case, officer: Officer, rules: DeskRules, now: datetime, to: IncidentState | None = None, **changes: Any
) -> Incident:
    """The incident one version on: in its new state, seen by somebody, with the limit of the step that is next.

    Changes are named as fields of the incident or of its live part.
    """
    before = case.incident
    live_names = before.live.__dataclass_fields__
    live: dict[str, Any] = {name: changes.pop(name) for name in list(changes) if name in live_names}
    if to is not None and to is not before.live.state:
        live |= {"state": to, "step_due_at": step_due(case, to, rules, now)}
    if not before.live.acked and officer.login != "system":
        live["acked"] = True
        changes |= {"acked_at": now, "acked_by": officer.login}
    return replace(before, live=replace(before.live, version=before.live.version + 1, **live), **changes)


def step_due(case: Case, state: IncidentState, rules: DeskRules, now: datetime) -> datetime | None:
    """By when the step that follows a state has to be taken."""
    phase, live = NEXT_PHASE.get(state), case.incident.live
    if phase is None:
        return None
    marks = rules.deadlines.marks(phase, live.category, live.kind, case.area_code or None, now, rules.zone)
    return marks.due_at if marks else None


def stops_of(case: Case, now: datetime) -> tuple[Stop, ...]:
    """The times in which the unit's clock stood, one that still stands up to now."""
    return tuple(Stop(stop.begin, stop.end or now) for stop in case.stops)


def line(case: Case, verb: Verb, why: str = "", after: str = "", before: str | None = None) -> Line:
    """A line on the case; by itself it says from which state it went."""
    stood = case.incident.live.state.name if before is None else before
    return Line(verb, subject(case.incident), why, stood, after)


def why_of(order: Order) -> str:
    """Reason and words of an order as the journal keeps them."""
    return ": ".join(part for part in (order.details.reason, order.details.words.strip()) if part)


def change(case: Case, after: Incident, *lines: Line, writes: tuple[Write, ...] = ()) -> Change:
    """A change of this one incident."""
    return Change(case.incident, after, lines, writes)


def holding_ended(case: Case, verb: Verb, order: Order, officer: Officer, now: datetime) -> tuple[Write, ...]:
    """The row that says how long its department held the ticket until now."""
    incident = case.incident
    if incident.department is None or incident.assigned_at is None:
        return ()
    values = {
        "incident_id": incident.live.id, "department": incident.department, "begin": incident.assigned_at, "end": now,
        "verb": str(verb), "reason": order.details.reason, "words": order.details.words, "by": officer.login,
    }  # fmt: skip
    return (Write("holdings", values),)
