"""A ticket is never given to a department that became another: the sentence names the one that does its work."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from services.bundle import read_deadlines
from services.cases.deciding.rules import DeskRules, owner
from services.domain.catalogue import Department
from services.domain.orders import Details, Order
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.words import Words


def department(code: str, active: bool = True, after: str | None = None) -> Department:
    return Department(code, code, code.capitalize(), "all", active=active, merged_into=after)


RULES = DeskRules(
    read_deadlines(),
    ZoneInfo("Asia/Shanghai"),
    {
        one.code: one
        for one in (
            department("water"), department("sewers", False, "pipes"), department("pipes", False, "water"),
            department("closed", False), department("ring", False, "ring"),
        )
    },
)  # fmt: skip


def ask(code: str) -> Department:
    return owner(Order(Verb.ASSIGN, 1, 1, Details(department=code)), RULES)


def test_that_the_sentence_names_the_last_successor() -> None:
    assert ask("water").code == "water"
    with pytest.raises(Refusal) as refused:
        ask("sewers")
    assert refused.value.code == "desk.department_merged"
    assert refused.value.say(Words("en")) == "Sewers was merged into Water and owns no tickets any more. Name Water."


@pytest.mark.parametrize("code", ["closed", "ring", "unheard"])
def test_that_one_without_a_successor_owns_nothing(code: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(code)
    assert refused.value.code == "desk.department"
