"""The watch at the desk: keys, chip, strip and the section of supervision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.inbox.message_window import MessageWindow
from desktop.inbox.rota_window import RotaWindow
from services.bundle import Services
from services.cases.notice import send
from services.domain.emergencies import ResponseLevel
from services.domain.notices import Notice, NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import OfficerRole
from services.domain.steps import Verb
from services.live.picture import load_picture
from widgets.inbox.chip import InboxChip

D, W, S = OfficerRole.DISPATCHER, OfficerRole.DEPARTMENT, OfficerRole.SUPERVISOR


@pytest.fixture
def pressed(services: Services, filled: list[int], seat_of) -> int:
    """An incident of the water department that a supervision order presses."""
    li, boss = seat_of("li", D).officer.now, seat_of("boss", S).officer.now
    with services.database.reading() as reader:
        picture = load_picture(reader, services.database.clock())
    for row in range(len(picture.incidents)):
        record = picture.incidents.row(row)
        live = int(record["id"])
        card = services.reading.incident_card(live)
        if card is not None and card.incident.live.state.name in ("REPORTED", "FILED"):
            break
    else:
        pytest.fail("no incident waits to be assigned")
    services.desk.carry_out(Order(Verb.ASSIGN, live, card.incident.live.version, Details(department="water")), li)
    until = services.database.clock() + timedelta(hours=4)
    version = card.incident.live.version + 1
    services.desk.carry_out(Order(Verb.SUPERVISE, live, version, Details(reason="slow", until=until)), boss)
    return live


def seat_at(open_seat, context, services: Services):
    with services.database.reading() as reader:
        context.situation.picture = load_picture(reader, services.database.clock())
    return open_seat(context=context)


def test_that_f7_opens_the_inbox_and_enter_the_incident(
    qtbot: QtBot, open_seat, services, seat_of, filled: list[int]
) -> None:
    context = seat_of("li", D)
    with services.database.reading() as reader:
        picture = load_picture(reader, services.database.clock())
    incident = int(picture.incidents.row(0)["id"])
    with services.database.unit() as unit:
        send(unit, NoticeKind.URGED, f"incident/{incident}", [context.officer.now.id], incident=incident,
             values={"number": "1"})  # fmt: skip
        unit.commit()
    seat = seat_at(open_seat, context, services)
    watch = seat.further.watch
    chip = seat.top.findChild(InboxChip)
    qtbot.waitUntil(lambda: chip.waiting == 1)
    qtbot.keyClick(seat.queue.view, Qt.Key.Key_F7)
    window = watch.inbox.window
    assert window is not None
    qtbot.keyClick(window.view.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: seat.detail.incident == incident)
    qtbot.waitUntil(lambda: chip.waiting == 0)


def test_that_the_owner_answers_in_the_detail_and_is_offered_no_lifting(
    qtbot: QtBot, open_seat, services, seat_of, pressed: int
) -> None:
    seat = seat_at(open_seat, seat_of("water", W, department="water"), services)
    panel = seat.further.watch.supervision.panel
    seat.choose(pressed)
    qtbot.waitUntil(lambda: panel.look is not None)
    assert panel.look.may_answer
    assert not panel.look.may_lift
    assert "办理缓慢" in " ".join(text for _, text in panel.lines.lines())
    panel.answer.click()
    qtbot.waitUntil(lambda: "简要说明" in panel.note.text())
    panel.field.setPlainText("已派两组人员")
    panel.answer.click()
    qtbot.waitUntil(lambda: not panel.look.may_answer)
    assert "已派两组人员" in panel.lines.lines()[0][1]
    assert panel.field.value == ""
    boss = seat_of("boss", S).officer.now
    assert services.inbox.read(boss)[0].notice.kind is NoticeKind.ANSWERED


def test_that_the_supervising_side_lifts_it(qtbot: QtBot, open_seat, services, seat_of, pressed: int) -> None:
    seat = seat_at(open_seat, seat_of("boss", S, lang="en"), services)
    panel = seat.further.watch.supervision.panel
    seat.choose(pressed)
    qtbot.waitUntil(lambda: panel.look is not None)
    assert panel.look.may_lift
    panel.field.setPlainText("done")
    panel.lift.click()
    qtbot.waitUntil(lambda: not panel.look.may_lift)
    assert panel.look.note == "lifted"
    assert services.supervision.orders(pressed)[0].lifted_why == "done"


def test_that_another_case_shows_no_supervision_and_takes_what_was_typed_with_it(
    qtbot: QtBot, open_seat, services, seat_of, pressed: int
) -> None:
    seat = seat_at(open_seat, seat_of("boss", S), services)
    panel = seat.further.watch.supervision.panel
    seat.choose(pressed)
    qtbot.waitUntil(lambda: panel.look is not None)
    panel.field.setPlainText("half a word")
    picture = seat.context.situation.picture
    ids = [int(picture.incidents.row(row)["id"]) for row in range(len(picture.incidents))]
    seat.choose(next(ident for ident in ids if ident != pressed))
    assert panel.look is None
    assert panel.field.value == ""


def test_that_shift_e_asks_to_begin_for_what_is_chosen_and_opens_what_stands(
    qtbot: QtBot, open_seat, services, seat_of, pressed: int
) -> None:
    context = seat_of("li", D)
    ident = services.emergencies.open(pressed, context.officer.now, ResponseLevel.III)
    seat = seat_at(open_seat, context, services)
    watch = seat.further.watch
    qtbot.waitUntil(lambda: watch.emergency.strip.look is not None)
    qtbot.keyClick(seat.queue.view, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert list(watch.emergency.windows) == [ident]
    watch.emergency.windows[ident].close()
    watch.emergency.strip.click()
    assert ident in watch.emergency.windows


def test_that_with_nothing_standing_shift_e_says_what_to_do(
    qtbot: QtBot, open_seat, services, seat_of, filled: list[int]
) -> None:
    seat = seat_at(open_seat, seat_of("li", D), services)
    assert seat.further.watch.emergency.strip.isHidden()
    seat.further.watch.respond()
    assert not seat.further.watch.emergency.windows


def test_that_the_menu_opens_messages_and_roster(qtbot: QtBot, open_seat, services, seat_of, filled: list[int]) -> None:
    seat = seat_at(open_seat, seat_of("li", D), services)
    for order, kind in (("notice", MessageWindow), ("rota", RotaWindow)):
        seat.hand.orders[order]()
        assert seat.window.findChild(kind) is not None


def test_that_a_notice_about_a_warning_opens_its_card(qtbot: QtBot, open_seat, services, seat_of, filled) -> None:
    context = seat_of("li", D)
    seat = seat_at(open_seat, context, services)
    notice = Notice(1, NoticeKind.WARNED, "warning/4711", services.database.clock(), "engine")
    seat.further.watch.inbox.show(notice)
    qtbot.waitUntil(lambda: 4711 in seat.further.warnings.cards.windows, timeout=5_000)
    seat.further.warnings.cards.close()
