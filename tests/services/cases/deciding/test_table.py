"""The whole table of steps: every state, every verb, every side."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from services.cases.deciding.all import DECIDERS, decider_of
from services.cases.deciding.rules import DeskRules, sides_in
from services.domain.cases import Case
from services.domain.incidents import IncidentState
from services.domain.people import Officer
from services.domain.refusals import Refusal, Several
from services.domain.steps import STEPS, Side, Verb, steps_for
from services.words.catalogue import Words

S, V = IncidentState, Verb
PAIRS = list(product(IncidentState, Verb))


def test_that_every_verb_of_the_table_is_decided() -> None:
    assert {verb for _, verb in STEPS} == set(DECIDERS)


@pytest.mark.parametrize(("state", "verb"), PAIRS, ids=[f"{s.name}-{v}" for s, v in PAIRS])
def test_that_a_step_is_taken_where_the_table_has_it_for_this_side_and_refused_else(
    state: IncidentState, verb: Verb, make: Any, rules: DeskRules
) -> None:
    for officer in make.officers.values():
        walk(make.case(state, verb), verb, officer, rules, make)


def walk(case: Case, verb: Verb, officer: Officer, rules: DeskRules, make: Any) -> None:
    state = case.incident.live.state
    order = make.order(verb, case)
    step = STEPS.get((state, verb))
    sides = sides_in(case, officer)
    if step is None or not step.allows(sides):
        with pytest.raises(Refusal) as refusal:
            decider_of(order)(case, order, officer, rules, make.now)
        assert refusal.value.code == ("desk.not_now" if step is None else "desk.not_yours")
        possible = refusal.value.values["possible"]
        assert isinstance(possible, Several)
        assert len(possible.parts) == len(steps_for(state, sides))
        return
    change = decider_of(order)(case, order, officer, rules, make.now)
    before, after = case.incident.live, change.after.live
    back = {V.UNMERGE: S.ASSIGNED, V.GRANT_RESUMPTION: S.IN_PROGRESS}
    assert after.state is (step.to or back.get(verb, state))
    assert after.version == before.version + 1
    assert change.before is case.incident
    assert [line.verb for line in change.lines][-1] == verb
    assert all(line.subject == "incident/7" for line in change.lines)
    assert all(line.after or line.before for line in change.lines)
    assert (after.closed_at is None) is (after.state.is_open or after.state is S.DRAFT)
    assert after.acked or officer.login == "system"


@pytest.mark.parametrize(("state", "verb"), [pair for pair in PAIRS if pair in STEPS and STEPS[pair].needs])
def test_that_a_step_without_what_it_needs_is_refused_and_names_it(
    state: IncidentState, verb: Verb, make: Any, rules: DeskRules
) -> None:
    case = make.case(state, verb)
    empty = {
        "reason": "", "words": " ", "department": None, "hours": None, "until": None, "severity": None, "into": None,
        "worker": None, "stars": None, "category": None, "evidence": (),
    }  # fmt: skip
    order = make.order(verb, case, **empty)
    officer = next(o for o in make.officers.values() if STEPS[state, verb].allows(sides_in(case, o)))
    with pytest.raises(Refusal) as refusal:
        decider_of(order)(case, order, officer, rules, make.now)
    assert refusal.value.code == "desk.incomplete"
    sentence = refusal.value.say(Words("zh_CN"))
    assert "needs" not in sentence


@pytest.mark.parametrize("verb", [V.ASSIGN, V.VERIFY, V.NOTE, V.SPLIT])
def test_that_a_step_of_the_main_ticket_is_not_taken_on_a_child_that_is_not_there(
    verb: Verb, make: Any, rules: DeskRules
) -> None:
    case = make.case(S.FINISHED)
    order = make.order(verb, case, child=99)
    with pytest.raises(Refusal) as refusal:
        decider_of(order)(case, order, make.officers["both"], rules, make.now)
    assert refusal.value.code in ("desk.not_of_child", "desk.no_child")


def test_that_who_may_take_no_step_is_told_so_with_a_dash(make: Any, rules: DeskRules) -> None:
    case = make.case(S.REPORTED)
    order = make.order(V.FILE, case)
    with pytest.raises(Refusal) as refusal:
        decider_of(order)(case, order, make.officers["wall"], rules, make.now)
    assert refusal.value.say(Words("en")).endswith("—")
    assert Side.SYSTEM not in sides_in(case, make.officers["wall"])
