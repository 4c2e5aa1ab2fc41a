"""Orders to further departments: each with one owner and a state of its own, beside the main ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.cases.deciding.rules import Decider, DeskRules, allowed, four_eyes, owner
from services.cases.deciding.stepping import change, evidence_rows, line, moved, why_of
from services.domain.cases import Case, Change, Child, Line, Write
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb

S = IncidentState
# a child that is verified, returned or recalled keeps nobody waiting
OVER = frozenset({S.VERIFIED, S.RETURNED, S.VOIDED})


def split(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """A further department gets its part of the work."""
    allowed(case, order, officer)
    department = owner(order, rules)
    writes = ordered(case, (department.code,), case.incident.department, order, officer, rules, now)
    after = moved(case, officer, rules, now, children=case.incident.children + 1)
    return change(case, after, line(case, Verb.SPLIT, why_of(order), department.code), writes=writes)


def ordered(
    case: Case,
    departments: Sequence[str],
    main: str | None,
    order: Order,
    officer: Officer,
    rules: DeskRules,
    now: datetime,
) -> tuple[Write, ...]:
    """The rows of new orders; refuses a department that is unknown, or has a part of this already."""
    busy = {main, *(child.department for child in case.children if child.state not in OVER)}
    rows: list[Write] = []
    for code in departments:
        if code not in rules.departments:
            raise Refusal(
                "desk.department", "There is no department “{department}” that may own tickets.", department=code
            )
        if code in busy:
            raise Refusal(
                "desk.has_part", "The department “{department}” has its part of this already.", department=code
            )
        busy.add(code)
        values = {
            "incident_id": case.incident.live.id, "department": code, "state": int(S.ASSIGNED),
            "what": order.details.words.strip(), "assigned_at": now, "assigned_by": officer.login,
            "due_at": case.incident.live.due_at,
        }  # fmt: skip
        rows.append(Write("child_tickets", values))
    return tuple(rows)


def stepped(verb: Verb) -> Decider:
    """The decision on one step of a child ticket."""

    def decide(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
        child = _child(case, order)
        _refuse_over(case, child)
        step = allowed(case, order, officer, child.state)
        if verb is Verb.VERIFY:
            four_eyes(case, officer, rules, verb, child.assigned_by)
        to = S.VOIDED if verb is Verb.RECALL else step.to or child.state
        gone = (to in OVER) - (child.state in OVER)
        after = moved(case, officer, rules, now, children=case.incident.children - gone)
        values = {"state": int(to), **_times(verb, child, now)}
        told = Line(verb, f"child_ticket/{child.id}", why_of(order), child.state.name, to.name)
        beside = line(case, verb, why_of(order), to.name, child.department)
        proof = evidence_rows(case, order) if verb in (Verb.FINISH, Verb.VERIFY) else ()
        writes = (Write("child_tickets", values, child.id, child.version), *proof)
        return change(case, after, told, beside, writes=writes)

    return decide


def _times(verb: Verb, child: Child, now: datetime) -> dict[str, Any]:
    times: Mapping[Verb, dict[str, Any]] = {
        Verb.ACCEPT: {"accepted_at": now},
        Verb.FINISH: {"finished_at": now},
        Verb.VERIFY: {"verified_at": now},
        Verb.RETURN: {"returns": child.returns + 1},
        Verb.SEND_BACK: {"finished_at": None, "verified_at": None},
    }
    return times.get(verb, {})


def _child(case: Case, order: Order) -> Child:
    found = next((child for child in case.children if child.id == order.child), None)
    if found is None:
        raise Refusal("desk.no_child", "There is no such order to a further department.")
    return found


def _refuse_over(case: Case, child: Child) -> None:
    """What was verified stays so when the main ticket is done: it is sent back there first."""
    state = case.incident.live.state
    if child.state in OVER and (not state.is_open or state in (S.FINISHED, S.VERIFIED)):
        raise Refusal("desk.main_done", "The main ticket is done already. Send that one back first.")


CHILD_DECIDERS: Mapping[Verb, Decider] = {
    verb: stepped(verb)
    for verb in (Verb.ACCEPT, Verb.RETURN, Verb.START, Verb.FINISH, Verb.VERIFY, Verb.SEND_BACK, Verb.RECALL)
}
