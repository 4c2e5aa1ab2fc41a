"""The inbox at a seat: arrives by the tail, is acknowledged by a key, opens what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.cases.window import CasesWindow
from desktop.context import SeatContext
from desktop.inbox.desk import InboxDesk
from desktop.inbox.message_window import MessageWindow
from desktop.inbox.words import NoticeWords
from services.bundle import Services
from services.cases.notice import LONGEST, send
from services.cases.watch.gathering import gather
from services.domain.notices import Audience, NoticeKind
from services.domain.people import OfficerRole
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

D, W = OfficerRole.DISPATCHER, OfficerRole.DEPARTMENT
TEN = timedelta(minutes=10)
MakeDesk = Callable[[SeatContext], InboxDesk]


@pytest.fixture
def desk(qtbot: QtBot, theme_of: Callable[[SeatContext], Theme]) -> MakeDesk:
    windows: list[QWidget] = []

    def make(context: SeatContext) -> InboxDesk:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        return InboxDesk(context, theme_of(context), window)

    return make


def tell(services: Services, context: SeatContext, kind: NoticeKind = NoticeKind.URGED, **more: object) -> int:
    with services.database.unit() as unit:
        ident = send(unit, kind, "incident/1", [context.officer.now.id], values={"number": "0001"}, **more)
        unit.commit()
    return ident


def test_that_a_notice_reaches_its_officer_and_nobody_else(
    qtbot: QtBot, services: Services, seat_of, live, desk: MakeDesk
) -> None:
    one, other = seat_of("li", D), seat_of("water", W, department="water")
    desks = [desk(one), desk(other)]
    for context in (one, other):
        live(context)
    chips = [made.chip(made._theme, Icons(made._theme)) for made in desks]
    for chip in chips:
        qtbot.addWidget(chip)
    services.inbox.write(one.officer.now, Audience(department="water"), "请核查", TEN)
    qtbot.waitUntil(lambda: (chips[1].waiting, chips[1].urgent) == (1, 1), timeout=5_000)
    assert chips[0].waiting == 0
    assert "紧急 1" in chips[1].toolTip()


def test_that_what_is_acknowledged_at_one_seat_is_so_at_the_officers_other_seat(
    qtbot: QtBot, services: Services, seat_of, live, desk: MakeDesk
) -> None:
    seats = [seat_of("li", D), seat_of("li", D, kind="briefing")]
    desks = [desk(context) for context in seats]
    for context in seats:
        live(context)
    tell(services, seats[0])
    qtbot.waitUntil(lambda: all(one.inbox.waiting == 1 for one in desks), timeout=5_000)
    window = desks[0].open()
    qtbot.keyClick(window.view.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: all(one.inbox.waiting == 0 for one in desks), timeout=5_000)
    assert window.view.rows.looks[0].state.endswith("已签收")
    assert window.view.head.text().startswith("没有待签收的通知")


def test_that_enter_acknowledges_and_opens_what_it_is_about(qtbot: QtBot, services: Services, seat_of, desk) -> None:
    context = seat_of("li", D)
    tell(services, context)
    made = desk(context)
    qtbot.waitUntil(lambda: made.inbox.waiting == 1)
    window = made.open()
    with qtbot.waitSignal(made.opened) as opened:
        qtbot.keyClick(window.view.list, Qt.Key.Key_Return)
    assert opened.args[0].subject == "incident/1"
    qtbot.waitUntil(lambda: made.inbox.waiting == 0)


def test_that_who_has_not_logged_in_has_no_inbox(qtbot: QtBot, make_context, desk: MakeDesk) -> None:
    made = desk(make_context())
    chip = made.chip(made._theme, Icons(made._theme))
    qtbot.addWidget(chip)
    assert not chip.isVisibleTo(None)
    assert made.inbox.receipts == ()


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_every_kind_has_a_sentence_with_its_values(
    qtbot: QtBot, services: Services, seat_of, desk: MakeDesk, kind: NoticeKind, lang: str
) -> None:
    context = seat_of("li", D, lang=lang)
    values = {"number": "20261124-000123", "due": "1795765442", "cause": "step_late", "level": "2", "plan": "gas",
              "words": "20261124-000123", "name_zh": "路口", "name_en": "Junction"}  # fmt: skip
    with services.database.unit() as unit:
        send(unit, kind, "incident/1", [context.officer.now.id], values=values)
        unit.commit()
    made = desk(context)
    qtbot.waitUntil(lambda: made.inbox.waiting == 1)
    sentence = made.open().view.rows.looks[0].sentence
    assert "{" not in sentence
    assert "—" not in sentence
    assert "step_late" not in sentence
    assert ("20261124-000123" in sentence) or (
        kind is NoticeKind.EMERGENCY and ("燃气" in sentence or "Gas" in sentence)
    )


def test_that_a_message_is_sent_once_and_a_refusal_keeps_what_was_typed(
    qtbot: QtBot, services: Services, seat_of, theme_of
) -> None:
    context = seat_of("li", D)
    seat_of("water", W, department="water")
    window = MessageWindow(context, theme_of(context))
    qtbot.addWidget(window)
    window.show()
    at = [window.to.itemData(row) for row in range(window.to.count())].index(Audience(department="water"))
    window.to.setCurrentIndex(at)
    window.text.setPlainText("长" * (LONGEST + 1))
    window.send.click()
    qtbot.waitUntil(lambda: "501" in window.note.text())
    assert len(window.text.value) == LONGEST + 1
    window.text.setPlainText("请核查积水点")
    qtbot.keyClick(window.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.send.click()
    qtbot.waitUntil(lambda: "已发给 1 人" in window.note.text())
    assert window.text.value == ""
    water = seat_of("water", W, department="water").officer.now
    assert [one.notice.values["words"] for one in services.inbox.read(water)] == ["请核查积水点"]


def test_that_a_notice_that_gathers_many_says_how_many_and_opens_the_list_of_them(
    qtbot: QtBot, services: Services, seat_of, live, desk: MakeDesk, fill
) -> None:
    ids = fill(25)
    context = seat_of("li", D)
    made = desk(context)
    live(context)
    with services.database.unit() as unit:
        gather(unit, NoticeKind.TIME_IS_OUT, "water", [context.officer.now.id], ids)
        unit.commit()
    qtbot.waitUntil(lambda: made.inbox.waiting == 1, timeout=5_000)
    qtbot.waitUntil(lambda: context.situation.picture is not None, timeout=5_000)
    notice = made.inbox.receipts[0].notice
    assert NoticeWords(context.words, context.situation.picture, context.clock()).sentence(notice) == "25 件工单已超期"
    opened: list[object] = []
    made.opened.connect(opened.append)
    made.show(notice)
    window = made._window.findChild(CasesWindow)
    qtbot.waitUntil(lambda: window.total is not None, timeout=5_000)
    assert (window.total, opened) == (25, [])
    window.close()
