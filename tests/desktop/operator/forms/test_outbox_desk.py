from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.cases.outbox import Outbox
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.live.tail import Pulse

DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "desk02", "钱", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
LOST = Refusal("store.unreachable", "The database {database} can't be reached.", database="city")


@pytest.fixture
def seat(open_seat, filled, qtbot, make_context):
    """A seat with an officer before it, whose outbox is open."""
    context = make_context("operator")
    context.officer.now = DESK
    made = open_seat(context=context)
    beat(made, connected=True)
    qtbot.waitUntil(lambda: made.further.outbox._outbox is not None and made.further.outbox._outbox._city != "")
    return made


def beat(seat: Any, connected: bool, at: timedelta = timedelta(0)) -> None:
    now = seat.context.clock() + at
    seat.context.situation.beat(Pulse(now, now, connected, 1, None if connected else LOST))


def first_open(seat: Any, state: int = 1) -> tuple[int, int]:
    rows = seat.context.situation.picture.incidents
    record = next(rows.row(n) for n in range(len(rows)) if int(rows.row(n)["state"]) == state)
    return int(record["id"]), int(record["version"])


def note(seat: Any, words: str = "断线时写下的话") -> Order:
    incident, version = first_open(seat)
    return Order(Verb.NOTE, incident, version, Details(words=words))


def chip(seat: Any) -> str:
    return seat.status._waiting.text() if seat.status._waiting.isVisible() else ""


def test_that_an_order_given_while_the_line_is_lost_waits_and_is_sent_once_when_it_is_back(seat, qtbot) -> None:
    kept: list[Order] = []
    seat.orders.kept.connect(kept.append)
    beat(seat, connected=False)
    order = note(seat)
    seat.orders.send(order)
    qtbot.waitUntil(lambda: kept == [order])
    assert chip(seat) == "待发 1"
    beat(seat, connected=True)
    qtbot.waitUntil(lambda: chip(seat) == "")
    with seat.context.services.database.reading() as reader:
        whys = reader.connection.exec_driver_sql("select why from journal where verb = 'note'").scalars().all()
    assert whys == ["断线时写下的话"]
    assert "已补发" in seat.quiet._text.text()


def test_that_a_line_that_breaks_amid_an_order_keeps_it_too(seat, qtbot, monkeypatch) -> None:
    desk = seat.context.services.desk
    done: list[Any] = []

    def breaks(order: Order, officer: Officer) -> Any:
        done.append(type(desk).carry_out(desk, order, officer))  # it is carried out, and the answer is lost
        raise LOST

    monkeypatch.setattr(desk, "carry_out", breaks, raising=False)
    seat.orders.send(note(seat))
    qtbot.waitUntil(lambda: chip(seat) == "待发 1")
    monkeypatch.undo()
    beat(seat, connected=True, at=timedelta(seconds=10))
    qtbot.waitUntil(lambda: chip(seat) == "")
    with seat.context.services.database.reading() as reader:
        count = reader.connection.exec_driver_sql("select count(*) from journal where verb = 'note'").scalar_one()
    assert (len(done), count) == (1, 1)


def test_that_what_could_not_be_applied_is_listed_with_its_reason_and_its_words(seat, qtbot) -> None:
    incident, version = first_open(seat)
    order = Order(Verb.ASSIGN, incident, version, Details(department="water", words="请派人到场"))
    beat(seat, connected=False)
    seat.orders.send(order)
    qtbot.waitUntil(lambda: chip(seat) == "待发 1")
    other = Order(Verb.ASSIGN, incident, version, Details(department="police"))
    seat.context.services.desk.carry_out(other, OTHER)
    beat(seat, connected=True)
    qtbot.waitUntil(lambda: chip(seat) == "未成 1")
    seat.status._waiting.click()
    page = seat.further.outbox.window.page
    assert page.text.toPlainText() == "请派人到场"
    assert "desk02" in page.why.text()
    assert page.again.isEnabled()
    page.copy.click()
    page.discard.click()
    qtbot.waitUntil(lambda: chip(seat) == "")
    assert page.rows.rowCount() == 0


