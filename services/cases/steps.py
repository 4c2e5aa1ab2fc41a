"""One step of an incident through the loop, with its time, its journal line and its fact; the caller commits."""

from __future__ import annotations

from dataclasses import replace

from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, LiveIncident
from services.domain.refusals import Refusal
from services.store.unit import Unit

NEXT: dict[IncidentState, tuple[str, IncidentState, str]] = {
    IncidentState.REPORTED: ("file", IncidentState.FILED, "filed_at"),
    IncidentState.FILED: ("assign", IncidentState.ASSIGNED, "assigned_at"),
    IncidentState.RETURNED: ("assign", IncidentState.ASSIGNED, "assigned_at"),
    IncidentState.ASSIGNED: ("accept", IncidentState.ACCEPTED, "accepted_at"),
    IncidentState.ACCEPTED: ("start", IncidentState.IN_PROGRESS, ""),
    IncidentState.IN_PROGRESS: ("finish", IncidentState.FINISHED, "finished_at"),
    IncidentState.FINISHED: ("verify", IncidentState.VERIFIED, ""),
    IncidentState.VERIFIED: ("close", IncidentState.CLOSED, "closed_at"),
}


def take_next(incident: int, unit: Unit, officer: str) -> LiveIncident:
    """Takes an incident one step on; refuses one that has no next step."""
    found = unit.incident(incident)
    if found is None or found.live.state not in NEXT:
        raise Refusal("steps.none", "This incident has no next step: it is closed, void or suspended.")
    verb, state, column = NEXT[found.live.state]
    live = replace(
        found.live,
        state=state,
        version=found.live.version + 1,
        closed_at=unit.now if state is IncidentState.CLOSED else found.live.closed_at,
    )
    values: dict[str, object] = {"state": int(state)}
    if column:
        values[column] = unit.now
    if state is IncidentState.ASSIGNED and found.department is None:
        category = unit.category(live.category)
        live = replace(live, department=category.department if category else None)
        values["department"] = live.department
    if found.acked_at is None:
        live = replace(live, acked=True)
        values |= {"acked_at": unit.now, "acked_by": officer}
    unit.put("incidents", incident, version=found.live.version, **values)
    unit.note(officer, verb, f"incident/{incident}", before=found.live.state.name, after=state.name)
    unit.say(IncidentChanged(live))
    return live
