"""From one version of an incident to the next: what every step changes, and its line of the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.cases.deciding.clocks import NEXT_PHASE, step_due, stops_of
from services.cases.deciding.rules import DeskRules
from services.domain.cases import Case, Change, Line, RequestState, Write
from services.domain.facts import CityRedrawn
from services.domain.incidents import Evidence, Incident, IncidentState, TimeFlaw
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb

__all__ = [
    "NEXT_PHASE", "change", "ended", "evidence_rows", "holding_ended", "lapsed", "line", "moved", "refuse_children",
    "step_due", "stops_of", "subject", "why_of",
]  # fmt: skip

MOST_EVIDENCE, LONGEST_KIND, LONGEST_ADDRESS, LONGEST_DIGEST = 50, 20, 500, 80


def subject(incident: Incident) -> str:
    """How the journal names an incident."""
    return f"incident/{incident.live.id}"


def moved(
    case: Case, officer: Officer, rules: DeskRules, now: datetime, to: IncidentState | None = None, **changes: Any
) -> Incident:
    """The incident one version on: in its new state, seen by somebody, with the limit of the step that is next.

    Changes are named as fields of the incident or of its live part. A step that belongs to the same limit as the one
    before leaves it as it runs.
    """
    before = case.incident
    live_names = before.live.__dataclass_fields__
    live: dict[str, Any] = {name: changes.pop(name) for name in list(changes) if name in live_names}
    if to is not None and to is not before.live.state:
        live["state"] = to
        if "step_due_at" not in live and not _runs_on(before, to):
            live["step_due_at"] = step_due(case, to, rules, now)
    if not before.live.acked and officer.login != "system":
        live["acked"] = True
        changes = {"acked_at": now, "acked_by": officer.login} | changes
    after = replace(before, live=replace(before.live, version=before.live.version + 1, **live), **changes)
    flaw = _flaw(after)
    return after if flaw is after.flaw else replace(after, flaw=flaw, live=replace(after.live, flawed=bool(flaw)))


def _flaw(incident: Incident) -> TimeFlaw:
    """An end before its report (a clock was set back in between) says nothing on how long it took."""
    live = incident.live
    if incident.flaw not in (TimeFlaw.NONE, TimeFlaw.CLOSED_BEFORE_REPORTED):
        return incident.flaw
    early = live.closed_at is not None and live.closed_at < live.reported_at
    return TimeFlaw.CLOSED_BEFORE_REPORTED if early else TimeFlaw.NONE


def _runs_on(before: Incident, to: IncidentState) -> bool:
    phase = NEXT_PHASE.get(to)
    return phase is not None and phase is NEXT_PHASE.get(before.live.state) and before.live.step_due_at is not None


def line(case: Case, verb: Verb, why: str = "", after: str = "", before: str | None = None) -> Line:
    """A line on the case; by itself it says from which state it went."""
    stood = case.incident.live.state.name if before is None else before
    return Line(verb, subject(case.incident), why, stood, after)


def why_of(order: Order) -> str:
    """Reason and words of an order as the journal keeps them."""
    return ": ".join(part for part in (order.details.reason, order.details.words.strip()) if part)


def change(case: Case, after: Incident, *lines: Line, writes: tuple[Write, ...] = ()) -> Change:
    """A change of this one incident.

    One whose times contradict each other from now on was counted already: every seat counts anew.
    """
    flawed = after.live.flawed != case.incident.live.flawed
    return Change(case.incident, after, lines, writes, (CityRedrawn("times that contradict each other"),) * flawed)


def holding_ended(case: Case, verb: Verb, order: Order, officer: Officer, now: datetime) -> tuple[Write, ...]:
    """The row that says how long its department held the ticket until now, since the last row of it ended."""
    incident = case.incident
    if incident.department is None or incident.assigned_at is None:
        return ()
    begin = max([incident.assigned_at, *(held.end for held in case.holdings)])
    values = {
        "incident_id": incident.live.id, "department": incident.department, "begin": begin, "end": max(begin, now),
        "verb": str(verb), "reason": order.details.reason, "words": order.details.words, "by": officer.login,
    }  # fmt: skip
    return (Write("holdings", values),)


def lapsed(case: Case, officer: Officer, now: datetime) -> tuple[Write, ...]:
    """A request that waited goes with the state that it was made in; whoever uses it says `pending=False` as well."""
    waiting = case.pending
    if waiting is None:
        return ()
    values = {"state": int(RequestState.WITHDRAWN), "decided_by": officer.login, "decided_at": now}
    return (Write("requests", values, waiting.id, waiting.version),)


def ended(now: datetime) -> dict[str, Any]:
    """What every end of an incident changes."""
    return {"closed_at": now, "shelved_until": None, "pending": False}


def evidence_rows(case: Case, order: Order) -> tuple[Write, ...]:
    """The rows of what an order brings as proof; refuses what no table can keep."""
    given = order.details.evidence
    if len(given) > MOST_EVIDENCE:
        raise Refusal(
            "desk.evidence", "These are {n} attachments; at most {most} fit.", n=len(given), most=MOST_EVIDENCE
        )
    return tuple(Write("evidence", {"incident_id": case.incident.live.id, **_proof(proof)}) for proof in given)


def _proof(proof: Evidence) -> dict[str, str]:
    if len(proof.kind) > LONGEST_KIND or len(proof.uri) > LONGEST_ADDRESS or len(proof.digest) > LONGEST_DIGEST:
        raise Refusal(
            "desk.evidence_name", "The name of an attachment is longer than {most} characters.", most=LONGEST_ADDRESS
        )
    return {"kind": proof.kind, "uri": proof.uri, "digest": proof.digest}


def refuse_children(case: Case) -> None:
    """Nothing ends while a further department is still at it."""
    if case.incident.children:
        raise Refusal(
            "desk.children",
            "Further departments are still at it ({n} orders). Verify or recall theirs first, or let them return it.",
            n=case.incident.children,
        )
