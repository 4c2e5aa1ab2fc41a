"""Supervision: an order that presses a late or slow ticket."""

from __future__ import annotations

from datetime import datetime

from services.cases.deciding.rules import DeskRules, allowed
from services.cases.deciding.stepping import change, line, moved, why_of
from services.domain.cases import Case, Change, Write
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb


def supervise(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Opens one; a ticket is pressed by one order at a time."""
    allowed(case, order, officer)
    if case.incident.live.supervised:
        raise Refusal("desk.supervised", "A supervision order presses this ticket already.")
    after = moved(case, officer, rules, now, supervised=True)
    values = {
        "incident_id": case.incident.live.id, "department": case.incident.department, "cause": order.details.reason,
        "words": order.details.words, "opened_at": now, "opened_by": officer.login, "level": 1,
        "climbs_at": order.details.until,
    }  # fmt: skip
    return change(case, after, line(case, Verb.SUPERVISE, why_of(order)), writes=(Write("supervision_orders", values),))
