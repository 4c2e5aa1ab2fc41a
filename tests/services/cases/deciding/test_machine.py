"""Whatever is ordered in whatever order: what must be true of a case stays true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count, pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cases.deciding.all import decider_of
from services.cases.deciding.children import OVER
from services.cases.deciding.rules import DeskRules
from services.domain.cases import Case, Change, RequestState
from services.domain.incidents import IncidentState, Outcome
from services.domain.refusals import Refusal
from services.domain.steps import Verb

S, V = IncidentState, Verb
OFFICERS = ["command", "supervise", "owner", "stranger", "town", "leader", "both", "system"]
OWNED = {S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS, S.FINISHED, S.VERIFIED, S.SUSPENDED}
# verbs that lead far are drawn more often than those that end it
FAR = """assign accept start ask_extension grant_extension ask_suspension grant_suspension ask_resumption
grant_resumption split finish send_back transfer return reopen"""
DRAWN = [*Verb, *map(Verb, FAR.split())]
moves = st.lists(
    st.tuples(
        st.sampled_from(DRAWN), st.sampled_from(OFFICERS), st.booleans(), st.integers(0, 4),
        st.sampled_from(["water", "police", "fire"]), st.integers(1, 2000),
    ),
    min_size=8,
    max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=moves)
def test_that_no_row_of_orders_breaks_what_must_be_true(moves: list[Any], make: Any, rules: DeskRules) -> None:
    case, now = make.case(S.REPORTED), make.now
    case = replace(case, other=make.case(S.FILED, ident=8))
    ids = count(1)
    for verb, who, on_child, pick, department, minutes in moves:
        now += timedelta(minutes=minutes)
        child = case.children[pick % len(case.children)].id if on_child and case.children else None
        details = {"department": department, "until": now + timedelta(minutes=50), "kind": None}
        order = make.order(verb, case, child, **details)
        officer = make.officers[who]
        if who in ("owner", "stranger"):
            officer = replace(officer, department=department)
        before = case
        try:
            change = decider_of(order)(case, order, officer, rules, now)
        except Refusal:
            continue
        case = make.applied(case, change, lambda: next(ids))
        holds(before, case, change)


def holds(before: Case, case: Case, change: Change) -> None:
    incident, live = case.incident, case.incident.live
    assert live.version == before.incident.live.version + 1
    if live.state in OWNED:
        assert incident.department is not None
        assert incident.assigned_at is not None
    if live.state in (S.REPORTED, S.FILED, S.RETURNED):
        assert incident.department is None
    assert (live.closed_at is not None) is not live.state.is_open
    assert (incident.outcome is not Outcome.NONE) is not live.state.is_open
    waiting = [one for one in case.requests if one.state is RequestState.PENDING]
    assert len(waiting) <= 1
    assert live.pending is bool(waiting)
    assert incident.children == sum(child.state not in OVER for child in case.children)
    if not live.state.is_open or live.state in (S.FINISHED, S.VERIFIED):
        assert incident.children == 0
    standing = [stop for stop in case.stops if stop.end is None]
    assert len(standing) == (live.state is S.SUSPENDED)
    assert (incident.stopped_at is not None) is (live.state is S.SUSPENDED)
    assert (incident.resume_state is not None) is (live.state is S.SUSPENDED)
    assert (incident.merged_into is not None) is (live.state is S.MERGED)
    marks = [mark for mark in (live.warn_at, live.due_at, live.triple_at) if mark is not None]
    assert marks == sorted(marks)
    held = sorted(case.holdings, key=lambda one: (one.begin, one.end))
    assert all(one.begin <= one.end for one in held)
    assert all(one.end <= other.begin for one, other in pairwise(held))
    assert all(line.verb for line in change.lines)
    busy = [child.department for child in case.children if child.state not in OVER]
    assert len(busy) == len(set(busy))
    assert incident.live.reports >= 1
    assert case.other is None or case.other.incident.live.reports >= 1
