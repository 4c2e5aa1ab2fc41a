"""Joint meetings: a ticket that comes back again and again is laid before several departments."""

from __future__ import annotations

from datetime import datetime

from services.cases.deciding.rules import DeskRules, allowed
from services.cases.deciding.stepping import change, line, moved, why_of
from services.domain.cases import Case, Change, Write
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb


def call(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Puts it on the list of the next joint meeting; one item at a time."""
    allowed(case, order, officer)
    incident = case.incident
    if incident.in_meeting:
        raise Refusal("desk.in_meeting", "This ticket waits for a joint meeting already.")
    after = moved(case, officer, rules, now, in_meeting=True)
    values = {
        "incident_id": incident.live.id, "cause": order.details.reason or "called", "returns": incident.live.returns,
        "agenda": order.details.words, "opened_at": now, "opened_by": officer.login,
    }  # fmt: skip
    return change(case, after, line(case, Verb.CALL_MEETING, why_of(order)), writes=(Write("meeting_items", values),))


def refuse_bound(case: Case) -> None:
    """What a joint meeting decided is not returned: only another meeting takes it from its owner."""
    if case.incident.bound_by is not None:
        raise Refusal(
            "desk.bound",
            "A joint meeting made this department the owner (decision {number}); it can't be returned. Ask for an extension or help, or call a new meeting.",  # noqa: E501
            number=case.incident.bound_by,
        )
