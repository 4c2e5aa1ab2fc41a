"""What the owner does with a ticket, and what those who look after it make of the result."""

from __future__ import annotations

from datetime import datetime

from services.cases.deciding.assigning import released
from services.cases.deciding.meetings import refuse_bound
from services.cases.deciding.rules import DeskRules, allowed, four_eyes
from services.cases.deciding.stepping import (
    change,
    evidence_rows,
    holding_ended,
    lapsed,
    line,
    moved,
    refuse_children,
    step_due,
    why_of,
)
from services.domain.cases import Case, Change
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.steps import Verb


def accept(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The owner takes it on."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, accepted_at=now)
    return change(case, after, line(case, Verb.ACCEPT, why_of(order), after.live.state.name))


def give_back(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The owner says that it is not theirs, and why; nobody owns it until it is assigned again."""
    step = allowed(case, order, officer)
    refuse_bound(case)
    after = moved(
        case, officer, rules, now, step.to,
        returns=case.incident.live.returns + 1, pending=False, **released(case, rules, now),
    )  # fmt: skip
    writes = (*holding_ended(case, Verb.RETURN, order, officer, now), *lapsed(case, officer, now))
    return change(case, after, line(case, Verb.RETURN, why_of(order), after.live.state.name), writes=writes)


def start(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Somebody is on the way; the limit to finish runs on."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to)
    return change(case, after, line(case, Verb.START, why_of(order), after.live.state.name))


def finish(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The owner says that it is done, with words and proof; not while a further department is still at it."""
    step = allowed(case, order, officer)
    refuse_children(case)
    after = moved(case, officer, rules, now, step.to, finished_at=now, finished_by=officer.login, pending=False)
    writes = (
        *evidence_rows(case, order),
        *holding_ended(case, Verb.FINISH, order, officer, now),
        *lapsed(case, officer, now),
    )  # fmt: skip
    return change(case, after, line(case, Verb.FINISH, why_of(order), after.live.state.name), writes=writes)


def feed_back(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The citizen was told what was done."""
    allowed(case, order, officer)
    after = moved(case, officer, rules, now, fed_back_at=now)
    return change(case, after, line(case, Verb.FEED_BACK, why_of(order), after.live.state.name))


def verify(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Somebody looked on site: it is done."""
    step = allowed(case, order, officer)
    four_eyes(case, officer, rules, Verb.VERIFY)
    after = moved(case, officer, rules, now, step.to, verified_at=now)
    writes = evidence_rows(case, order)
    return change(case, after, line(case, Verb.VERIFY, why_of(order), after.live.state.name), writes=writes)


def send_back(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It is not done: the same owner goes on."""
    step = allowed(case, order, officer)
    after = moved(
        case, officer, rules, now, step.to, finished_at=None, finished_by="", verified_at=None,
        reworks=case.incident.reworks + 1, step_due_at=step_due(case, IncidentState.IN_PROGRESS, rules, now),
    )  # fmt: skip
    return change(case, after, line(case, Verb.SEND_BACK, why_of(order), after.live.state.name))
