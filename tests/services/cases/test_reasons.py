"""Reasons: every step that needs one has a list to choose from, in both languages."""

from __future__ import annotations

import pytest

from services.cases.reasons import read_reasons
from services.domain.refusals import Refusal
from services.domain.steps import STEPS, Needs, Verb

NEED_ONE = sorted({verb for (_, verb), step in STEPS.items() if Needs.REASON in step.needs})


@pytest.mark.parametrize("verb", NEED_ONE)
def test_that_every_step_that_needs_a_reason_has_some(verb: Verb) -> None:
    found = read_reasons().for_step(verb)
    assert len(found) >= 3
    assert all(reason.name_zh and reason.name_en for reason in found)


def test_that_no_code_is_there_twice() -> None:
    codes = [reason.code for reason in read_reasons().all]
    assert len(codes) == len(set(codes))


def test_that_a_line_of_the_journal_is_said_with_the_reasons_name() -> None:
    reasons = read_reasons()
    assert reasons.say_why("not_ours: 属城管", "zh_CN") == "不属本部门职责：属城管"
    assert reasons.say_why("not_ours", "en") == "Not this department's duty"
    assert reasons.say_why("a citizen's words: here", "en") == "a citizen's words: here"


def test_that_a_list_with_an_unknown_step_is_refused_with_its_entry(tmp_path) -> None:
    path = tmp_path / "reasons.toml"
    path.write_text('[[reason]]\nsteps = ["dance"]\ncode = "x"\nzh = "x"\nen = "x"\n', encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_reasons(path)
    assert refused.value.code == "reasons.unreadable"
    assert "1: " in str(refused.value.values["why"])
