"""The clocks of a case: the citizen's never stops, the unit's stands while suspended and while a grant was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.cases.deciding.rules import DeskRules
from services.domain.calendar import window_length
from services.domain.cases import Case, RequestKind, RequestState
from services.domain.deadlines import LimitUnit, Phase, Rule, Stop
from services.domain.incidents import Incident, IncidentState

S = IncidentState
HOUR = timedelta(hours=1)
NEXT_PHASE = {
    S.REPORTED: Phase.ASSIGN,
    S.FILED: Phase.ASSIGN,
    S.RETURNED: Phase.ASSIGN,
    S.ASSIGNED: Phase.ACCEPT,
    S.ACCEPTED: Phase.FINISH,
    S.IN_PROGRESS: Phase.FINISH,
    S.FINISHED: Phase.VERIFY,
    S.VERIFIED: Phase.VERIFY,
}


def stops_of(case: Case, now: datetime) -> tuple[Stop, ...]:
    """The times in which the unit's clock stood, one that still stands up to now."""
    return tuple(Stop(stop.begin, stop.end or now) for stop in case.stops)


def granted_hours(case: Case) -> float:
    """By how many hours extensions lengthened the limit; of one that was reopened, those granted since."""
    since = case.incident.live.reopened_at
    granted = (
        one.hours or 0.0
        for one in case.requests
        if one.kind is RequestKind.EXTENSION
        and one.state is RequestState.GRANTED
        and (since is None or (one.decided_at is not None and one.decided_at >= since))
    )
    return sum(granted)


def lengthened(rule: Rule, hours: float) -> Rule:
    """A limit with so many hours more, counted in its own unit: by day and night, or of working time."""
    if hours <= 0:
        return rule
    more = hours * HOUR / window_length(rule.window) if rule.unit is LimitUnit.WORKING_DAYS else hours
    return replace(rule, amount=rule.amount + more)


def limits(
    case: Case, rules: DeskRules, stops: Sequence[Stop] = (), hours: float = 0.0, area: str | None = None
) -> dict[str, datetime | None]:
    """The marks of the whole way as fields of a live incident; None each where nothing limits it.

    The earlier of the city's limit and the one that its dispatcher set. The unit's clock of one that was reopened
    begins there: by the limit for that, else by the category's own. The citizen's runs from the report, whatever
    happened since.
    """
    live, again = case.incident.live, case.incident.live.reopened_at
    begin = live.begun_at
    phases = (Phase.WHOLE,) if again is None else (Phase.REOPEN, Phase.WHOLE)
    asked = (live.category, live.kind, _area(case, area), _day(begin, rules))
    found = next((rule for phase in phases if (rule := rules.deadlines.rule_for(phase, *asked))), None)
    counted = [] if found is None else [(found, begin)]
    if case.incident.own_hours is not None and case.incident.assigned_at is not None:
        counted.append((Rule(Phase.WHOLE, case.incident.own_hours, LimitUnit.HOURS), case.incident.assigned_at))
    if not counted:
        return {"warn_at": None, "due_at": None, "triple_at": None}
    each = [rules.deadlines.counted(lengthened(rule, hours), since, rules.zone, stops) for rule, since in counted]
    marks = min(each, key=lambda one: one.due_at)  # an own limit never gives more time than the city's
    return {"warn_at": marks.warn_at, "due_at": marks.due_at, "triple_at": marks.triple_at}


def step_due(
    case: Case,
    state: IncidentState,
    rules: DeskRules,
    begin: datetime,
    stops: Sequence[Stop] = (),
    hours: float = 0.0,
    area: str | None = None,
) -> datetime | None:
    """By when the step that follows a state, which began then, has to be taken."""
    phase, live = NEXT_PHASE.get(state), case.incident.live
    if phase is None:
        return None
    found = rules.deadlines.rule_for(phase, live.category, live.kind, _area(case, area), _day(begin, rules))
    if found is None:
        return None
    more = hours if phase is Phase.FINISH else 0.0
    if rules.counted is None or stops or more:
        return rules.deadlines.counted(lengthened(found, more), begin, rules.zone, stops).due_at
    key = (id(found), begin)
    due = rules.counted.get(key)
    if due is None:
        due = rules.counted[key] = rules.deadlines.counted(found, begin, rules.zone).due_at
    return due


def begun(case: Case, state: IncidentState, now: datetime) -> datetime:
    """When the step that follows a state began."""
    incident = case.incident
    back = max((held.end for held in case.holdings), default=None)
    began = {
        S.REPORTED: incident.live.begun_at,
        S.FILED: incident.live.begun_at,
        S.RETURNED: back,
        S.ASSIGNED: incident.assigned_at,
        S.ACCEPTED: incident.accepted_at,
        S.IN_PROGRESS: incident.accepted_at if not incident.reworks else back,
        S.FINISHED: incident.finished_at,
        S.VERIFIED: incident.finished_at,
    }
    return began.get(state) or now


def reckoned(case: Case, after: Incident, rules: DeskRules, now: datetime, area: str | None = None) -> dict[str, Any]:
    """All marks anew for one that was graded, filed or placed otherwise: by what it is now, with all stops."""
    then = replace(case, incident=after)
    stops, hours, state = stops_of(case, now), granted_hours(case), after.live.state
    marks: dict[str, Any] = dict(limits(then, rules, stops, hours, area))
    if state in NEXT_PHASE:
        marks["step_due_at"] = step_due(then, state, rules, begun(case, state, now), stops, hours, area)
    return marks


def _area(case: Case, area: str | None) -> str | None:
    return (case.area_code if area is None else area) or None


def _day(moment: datetime, rules: DeskRules) -> Any:
    return moment.astimezone(rules.zone).date()
