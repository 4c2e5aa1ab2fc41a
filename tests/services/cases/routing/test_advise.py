"""Advice: duties first, then words, then what people corrected; or that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from services.cases.routing.advise import THRESHOLD, Advice, Adviser, Asked
from services.cases.routing.learning import learn
from services.domain.notes import Note
from services.store.engine import Database
from services.store.tables.advice import advice_models
from services.store.tables.cases import incidents
from services.words import Words


def _codes(advice: Advice) -> list[str]:
    return [reason.code for reason in advice.reasons if isinstance(reason, Note)]


def _said(advice: Advice, lang: str = "en") -> list[str]:
    return [reason.say(Words(lang)) for reason in advice.reasons]


def _first(advice: Advice) -> str:
    return advice.owners[0].department.code


def _whole(advice: Advice) -> float:
    return sum(one.share for one in advice.owners) + advice.rest


def _a_case(database: Database, category: str) -> int:
    with database.reading() as reader:
        return int(reader.all(select(incidents.c.id).where(incidents.c.category == category).limit(1))[0][0])


def test_that_without_a_model_the_duty_list_and_the_cases_advise(taught: Database) -> None:
    advice = Adviser(taught).of_text(Asked("东街水管漏水", category="leak"))
    assert (_first(advice), advice.sure, advice.version, advice.words) == ("water", True, None, None)
    assert _codes(advice)[-1] == "advice.history"
    assert _whole(advice) == pytest.approx(1)


def test_that_duty_cases_and_words_are_the_reasons(taught: Database) -> None:
    number, used, _ = learn(taught, "asked")
    advice = Adviser(taught).of_text(Asked("东街水管漏水", category="leak"))
    assert (number, used, advice.version, advice.trained_at) == (1, True, 1, taught.clock())
    assert advice.sure
    assert _first(advice) == "water"
    assert _codes(advice) == ["advice.duty_since", "advice.history", "advice.words_for"]
    assert "50" in _said(advice)[1]
    assert "漏水" in _said(advice)[2]
    assert advice.words is not None
    assert advice.words.score == pytest.approx(advice.words.bias + advice.words.title.sum() + advice.words.text.sum())


def test_that_the_text_alone_advises_on_what_has_no_category_yet(taught: Database) -> None:
    learn(taught, "asked")
    advice = Adviser(taught).of_text(Asked("西巷有人打架斗殴"))
    assert advice.sure
    assert _first(advice) == "police"
    assert _whole(advice) == pytest.approx(1)


def test_that_where_duty_list_and_words_disagree_nobody_is_sure(taught: Database) -> None:
    learn(taught, "asked")
    advice = Adviser(taught).of_text(Asked("西巷有人打架斗殴", category="leak"))
    assert not advice.sure
    assert advice.doubted is not None
    assert advice.doubted.code == "police"
    assert advice.duties[0].category.code == "leak"
    assert _codes(advice)[-1] == "advice.text_doubts"


@pytest.mark.parametrize("text", ["", " \n", "\x00\x07\x1b", "…", "昨晚的音乐会真好听"])
def test_that_what_says_nothing_is_not_advised_on(taught: Database, text: str) -> None:
    learn(taught, "asked")
    advice = Adviser(taught).of_text(Asked(text))
    assert not advice.sure
    assert advice.owners[0].share < advice.threshold
    assert _whole(advice) == pytest.approx(1)
    assert _codes(advice) == ["advice.nothing"]


def test_that_a_megabyte_and_control_characters_are_read_as_a_text(taught: Database) -> None:
    learn(taught, "asked")
    advice = Adviser(taught).of_text(Asked("\x00东街水管漏水\x1b[2J" + "啊" * 1_000_000))
    assert _first(advice) == "water"


def test_that_the_threshold_is_the_citys_own_and_nonsense_in_it_is_passed_over(taught: Database) -> None:
    adviser = Adviser(taught)
    for value, sure in (("0.999", False), ("0.2", True), ("much", True)):
        with taught.unit() as unit:
            unit.remember(THRESHOLD, value)
            unit.commit()
        assert adviser.of_text(Asked("漏水", category="leak")).sure is sure
    assert adviser.of_text(Asked("漏水", category="leak")).threshold == 0.6


def test_that_advice_changes_after_the_ticket_came_back(taught: Database, send_back: Callable[..., None]) -> None:
    adviser, case = Adviser(taught), _a_case(taught, "leak")
    before = adviser.of_incident(case)
    send_back(taught, case, "water", None)
    after = adviser.of_incident(case)
    assert before is not None
    assert after is not None
    assert before.sure
    assert _first(before) == "water"
    share = next((one.share for one in after.owners if one.department.code == "water"), 0.0)
    assert share < before.owners[0].share
    assert not after.sure
    assert _codes(after)[-1] == "advice.gave_back"
    assert _said(after)[-1].startswith("water gave this ticket back")


def test_that_an_earlier_mistake_is_the_counter_example(taught: Database, send_back: Callable[..., None]) -> None:
    with taught.reading() as reader:
        chosen = reader.all(select(incidents.c.id).where(incidents.c.category == "leak").limit(2))
    send_back(taught, chosen[0][0], "housing", "water", hours_ago=100)
    advice = Adviser(taught).of_text(Asked("漏水", category="leak"))
    assert _codes(advice)[-1] in ("advice.mistake_same_day", "advice.mistake_later")
    assert _said(advice)[-1].startswith("19 Nov: sent to housing by mistake, to water")
    assert len(advice.reasons) <= 3


def test_that_who_got_the_ticket_again_was_right_after_all(taught: Database, send_back: Callable[..., None]) -> None:
    adviser, case = Adviser(taught), _a_case(taught, "leak")
    send_back(taught, case, "water", "water")
    advice = adviser.of_incident(case)
    assert advice is not None
    assert advice.sure
    assert _first(advice) == "water"
    assert "advice.gave_back" not in _codes(advice)


def test_that_what_a_dispatcher_took_back_was_wrong_only_if_another_has_it(taught: Database) -> None:
    with taught.reading() as reader:
        first, second = reader.all(select(incidents.c.id).where(incidents.c.category == "leak").limit(2))
    with taught.unit() as unit:
        for case in (first[0], second[0]):
            end = unit.now - timedelta(hours=400)
            unit.add(
                "holdings", incident_id=case, department="water", begin=end, end=end, verb="recall", reason="", by="d"
            )  # fmt: skip
        unit.put("incidents", second[0], department="housing", assigned_at=end + timedelta(hours=2))
        unit.commit()
    said = _said(Adviser(taught).of_text(Asked("", category="leak")))
    assert "sent back: 1" in next(one for one in said if one.startswith("Cases like it"))
    assert said[-1].startswith("6 Nov: sent to water by mistake, to housing on 7 Nov")


def test_that_many_returns_make_the_duty_list_doubtful(taught: Database, send_back: Callable[..., None]) -> None:
    adviser = Adviser(taught)
    before = adviser.of_text(Asked("", category="leak")).owners[0]
    with taught.reading() as reader:
        chosen = reader.all(select(incidents.c.id).where(incidents.c.category == "leak").limit(25))
    for number, (case,) in enumerate(chosen):
        send_back(taught, case, "water", "housing", hours_ago=40 + number)
    after = adviser.of_text(Asked("", category="leak"))
    assert before.department.code == "water"
    assert _first(after) == "housing"
    assert "25" in next(said for said in _said(after) if said.startswith("Cases like it"))


def test_that_old_cases_no_longer_count(taught: Database) -> None:
    with taught.unit() as unit:
        long_ago = unit.now - timedelta(days=1000)
        unit.connection.execute(update(incidents).values(reported_at=long_ago))
        unit.commit()
    assert "advice.history" not in _codes(Adviser(taught).of_text(Asked("", category="leak")))


def test_that_a_damaged_model_leaves_duties_and_cases(taught: Database) -> None:
    learn(taught, "asked")
    with taught.unit() as unit:
        unit.connection.execute(update(advice_models).values(bytes=b"junk"))
        unit.commit()
    advice = Adviser(taught).of_text(Asked("东街水管漏水", category="leak"))
    assert advice.damaged
    assert (advice.version, advice.sure, _first(advice)) == (None, True, "water")


def test_that_a_department_that_is_gone_is_not_advised(taught: Database) -> None:
    learn(taught, "asked")
    with taught.unit() as unit:
        unit.connection.exec_driver_sql(
            "update departments set active = false, merged_into = 'housing' where code = 'water'"
        )
        unit.remember("catalogue.version", "2")
        unit.commit()
    advice = Adviser(taught).of_text(Asked("东街水管漏水", category="leak"))
    assert "water" not in {one.department.code for one in advice.owners}
    assert any("merged" in said for said in _said(advice))


def test_that_an_incident_that_is_not_there_has_no_advice(taught: Database) -> None:
    assert Adviser(taught).of_incident(999_999) is None


def test_that_every_reason_can_be_said_in_chinese(taught: Database, send_back: Callable[..., None]) -> None:
    learn(taught, "asked")
    case = _a_case(taught, "fight")
    send_back(taught, case, "police", None)
    advice = Adviser(taught).of_incident(case)
    assert advice is not None
    assert all(said and "{" not in said for said in _said(advice, "zh_CN"))
    assert _said(advice, "zh_CN")[-1].endswith("退回本件")
