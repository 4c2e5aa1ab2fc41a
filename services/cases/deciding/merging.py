"""Two that are the same become one; what was merged by mistake becomes two again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.cases.deciding.clocks import NEXT_PHASE, begun, reckoned, step_due, stops_of
from services.cases.deciding.rules import DeskRules, allowed
from services.cases.deciding.stepping import change, ended, lapsed, line, moved, refuse_children, subject, why_of
from services.domain.cases import Case, Change, Write
from services.domain.incidents import Incident, IncidentClass, IncidentState, Outcome, Severity
from services.domain.orders import Order
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb


def merge(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The other one stays: it takes the reports and the worse level, and its limits follow."""
    step = allowed(case, order, officer)
    refuse_children(case)
    other = _other(case, order)
    mine, stays = case.incident.live, other.incident.live
    after = moved(case, officer, rules, now, step.to, merged_into=stays.id, outcome=Outcome.MERGED, **ended(now))
    row = {
        "incident_id": mine.id, "into_id": stays.id, "state_before": int(mine.state), "reports": mine.reports,
        "severity_before": int(stays.severity), "kind_before": int(stays.kind), "at": now, "by": officer.login,
    }  # fmt: skip
    severity, kind = min(stays.severity, mine.severity), max(stays.kind, mine.kind)
    grown = _graded(other, officer, rules, now, severity, kind, stays.reports + mine.reports)
    told = line(other, Verb.MERGE, why_of(order), severity.name, stays.severity.name)
    return Change(
        case.incident,
        after,
        (line(case, Verb.MERGE, why_of(order), subject(other.incident)),),
        (Write("merges", row), *lapsed(case, officer, now)),
        others=(change(other, grown, told),),
    )


def unmerge(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Each is again what it was; what happened to the other one since then stays."""
    allowed(case, order, officer)
    merged, other = case.merge, case.other
    if merged is None or other is None:
        raise Refusal("desk.not_merged", "It is not known any more what this was merged into.")
    state = merged.state_before
    then = replace(case, incident=replace(case.incident, live=replace(case.incident.live, state=state)))
    due = step_due(then, state, rules, begun(then, state, now), stops_of(case, now)) if state in NEXT_PHASE else None
    after = moved(
        case, officer, rules, now, state, closed_at=None, outcome=Outcome.NONE, merged_into=None, step_due_at=due
    )  # fmt: skip
    stays, severity, kind = other.incident.live, other.incident.live.severity, other.incident.live.kind
    # a level that somebody set since then is theirs
    if severity == case.incident.live.severity and merged.severity_before is not None:
        severity = merged.severity_before
    if kind == case.incident.live.kind and merged.kind_before is not None:
        kind = merged.kind_before
    shrunk = _graded(other, SYSTEM, rules, now, severity, kind, max(1, stays.reports - merged.reports))
    undone = {"undone_at": now, "undone_by": officer.login}
    return Change(
        case.incident,
        after,
        (line(case, Verb.UNMERGE, why_of(order), state.name),),
        (Write("merges", undone, merged.id),),
        others=(change(other, shrunk, line(other, Verb.UNMERGE, why_of(order), severity.name, stays.severity.name)),),
    )


def _other(case: Case, order: Order) -> Case:
    other, ident = case.other, order.details.into
    if ident == case.incident.live.id:
        raise Refusal("desk.itself", "An incident can't be merged into itself.")
    if other is None:
        raise Refusal("desk.no_other", "There is no incident {number} to merge this into.", number=ident)
    if not other.incident.live.state.is_open:
        raise Refusal(
            "desk.other_ended", "{number} has ended; only an open incident can take this one.",
            number=other.incident.live.number,
        )  # fmt: skip
    return other


def _graded(
    other: Case,
    officer: Officer,
    rules: DeskRules,
    now: datetime,
    severity: Severity,
    kind: IncidentClass,
    reports: int,
) -> Incident:
    """The incident that stays with its new number of reports; its limits only where its class is another."""
    after = moved(other, officer, rules, now, severity=severity, kind=kind, reports=reports)
    if kind is other.incident.live.kind or not after.live.state.is_open:
        return after
    marks: dict[str, Any] = reckoned(other, after, rules, now)
    if after.live.state is IncidentState.SUSPENDED:
        return after
    return replace(after, live=replace(after.live, **marks))