def test_that_one_that_was_not_applied_can_be_sent_all_the_same(seat, qtbot) -> None:
    incident, version = first_open(seat)
    order = Order(
        Verb.SHELVE, incident, version, Details(reason="waiting", until=seat.context.clock() + timedelta(hours=1))
    )
    beat(seat, connected=False)
    seat.orders.send(order)
    qtbot.waitUntil(lambda: chip(seat) == "待发 1")
    seat.context.services.desk.carry_out(Order(Verb.ASSIGN, incident, version, Details(department="police")), OTHER)
    beat(seat, connected=True)
    qtbot.waitUntil(lambda: chip(seat) == "未成 1")
    seat.further.outbox.open()
    seat.further.outbox.window.page.again.click()
    qtbot.waitUntil(lambda: chip(seat) == "")
    with seat.context.services.database.reading() as reader:
        assert reader.live_incident(incident).shelved_until is not None


def test_that_several_orders_at_once_are_all_kept(seat, qtbot, monkeypatch) -> None:
    def lost(orders: Any, officer: Any) -> Any:
        raise LOST

    monkeypatch.setattr(seat.context.services.desk, "carry_out_many", lost, raising=False)
    answers: list[Any] = []
    seat.orders.send_many([note(seat), note(seat, "第二条")], answers.extend)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert {answer.code for answer in answers} == {"outbox.kept"}
    assert chip(seat) == "待发 2"


def test_that_an_order_that_is_wrong_is_refused_at_once_and_not_kept(seat, qtbot) -> None:
    troubled: list[Any] = []
    seat.orders.troubled.connect(lambda order, error: troubled.append(error))
    incident, version = first_open(seat)
    seat.orders.send(Order(Verb.CLOSE, incident, version))
    qtbot.waitUntil(lambda: len(troubled) == 1)
    assert troubled[0].code == "desk.not_now"
    assert chip(seat) == ""


def test_that_the_next_start_sends_what_the_last_one_could_not(
    make_context, open_seat, filled, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("desktop.operator.forms.outbox_desk.outbox_folder", lambda context: tmp_path / "outbox")
    context = make_context("operator")
    context.officer.now = DESK
    services = context.services
    before = Outbox(tmp_path / "outbox", services.database, services.desk, services.door, services.evidence)
    seat = open_seat(context=context)
    before.put_order(note(seat), "0001", context.clock())
    object.__setattr__(context, "still", False)
    again = type(seat.further.outbox)(context, seat.theme, seat.status, seat.quiet, seat)
    qtbot.waitUntil(lambda: len(again.waiting) == 1)
    beat(seat, connected=True)
    qtbot.waitUntil(lambda: again.waiting == ())
    assert not list((tmp_path / "outbox").glob("*.json"))
    again.close()


@pytest.fixture
def other_pulse() -> Callable[..., None]:
    from services.domain.seats import SeatThere

    def tell(seat: Any, incident: int | None) -> None:
        now = seat.context.clock()
        there = (
            SeatThere(seat.context.looking.seat, "operator", "desk01", "赵", incident, now),
            SeatThere("other", "operator", "desk05", "调度 05", incident, now),
        )
        seat.context.situation.beat(Pulse(now, now, True, 2, None, there))

    return tell


def test_that_a_case_that_another_seat_has_open_says_whose_and_since_when(seat, qtbot, other_pulse) -> None:
    incident, _ = first_open(seat)
    seat.choose(incident)
    assert seat.context.looking.now == ("desk01", incident)
    other_pulse(seat, incident)
    label = seat.further.presence.label
    assert label.text() == "调度 05 14:32 起打开"
    assert not label.isHidden()
    assert seat.queue.words.present == {incident: "调度 05"}
    other_pulse(seat, None)
    assert label.isHidden()
    assert seat.queue.words.present == {}
    seat.choose(None)
    assert seat.context.looking.now == ("desk01", None)
