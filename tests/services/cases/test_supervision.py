from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.notice import Inbox
from services.cases.rulebook import RuleBook
from services.cases.supervision import Supervision
from services.domain.notices import NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database


@pytest.fixture
def officers(hire) -> dict[str, Officer]:
    return hire(
        desk=(OfficerRole.DISPATCHER, None),
        boss=(OfficerRole.SUPERVISOR, None),
        water=(OfficerRole.DEPARTMENT, "water"),
        police=(OfficerRole.DEPARTMENT, "police"),
    )


@pytest.fixture
def pressed(city: Database, door: Door, a_report, officers, clock) -> int:
    """The water department's ticket that the supervising side presses."""
    desk, ident = Desk(city, RuleBook(read_deadlines())), door.take(a_report()).incident
    both = replace(officers["desk"], also=frozenset({OfficerRole.SUPERVISOR}))
    desk.carry_out(Order(Verb.ASSIGN, ident, 1, Details(department="water")), both)
    until = clock() + timedelta(hours=4)
    desk.carry_out(Order(Verb.SUPERVISE, ident, 2, Details(reason="slow", until=until)), officers["boss"])
    return ident


def test_that_an_answer_stands_with_the_order_and_reaches_the_supervising_side(city, officers, pressed) -> None:
    service = Supervision(city)
    service.answer(pressed, officers["water"], "已派人")
    order = service.orders(pressed)[0]
    assert (order.answer, order.answered_by, order.lifted_at) == ("已派人", "water", None)
    assert [one.notice.kind for one in Inbox(city).read(officers["boss"])] == [NoticeKind.ANSWERED]


def test_that_lifting_keeps_who_and_why_and_tells_the_department(city, officers, pressed) -> None:
    service = Supervision(city)
    service.lift(pressed, officers["boss"], "已恢复")
    order = service.orders(pressed)[0]
    assert (order.lifted_by, order.lifted_why) == ("boss", "已恢复")
    assert [one.notice.kind for one in Inbox(city).read(officers["water"])] == [NoticeKind.LIFTED]


@pytest.mark.parametrize(
    ("does", "login"), [("answer", "police"), ("answer", "boss"), ("lift", "water"), ("lift", "desk")]
)
def test_that_others_are_refused(city, officers, pressed, does, login) -> None:
    with pytest.raises(Refusal) as refusal:
        getattr(Supervision(city), does)(pressed, officers[login], "x")
    assert refusal.value.code == "supervision.not_yours"


@pytest.mark.parametrize(("does", "login"), [("answer", "water"), ("lift", "boss")])
def test_that_words_are_needed(city, officers, pressed, does, login) -> None:
    with pytest.raises(Refusal) as refusal:
        getattr(Supervision(city), does)(pressed, officers[login], " \u200e ")
    assert refusal.value.code == "supervision.words"
