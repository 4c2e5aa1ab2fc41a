"""The citizen's clock never stops; the unit's stands while suspended and while a grant was being decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from services.cases.deciding.all import decider_of
from services.cases.deciding.rules import DeskRules
from services.domain.cases import Case, RequestKind
from services.domain.deadlines import LimitUnit, Phase, Rule
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, Severity
from services.domain.refusals import Refusal
from services.domain.steps import Verb

S, V = IncidentState, Verb
HOUR = timedelta(hours=1)


@pytest.fixture
def take(make: Any, rules: DeskRules) -> Any:
    """Carries one step out on a case at a time after now; gives the case as it is then."""
    ids = count(100)

    def step(case: Case, verb: Verb, who: str = "both", after: timedelta = timedelta(0), **values: Any) -> Case:
        order = make.order(verb, case, values.pop("child", None), **values)
        change = decider_of(order)(case, order, make.officers[who], rules, make.now + after)
        done: Case = make.applied(case, change, lambda: next(ids))
        return done

    return step


def test_that_a_refused_extension_gives_no_time_back(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION)
    done = take(case, V.REFUSE_EXTENSION, "supervise")
    assert done.incident.live.due_at == case.incident.live.due_at
    assert not done.incident.live.pending
    assert done.stops == ()


def test_that_a_granted_extension_gives_its_hours_and_the_time_it_was_decided_in(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION, hours=8.0)  # it waited for one hour
    live = take(case, V.GRANT_EXTENSION, "supervise", hours=None).incident.live
    assert live.due_at == make.reported + 33 * HOUR
    assert live.warn_at == make.reported + 0.8 * 32 * HOUR + HOUR
    assert live.triple_at == make.reported + 3 * 32 * HOUR + HOUR
    assert live.step_due_at == make.reported + timedelta(minutes=20) + 29 * HOUR  # twenty hours to finish, and nine


def test_that_who_grants_may_give_fewer_hours_than_were_asked_for(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION, hours=8.0)
    assert take(case, V.GRANT_EXTENSION, "leader", hours=2.0).incident.live.due_at == make.reported + 27 * HOUR


def test_that_two_extensions_add_up(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION, hours=8.0, asked_at=make.now)
    once = take(case, V.GRANT_EXTENSION, "supervise", hours=None)
    again = take(once, V.ASK_EXTENSION, "owner", hours=4.0)
    twice = take(again, V.GRANT_EXTENSION, "supervise", hours=None)
    assert twice.incident.live.due_at == make.reported + 36 * HOUR
    assert twice.incident.extensions == 2


def test_that_the_clock_stands_while_suspended_and_goes_on_from_where_it_stood(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.ACCEPTED), RequestKind.SUSPENSION, until=make.now + 48 * HOUR)
    stands = take(case, V.GRANT_SUSPENSION, "supervise", until=None)
    assert stands.incident.live.due_at == make.reported + 72 * HOUR  # where it will be if it goes on as was said
    assert stands.incident.live.step_due_at is None
    asks = take(stands, V.ASK_RESUMPTION, "owner", after=5 * HOUR, until=None, hours=None)
    goes_on = take(asks, V.GRANT_RESUMPTION, "supervise", after=6 * HOUR)
    live = goes_on.incident.live
    assert live.state is S.ACCEPTED
    assert live.due_at == make.reported + 30 * HOUR
    assert live.step_due_at == make.reported + timedelta(minutes=20) + 26 * HOUR
    assert [(stop.begin, stop.end) for stop in goes_on.stops] == [(make.now, make.now + 6 * HOUR)]


def test_that_what_was_late_when_it_was_suspended_stays_late(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.ACCEPTED), RequestKind.SUSPENSION, until=make.now + 96 * HOUR)
    late = 30 * HOUR
    stands = take(case, V.GRANT_SUSPENSION, "supervise", after=late, until=None)
    goes_on = take(stands, V.GRANT_RESUMPTION, "system", after=late + HOUR)
    assert goes_on.incident.live.due_at == case.incident.live.due_at


def test_that_a_request_goes_with_the_state_it_was_made_in(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION)
    back = take(case, V.RETURN, "owner")
    assert not back.incident.live.pending
    assert back.pending is None


def test_that_one_request_waits_at_a_time(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION)
    with pytest.raises(Refusal) as refusal:
        take(case, V.ASK_SUSPENSION, "owner")
    assert refusal.value.code == "desk.pending"


def test_that_a_regrade_to_major_brings_its_limits_and_takes_it_off_the_shelf(make: Any, take: Any) -> None:
    case = make.case(S.FILED, shelved_until=make.now + HOUR)
    worse = take(case, V.REGRADE, severity=Severity.RED, kind=IncidentClass.MAJOR).incident.live
    assert (worse.severity, worse.kind, worse.shelved_until) == (Severity.RED, IncidentClass.MAJOR, None)
    assert worse.step_due_at == make.reported + timedelta(minutes=6)


def test_that_a_correction_moves_it_to_the_areas_of_its_place_and_keeps_its_owner(make: Any, take: Any) -> None:
    case = make.case(S.ACCEPTED)
    done = take(case, V.CORRECT, lon=116.4, lat=33.9, category="fight").incident
    assert (done.live.place.status, done.live.place.town) == (PlaceStatus.LOCATED, 4)
    assert (done.live.category, done.live.kind) == ("fight", IncidentClass.MAJOR)
    assert done.department == "water"
    assert done.live.step_due_at == make.reported + timedelta(minutes=20) + 12 * HOUR


def test_that_a_correction_to_a_category_that_is_not_there_is_refused(make: Any, take: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        take(make.case(S.ACCEPTED), V.CORRECT, category="dragons")
    assert refusal.value.code == "intake.category"


def test_that_a_critical_one_is_shelved_for_an_hour_at_most(make: Any, take: Any) -> None:
    red = make.case(S.FILED, severity=Severity.RED)
    assert take(red, V.SHELVE, until=make.now + HOUR).incident.live.shelved_until == make.now + HOUR
    with pytest.raises(Refusal) as refusal:
        take(red, V.SHELVE, until=make.now + 2 * HOUR)
    assert refusal.value.code == "desk.shelf"
    assert take(make.case(S.FILED), V.SHELVE, until=make.now + 24 * HOUR).incident.live.shelved_until


def test_that_beginning_the_work_does_not_begin_its_limit_again(make: Any, take: Any) -> None:
    taken = take(make.case(S.ASSIGNED), V.ACCEPT, "owner")
    begun = take(taken, V.START, "owner", after=3 * HOUR)
    assert begun.incident.live.step_due_at == taken.incident.live.step_due_at == make.now + 20 * HOUR


def test_that_who_assigned_neither_verifies_nor_closes(make: Any, take: Any) -> None:
    case = make.case(S.FINISHED)
    own = replace(case, incident=replace(case.incident, assigned_by="night1"))
    with pytest.raises(Refusal) as refusal:
        take(own, V.VERIFY)
    assert refusal.value.code == "desk.four_eyes"
    looked = take(own, V.VERIFY, "supervise")
    with pytest.raises(Refusal):
        take(looked, V.CLOSE)
    assert take(looked, V.CLOSE, "supervise").incident.live.state is S.CLOSED


def test_that_a_merge_gives_the_other_its_reports_and_the_worse_level_and_unmerging_takes_them_back(
    make: Any, take: Any
) -> None:
    case = replace(make.case(S.ACCEPTED, severity=Severity.RED), other=make.case(S.FILED, ident=8, reports=3))
    merged = take(case, V.MERGE)
    assert (merged.incident.live.state, merged.incident.merged_into) == (S.MERGED, 8)
    assert (merged.other.incident.live.reports, merged.other.incident.live.severity) == (4, Severity.RED)
    undone = take(merged, V.UNMERGE)
    assert (undone.incident.live.state, undone.incident.department) == (S.ACCEPTED, "water")
    assert (undone.other.incident.live.reports, undone.other.incident.live.severity) == (3, Severity.YELLOW)


@pytest.mark.parametrize("into", [7, None])
def test_that_nothing_is_merged_into_itself_or_into_what_is_not_there(make: Any, take: Any, into: int | None) -> None:
    with pytest.raises(Refusal) as refusal:
        take(make.case(S.FILED), V.MERGE, into=into or 4711)
    assert refusal.value.code in ("desk.itself", "desk.no_other")


def test_that_a_ticket_with_a_further_department_at_work_is_not_finished(make: Any, take: Any) -> None:
    case = take(make.case(S.IN_PROGRESS), V.SPLIT, department="police")
    with pytest.raises(Refusal) as refusal:
        take(case, V.FINISH, "owner")
    assert refusal.value.code == "desk.children"
    child = case.children[0].id
    for verb, who in ((V.ACCEPT, "stranger"), (V.START, "stranger"), (V.FINISH, "stranger"), (V.VERIFY, "supervise")):
        case = take(case, verb, who, child=child)
    assert case.incident.children == 0
    assert take(case, V.FINISH, "owner").incident.live.state is S.FINISHED


def test_that_the_owner_has_no_say_in_the_order_to_a_further_department(make: Any, take: Any) -> None:
    case = take(make.case(S.IN_PROGRESS), V.SPLIT, department="police")
    with pytest.raises(Refusal) as refusal:
        take(case, V.ACCEPT, "owner", child=case.children[0].id)
    assert refusal.value.code == "desk.not_yours"


def test_that_who_gets_a_reopened_ticket_has_the_categorys_limit_from_then_and_the_citizens_clock_runs_on(
    make: Any, take: Any
) -> None:
    again = take(make.case(S.CLOSED), V.REOPEN, after=100 * HOUR).incident
    assert (again.live.state, again.department, again.live.closed_at) == (S.FILED, None, None)
    assert again.live.due_at == make.now + 124 * HOUR
    assert again.live.warn_at == make.now + 100 * HOUR + 0.8 * 24 * HOUR
    assert again.live.reported_at == make.reported
    assert again.live.begun_at == make.now + 100 * HOUR
    assert (again.reopens, again.live.reopened_at) == (1, make.now + 100 * HOUR)


def test_that_a_city_may_set_a_limit_of_its_own_for_what_was_reopened(make: Any, rules: DeskRules) -> None:
    shorter = Rule(Phase.REOPEN, 6, LimitUnit.HOURS, category="leak")
    rules = replace(rules, deadlines=replace(rules.deadlines, rules=(*rules.deadlines.rules, shorter)))
    case = make.case(S.CLOSED)
    order = make.order(V.REOPEN, case)
    change = decider_of(order)(case, order, make.officers["supervise"], rules, make.now)
    assert change.after.live.due_at == make.now + 6 * HOUR
    other = make.case(S.CLOSED, category="road")
    order = make.order(V.REOPEN, other)
    kept = decider_of(order)(other, order, make.officers["supervise"], rules, make.now).after.live.due_at
    assert kept is not None
    assert kept > make.now + 23 * HOUR


def test_that_what_was_granted_before_a_reopening_does_not_lengthen_the_limit_after_it(make: Any, take: Any) -> None:
    case = make.asked(make.case(S.IN_PROGRESS), RequestKind.EXTENSION, hours=8.0)
    case = take(case, V.GRANT_EXTENSION, "supervise", hours=None)
    case = replace(case, incident=replace(case.incident, live=replace(case.incident.live, state=S.CLOSED)))
    case = take(case, V.REOPEN, after=2 * HOUR)
    assert case.incident.live.due_at == make.now + 26 * HOUR
    case = take(case, V.ASSIGN, after=3 * HOUR, department="water", hours=None)
    case = take(case, V.ACCEPT, "owner", after=4 * HOUR)
    case = take(case, V.ASK_EXTENSION, "owner", after=5 * HOUR, hours=4.0, until=None)
    case = take(case, V.GRANT_EXTENSION, "supervise", after=6 * HOUR, hours=None, until=None)
    assert case.incident.live.due_at == make.now + 26 * HOUR + 4 * HOUR + HOUR  # its hours, and that it was decided


def test_that_a_dispatcher_may_set_a_shorter_limit_than_the_citys_and_it_ends_with_that_owner(
    make: Any, take: Any
) -> None:
    case = take(make.case(S.FILED), V.ASSIGN, hours=6.0)
    assert (case.incident.live.due_at, case.incident.own_hours) == (make.now + 6 * HOUR, 6.0)
    assert case.incident.live.warn_at == make.now + 0.8 * 6 * HOUR
    graded = take(case, V.CORRECT, after=HOUR, category="leak", lon=None, lat=None)
    assert graded.incident.live.due_at == make.now + 6 * HOUR
    for verb in (V.RECALL, V.TRANSFER, V.RETURN):
        who = "supervise" if verb is not V.RETURN else "stranger"
        gone = take(case, verb, "both" if verb is not V.RETURN else who, after=HOUR, hours=None, department="water")
        assert (gone.incident.live.due_at, gone.incident.own_hours) == (make.reported + 24 * HOUR, None)


def test_that_an_extension_lengthens_an_own_limit_too_but_never_beyond_the_citys(make: Any, take: Any) -> None:
    case = take(make.case(S.FILED), V.ASSIGN, hours=6.0, department="water")
    case = take(case, V.ACCEPT, "owner")
    case = take(case, V.ASK_EXTENSION, "owner", hours=2.0, until=None)
    case = take(case, V.GRANT_EXTENSION, "supervise", after=HOUR, hours=None, until=None)
    assert case.incident.live.due_at == make.now + 9 * HOUR  # its hours, and the one in which it was decided


@pytest.mark.parametrize("hours", [22.0, 48.0, 0.0, -1.0, float("nan")])
def test_that_an_own_limit_that_is_not_shorter_is_refused(make: Any, take: Any, hours: float) -> None:
    with pytest.raises(Refusal) as refusal:
        take(make.case(S.FILED), V.ASSIGN, hours=hours)
    assert refusal.value.code == ("desk.own_limit" if hours > 0 else "desk.own_hours")


def test_that_grading_a_reopened_ticket_reckons_from_the_reopening(make: Any, take: Any) -> None:
    case = take(make.case(S.CLOSED), V.REOPEN, after=10 * HOUR)
    case = take(case, V.CORRECT, after=11 * HOUR, category="leak", lon=None, lat=None)
    assert case.incident.live.due_at == make.now + 34 * HOUR
