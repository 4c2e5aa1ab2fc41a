"""Filing, assigning, taking back, passing on: the way of a whistle to its owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.cases.deciding.children import ordered
from services.cases.deciding.meetings import refuse_bound
from services.cases.deciding.rules import DeskRules, allowed, owner
from services.cases.deciding.stepping import change, holding_ended, lapsed, line, moved, step_due, why_of
from services.domain.cases import Case, Change
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb

UNOWNED: dict[str, Any] = {"department": None, "assigned_at": None, "assigned_by": "", "accepted_at": None}


def report(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """A draft becomes known to the centre."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to)
    return change(case, after, line(case, Verb.REPORT, why_of(order), after.live.state.name))


def file(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It is true and it is ours: it becomes a case."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, filed_at=now)
    return change(case, after, line(case, Verb.FILE, why_of(order), after.live.state.name))


def assign(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """One department becomes its owner, helpers get orders of their own; somebody on both sides files it by that."""
    step = allowed(case, order, officer)
    department = owner(order, rules)
    filed = case.incident.live.state is IncidentState.REPORTED
    helpers = ordered(case, order.details.helpers, department.code, order, officer, rules, now)
    after = moved(
        case, officer, rules, now, step.to,
        department=department.code, assigned_at=now, assigned_by=officer.login, accepted_at=None,
        filed_at=now if filed else case.incident.filed_at, children=case.incident.children + len(helpers),
    )  # fmt: skip
    given = line(case, Verb.ASSIGN, why_of(order), department.code, IncidentState.FILED.name if filed else None)
    lines = (line(case, Verb.FILE, "", IncidentState.FILED.name), given) if filed else (given,)
    return change(case, after, *lines, writes=helpers)


def recall(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Taken back before the department accepted it."""
    step = allowed(case, order, officer)
    refuse_bound(case)
    after = moved(case, officer, rules, now, step.to, pending=False, **UNOWNED)
    writes = (*holding_ended(case, Verb.RECALL, order, officer, now), *lapsed(case, officer, now))
    return change(case, after, line(case, Verb.RECALL, why_of(order), after.live.state.name), writes=writes)


def transfer(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Another department becomes its owner; the one before is told why."""
    step = allowed(case, order, officer)
    refuse_bound(case)
    department = owner(order, rules)
    if department.code == case.incident.department:
        raise Refusal(
            "desk.same_owner", "The department “{department}” owns this ticket already.", department=department.code
        )
    after = moved(
        case, officer, rules, now, step.to,
        department=department.code, assigned_at=now, assigned_by=officer.login, accepted_at=None, pending=False,
        transfers=case.incident.transfers + 1, step_due_at=step_due(case, IncidentState.ASSIGNED, rules, now),
    )  # fmt: skip
    writes = (*holding_ended(case, Verb.TRANSFER, order, officer, now), *lapsed(case, officer, now))
    before = case.incident.department or ""
    return change(case, after, line(case, Verb.TRANSFER, why_of(order), department.code, before), writes=writes)
