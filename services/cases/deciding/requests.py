"""What a department asks for and the supervising side decides: more time, a standstill, going on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.cases.deciding.clocks import begun, granted_hours, limits, step_due, stops_of
from services.cases.deciding.rules import DeskRules, allowed
from services.cases.deciding.stepping import change, lapsed, line, moved, why_of
from services.domain.cases import Case, Change, Request, RequestKind, RequestState, StopCause, Write
from services.domain.deadlines import Stop
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb

MOST_HOURS = 2_000.0
LONGEST = timedelta(days=366)
ASKED = {
    Verb.ASK_EXTENSION: RequestKind.EXTENSION,
    Verb.ASK_SUSPENSION: RequestKind.SUSPENSION,
    Verb.ASK_RESUMPTION: RequestKind.RESUMPTION,
}


def ask(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """A request waits for the supervising side; one at a time."""
    allowed(case, order, officer)
    if case.pending is not None:
        raise Refusal("desk.pending", "A request waits for its decision already. Withdraw it first to ask for another.")
    details = order.details
    _check_hours(details.hours)
    _check_until(details.until, now)
    values: dict[str, Any] = {
        "incident_id": case.incident.live.id, "kind": int(ASKED[order.verb]), "state": int(RequestState.PENDING),
        "reason": details.reason, "why": details.words.strip(), "hours": details.hours, "until": details.until,
        "asked_by": officer.login, "asked_at": now,
    }  # fmt: skip
    after = moved(case, officer, rules, now, pending=True)
    asked = line(case, order.verb, why_of(order), _amount(details.hours, details.until, rules))
    return change(case, after, asked, writes=(Write("requests", values),))


def withdraw(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Who asked no longer does; the clock ran all the time."""
    allowed(case, order, officer)
    _waiting(case, None)
    after = moved(case, officer, rules, now, pending=False)
    return change(case, after, line(case, Verb.WITHDRAW, why_of(order)), writes=lapsed(case, officer, now))


def refuse(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """No, and why; a refused request gives no time back."""
    allowed(case, order, officer)
    kind = {
        Verb.REFUSE_EXTENSION: RequestKind.EXTENSION,
        Verb.REFUSE_SUSPENSION: RequestKind.SUSPENSION,
        Verb.REFUSE_RESUMPTION: RequestKind.RESUMPTION,
    }[order.verb]
    waiting = _waiting(case, kind)
    after = moved(case, officer, rules, now, pending=False)
    writes = (_decided(waiting, RequestState.REFUSED, order, officer, now),)
    return change(case, after, line(case, order.verb, why_of(order)), writes=writes)


def grant_extension(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The limit grows, and the time in which it was decided does not count."""
    allowed(case, order, officer)
    waiting = _waiting(case, RequestKind.EXTENSION)
    hours = order.details.hours if order.details.hours is not None else waiting.hours
    _check_hours(hours)
    stops = (*stops_of(case, now), Stop(waiting.asked_at, now))
    marks = _marks(case, case.incident.live.state, rules, now, stops, granted_hours(case) + (hours or 0.0))
    after = moved(case, officer, rules, now, pending=False, extensions=case.incident.extensions + 1, **marks)
    stop = {
        "incident_id": case.incident.live.id, "begin": waiting.asked_at, "end": now, "cause": int(StopCause.EXTENSION),
    }  # fmt: skip
    writes = (
        _decided(waiting, RequestState.GRANTED, order, officer, now, hours=hours),
        Write("clock_stops", stop),
    )
    return change(
        case, after, line(case, Verb.GRANT_EXTENSION, why_of(order), _amount(hours, None, rules)), writes=writes
    )


def grant_suspension(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The unit's clock stands from now on; the marks lie where they will be if it goes on when it was said."""
    step = allowed(case, order, officer)
    waiting = _waiting(case, RequestKind.SUSPENSION)
    until = order.details.until or waiting.until
    _check_until(order.details.until, now)
    stops = stops_of(case, now) if until is None or until <= now else (*stops_of(case, now), Stop(now, until))
    marks = limits(case, rules, stops, granted_hours(case))
    after = moved(
        case, officer, rules, now, step.to,
        pending=False, resume_state=case.incident.live.state, stopped_at=now, step_due_at=None, **marks,
    )  # fmt: skip
    stop = {"incident_id": case.incident.live.id, "begin": now, "end": None, "cause": int(StopCause.SUSPENDED)}
    writes = (
        _decided(waiting, RequestState.GRANTED, order, officer, now, until=until),
        Write("clock_stops", stop),
    )
    return change(
        case, after, line(case, Verb.GRANT_SUSPENSION, why_of(order), _amount(None, until, rules)), writes=writes
    )


def grant_resumption(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """It goes on where it stood; the system resumes what nobody asked for, when its time has come."""
    allowed(case, order, officer)
    waiting = case.pending if officer.login == "system" else _waiting(case, RequestKind.RESUMPTION)
    state = case.incident.resume_state or IncidentState.ACCEPTED
    marks = _marks(case, state, rules, now, stops_of(case, now), granted_hours(case))
    after = moved(
        case, officer, rules, now, state, pending=False, resume_state=None, stopped_at=None, **marks
    )  # fmt: skip
    stood = [stop for stop in case.stops if stop.end is None]
    decided = (_decided(waiting, RequestState.GRANTED, order, officer, now),) if waiting else ()
    writes = (*decided, *(Write("clock_stops", {"end": now}, stop.id) for stop in stood))
    return change(case, after, line(case, Verb.GRANT_RESUMPTION, why_of(order), state.name), writes=writes)


def _marks(
    case: Case, state: IncidentState, rules: DeskRules, now: datetime, stops: tuple[Stop, ...], hours: float
) -> dict[str, Any]:
    """The marks of the whole way and of the work on it, with all stops and extensions."""
    marks: dict[str, Any] = dict(limits(case, rules, stops, hours))
    if state in (IncidentState.ACCEPTED, IncidentState.IN_PROGRESS):
        marks["step_due_at"] = step_due(case, state, rules, begun(case, state, now), stops, hours)
    return marks


def _waiting(case: Case, kind: RequestKind | None) -> Request:
    waiting = case.pending
    if waiting is None or (kind is not None and waiting.kind is not kind):
        raise Refusal("desk.no_request", "No such request waits for a decision here.")
    return waiting


def _decided(
    waiting: Request, state: RequestState, order: Order, officer: Officer, now: datetime, **more: Any
) -> Write:
    values = {
        "state": int(state), "decided_by": officer.login, "decided_at": now, "words": order.details.words.strip(),
        **more,
    }  # fmt: skip
    return Write("requests", values, waiting.id, waiting.version)


def _check_hours(hours: float | None) -> None:
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise Refusal("desk.hours", "{hours} hours can't be given; it is more than none and at most {most}.",
                      hours=hours, most=round(MOST_HOURS))  # fmt: skip


def _check_until(until: datetime | None, now: datetime) -> None:
    if until is not None and not now < until <= now + LONGEST:
        raise Refusal("desk.until", "This has to end after now, and within {days} days.", days=LONGEST.days)


def _amount(hours: float | None, until: datetime | None, rules: DeskRules) -> str:
    """What was asked for or granted, as the journal keeps it."""
    if hours is not None:
        return f"{hours:g} h"
    return f"{until.astimezone(rules.zone):%Y-%m-%d %H:%M}" if until is not None else ""
