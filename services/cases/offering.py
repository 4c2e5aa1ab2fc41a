"""Which steps a desk offers an officer for a case: those of the table that make sense now, the usual next one first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from services.cases.deciding.rules import allowed, sides_in
from services.domain.cases import Case, Child, RequestKind, RequestState
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal, Several, Term
from services.domain.steps import Step, Verb, steps_for
from services.words.terms import ORDERS

S, V = IncidentState, Verb
# what is done next as a rule, by state; the first that this officer may take is the usual one
USUAL: Mapping[IncidentState, tuple[Verb, ...]] = {
    S.REPORTED: (V.ASSIGN, V.FILE),
    S.FILED: (V.ASSIGN,),
    S.RETURNED: (V.ASSIGN,),
    S.ASSIGNED: (V.ACCEPT, V.URGE),
    S.ACCEPTED: (V.START, V.FINISH, V.URGE),
    S.IN_PROGRESS: (V.FINISH, V.URGE),
    S.FINISHED: (V.VERIFY, V.FEED_BACK),
    S.VERIFIED: (V.CLOSE, V.FEED_BACK),
    S.SUSPENDED: (V.ASK_RESUMPTION,),
    S.CLOSED: (V.RATE, V.REOPEN),
    S.VOIDED: (V.REOPEN,),
    S.MERGED: (V.UNMERGE,),
}
# in which order the others stand beside it; verbs that are not named follow as in the table
BESIDE = (
    V.ACKNOWLEDGE, V.RETURN, V.ASK_EXTENSION, V.TRANSFER, V.RECALL, V.URGE, V.SEND_BACK, V.NOTE, V.SEND, V.MERGE,
    V.CALL_MEETING, V.SUPERVISE, V.SHELVE, V.SPLIT, V.FILE, V.DECLINE, V.ANSWER, V.SETTLE, V.ASK_SUSPENSION,
    V.FEED_BACK, V.REGRADE, V.CORRECT,
)  # fmt: skip
DECISIONS: Mapping[RequestKind, tuple[Verb, Verb, Verb]] = {
    RequestKind.EXTENSION: (V.ASK_EXTENSION, V.GRANT_EXTENSION, V.REFUSE_EXTENSION),
    RequestKind.SUSPENSION: (V.ASK_SUSPENSION, V.GRANT_SUSPENSION, V.REFUSE_SUSPENSION),
    RequestKind.RESUMPTION: (V.ASK_RESUMPTION, V.GRANT_RESUMPTION, V.REFUSE_RESUMPTION),
}
ASKED = {asked for asked, _, _ in DECISIONS.values()}
DECIDED = {verb: kind for kind, (_, granted, refused) in DECISIONS.items() for verb in (granted, refused)}
OF_CHILD = (V.ACCEPT, V.START, V.FINISH, V.VERIFY, V.RETURN, V.SEND_BACK, V.RECALL)


def offered(case: Case, officer: Officer, now: datetime) -> tuple[Step, ...]:
    """The steps for the main ticket, the usual next one first; empty for who may only look."""
    state = case.incident.live.state
    found = [step for step in steps_for(state, sides_in(case, officer)) if _makes_sense(step.verb, case, now)]
    order = (*_first(case), *USUAL.get(state, ()), *BESIDE, *Verb)
    return tuple(sorted(found, key=lambda step: order.index(step.verb)))


def offered_for_child(case: Case, child: Child, officer: Officer) -> tuple[Step, ...]:
    """The steps for the order to a further department, the usual next one first."""
    order = Order(V.NOTE, case.incident.live.id, case.incident.live.version, child=child.id)
    found = [step for step in steps_for(child.state, sides_in(case, officer, order)) if step.verb in OF_CHILD]
    return tuple(sorted(found, key=lambda step: OF_CHILD.index(step.verb)))


def _first(case: Case) -> tuple[Verb, ...]:
    """A request that waits is decided before anything else."""
    waiting = next((one.kind for one in case.requests if one.state is RequestState.PENDING), None)
    return DECISIONS[waiting][1:] if waiting is not None else ()


def _makes_sense(verb: Verb, case: Case, now: datetime) -> bool:
    live = case.incident.live
    waiting = {one.kind for one in case.requests if one.state is RequestState.PENDING}
    shelved = live.shelved_until is not None and live.shelved_until > now
    if verb in ASKED:
        return not waiting
    if verb in DECIDED:
        return DECIDED[verb] in waiting
    asks: Mapping[Verb, Callable[[], bool]] = {
        V.WITHDRAW: lambda: bool(waiting),
        V.ACKNOWLEDGE: lambda: not live.acked,
        V.SHELVE: lambda: not shelved,
        V.UNSHELVE: lambda: shelved,
        V.SUPERVISE: lambda: not live.supervised,
        V.FINISH: lambda: not case.incident.children,
        V.REPORT: lambda: False,
    }
    return asks.get(verb, lambda: True)()


def why_not(case: Case, verb: Verb, officer: Officer, now: datetime) -> Refusal:
    """Why a step is not offered, in the desk's own sentence, with what is possible instead."""
    try:
        allowed(case, Order(verb, case.incident.live.id, case.incident.live.version), officer)
    except Refusal as refusal:
        if refusal.code != "desk.incomplete":
            return refusal
    possible = Several(tuple(Term(ORDERS[step.verb], "order") for step in offered(case, officer, now)))
    return Refusal(
        "desk.no_use",
        "“{verb}” would change nothing now. Possible for you: {possible}",
        verb=Term(ORDERS[verb], "order"),
        possible=possible,
    )
