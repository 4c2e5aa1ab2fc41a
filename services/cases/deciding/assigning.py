"""Filing, assigning, taking back, passing on: the way of a whistle to its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.cases.deciding.children import ordered
from services.cases.deciding.clocks import granted_hours, limits
from services.cases.deciding.meetings import refuse_bound
from services.cases.deciding.rules import DeskRules, allowed, owner
from services.cases.deciding.stepping import change, holding_ended, lapsed, line, moved, step_due, stops_of, why_of
from services.domain.cases import Case, Change
from services.domain.deadlines import MOST
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Instant, Refusal
from services.domain.steps import Verb

UNOWNED: dict[str, Any] = {
    "department": None, "assigned_at": None, "assigned_by": "", "accepted_at": None, "own_hours": None,
}  # fmt: skip


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
    """One department becomes its owner, helpers get orders of their own; somebody on both sides files it by that.

    `hours`: within so many it is to be done, sooner than the city's limit says.
    """
    step = allowed(case, order, officer)
    department = owner(order, rules)
    filed = case.incident.live.state is IncidentState.REPORTED
    helpers = ordered(case, order.details.helpers, department.code, order, officer, rules, now)
    after = moved(
        case, officer, rules, now, step.to,
        department=department.code, assigned_at=now, assigned_by=officer.login, accepted_at=None,
        filed_at=now if filed else case.incident.filed_at, children=case.incident.children + len(helpers),
        **own_limit(case, order, rules, now),
    )  # fmt: skip
    given = line(case, Verb.ASSIGN, _why(order), department.code, IncidentState.FILED.name if filed else None)
    lines = (line(case, Verb.FILE, "", IncidentState.FILED.name), given) if filed else (given,)
    return change(case, after, *lines, writes=helpers)


def recall(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Taken back before the department accepted it."""
    step = allowed(case, order, officer)
    refuse_bound(case)
    after = moved(case, officer, rules, now, step.to, pending=False, **released(case, rules, now))
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
        **own_limit(case, order, rules, now),
    )  # fmt: skip
    writes = (*holding_ended(case, Verb.TRANSFER, order, officer, now), *lapsed(case, officer, now))
    before = case.incident.department or ""
    return change(case, after, line(case, Verb.TRANSFER, _why(order), department.code, before), writes=writes)


def released(case: Case, rules: DeskRules, now: datetime) -> dict[str, Any]:
    """What changes when nobody owns it any more; a limit that was its owner's goes with them."""
    return UNOWNED | (_limits_of(case, None, rules, now) if case.incident.own_hours is not None else {})


def own_limit(case: Case, order: Order, rules: DeskRules, now: datetime) -> dict[str, Any]:
    """The limit of the owner that an order names: the city's, or one that ends sooner where hours were said."""
    own = order.details.hours
    if own is None:
        return {} if case.incident.own_hours is None else {"own_hours": None, **_limits_of(case, None, rules, now)}
    if not 0 < own <= MOST:
        raise Refusal("desk.own_hours", "{hours} h is no limit: it is more than none.", hours=f"{own:g}")
    usual = _limits_of(case, None, rules, now)["due_at"]
    marks = _limits_of(case, own, rules, now)
    if usual is not None and marks["due_at"] >= usual:
        raise Refusal(
            "desk.own_limit",
            "The city's limit ends sooner than {hours} h from now, on {due}. A limit of your own may only be shorter.",
            hours=f"{own:g}", due=Instant(usual, rules.zone, now),
        )  # fmt: skip
    return {"own_hours": own, **marks}


def _limits_of(case: Case, own: float | None, rules: DeskRules, now: datetime) -> dict[str, Any]:
    then = replace(case, incident=replace(case.incident, own_hours=own, assigned_at=now))
    return dict(limits(then, rules, stops_of(case, now), granted_hours(case)))


def _why(order: Order) -> str:
    """Why, and within how many hours where that was said."""
    own = order.details.hours
    return " ".join(part for part in (why_of(order), f"≤ {own:g} h" if own is not None else "") if part)
