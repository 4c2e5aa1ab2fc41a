"""How an incident ends, and how one that has ended begins again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.cases.deciding.assigning import UNOWNED
from services.cases.deciding.clocks import limits
from services.cases.deciding.rules import DeskRules, allowed, four_eyes
from services.cases.deciding.stepping import (
    change,
    ended,
    evidence_rows,
    holding_ended,
    lapsed,
    line,
    moved,
    refuse_children,
    stops_of,
    why_of,
)
from services.domain.cases import Case, Change
from services.domain.incidents import IncidentState, Outcome
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.steps import Verb


def decline(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It does not become a case."""
    step = allowed(case, order, officer)
    after = moved(case, officer, rules, now, step.to, outcome=Outcome.NOT_FILED, **ended(now))
    return change(case, after, line(case, Verb.DECLINE, why_of(order), after.live.state.name))


def answer(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """A question needs no ticket: who asked was told at once."""
    step = allowed(case, order, officer)
    refuse_children(case)
    filed = case.incident.filed_at or now
    after = moved(
        case, officer, rules, now, step.to, outcome=Outcome.ANSWERED, filed_at=filed, fed_back_at=now, **ended(now)
    )
    return change(case, after, line(case, Verb.ANSWER, why_of(order), after.live.state.name))


def settle(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Solved where it was found, with a photo before and one after."""
    step = allowed(case, order, officer)
    refuse_children(case)
    after = moved(
        case, officer, rules, now, step.to, outcome=Outcome.ON_THE_SPOT, filed_at=case.incident.filed_at or now,
        finished_at=now, finished_by=officer.login, **ended(now),
    )  # fmt: skip
    settled = line(case, Verb.SETTLE, why_of(order), after.live.state.name)
    return change(case, after, settled, writes=evidence_rows(case, order))


def void(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It should not have been a case at all."""
    step = allowed(case, order, officer)
    refuse_children(case)
    after = moved(case, officer, rules, now, step.to, outcome=Outcome.VOIDED, **ended(now))
    writes = (*holding_ended(case, Verb.VOID, order, officer, now), *lapsed(case, officer, now))
    return change(case, after, line(case, Verb.VOID, why_of(order), after.live.state.name), writes=writes)


def close(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Done, looked at, put away."""
    step = allowed(case, order, officer)
    four_eyes(case, officer, rules, Verb.CLOSE)
    after = moved(case, officer, rules, now, step.to, outcome=Outcome.SOLVED, **ended(now))
    return change(case, after, line(case, Verb.CLOSE, why_of(order), after.live.state.name))


def reopen(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Not solved after all: nobody owns it, who will gets a limit from now, and the citizen's clock ran all along."""
    step = allowed(case, order, officer)
    voided = case.incident.live.state is IncidentState.VOIDED
    anew = replace(case.incident, live=replace(case.incident.live, reopened_at=now), own_hours=None)
    again = replace(case, incident=anew)
    after = moved(
        case, officer, rules, now, step.to, closed_at=None, outcome=Outcome.NONE, reopens=case.incident.reopens + 1,
        reopened_at=now, filed_at=None if voided else now, finished_at=None, finished_by="", fed_back_at=None,
        verified_at=None, bound_by=None, **UNOWNED, **limits(again, rules, stops_of(case, now)),
    )  # fmt: skip
    return change(case, after, line(case, Verb.REOPEN, why_of(order), after.live.state.name))
