"""Filing, assigning, accepting: the way of a whistle to its owner."""

from __future__ import annotations

from datetime import datetime

from services.cases.deciding.rules import DeskRules, allowed, owner
from services.cases.deciding.stepping import change, holding_ended, line, moved, why_of
from services.domain.cases import Case, Change
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.steps import Verb


def file(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It is true and it is ours: it becomes a case."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, filed_at=now)
    return change(case, after, line(case, Verb.FILE, why_of(order), after.live.state.name))


def assign(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """One department becomes its owner; somebody on both sides files it by that."""
    step = allowed(case, order, officer)
    department = owner(order, rules)
    filed = case.incident.live.state is IncidentState.REPORTED
    after = moved(
        case, officer, rules, now, step.to,
        department=department.code, assigned_at=now, assigned_by=officer.login, accepted_at=None,
        filed_at=now if filed else case.incident.filed_at,
    )  # fmt: skip
    given = line(case, Verb.ASSIGN, why_of(order), department.code, IncidentState.FILED.name if filed else None)
    lines = (line(case, Verb.FILE, "", IncidentState.FILED.name), given) if filed else (given,)
    return change(case, after, *lines)


def recall(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Taken back before the department accepted it."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, department=None, assigned_at=None, assigned_by="")
    held = holding_ended(case, Verb.RECALL, order, officer, now)
    return change(case, after, line(case, Verb.RECALL, why_of(order), after.live.state.name), writes=held)


def accept(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The owner takes it on."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, accepted_at=now)
    return change(case, after, line(case, Verb.ACCEPT, why_of(order), after.live.state.name))
