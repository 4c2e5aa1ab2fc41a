"""The inbox and the responses at the briefing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.briefing.book import Book
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import Report
from services.domain.people import OfficerRole
from services.live.picture import load_picture
from widgets.briefing.frame import PageFrame
from widgets.inbox.chip import InboxChip

REPORT = Report("hotline", "leak", "燃气味很大", None, 116.31, 33.81)  # type: ignore[arg-type]


def test_that_a_leader_reads_of_a_response_and_opens_it_from_the_inbox(qtbot: QtBot, services, seat_of, fill) -> None:
    fill(20)
    context = seat_of("mayor", OfficerRole.LEADER, kind="briefing")
    incident = services.door.take(replace(REPORT, reported_at=services.database.clock())).incident
    services.emergencies.open(incident, context.officer.now, ResponseLevel.II)
    book = Book(context)
    qtbot.addWidget(book)
    book.resize(1920, 1080)
    book.show()
    try:
        qtbot.waitUntil(lambda: isinstance(book.frame, PageFrame), timeout=20_000)
        assert book.frame.qualifier.text().startswith("应急响应 II 级")
        qtbot.waitUntil(lambda: book.frame.findChild(InboxChip).waiting == 1, timeout=10_000)
        book.turn(1)
        assert book.frame.findChild(InboxChip).waiting == 1
        assert "应急响应" not in book.frame.qualifier.text()
        book.activateWindow()
        qtbot.waitUntil(book.isActiveWindow)
        qtbot.keyClick(book.focusWidget() or book, Qt.Key.Key_I)
        window = book.watch.inbox.window
        assert window is not None
        window.view.open.click()
        qtbot.waitUntil(lambda: book.watch.inbox.inbox.waiting == 0)
        qtbot.waitUntil(lambda: any(type(one).__name__ == "EmergencyWindow" for one in book.children()))
    finally:
        book.close_book()


def test_that_a_drill_lies_over_every_page_while_it_runs(qtbot: QtBot, services, seat_of, fill) -> None:
    fill(20)
    context = seat_of("mayor", OfficerRole.LEADER, kind="briefing")
    book = Book(context)
    qtbot.addWidget(book)
    book.resize(1920, 1080)
    book.show()
    try:
        qtbot.waitUntil(lambda: isinstance(book.frame, PageFrame), timeout=20_000)
        assert book.watch.drill.sheet.isHidden()
        services.drills.start(services.drills.scripts()[0].code, seat_of("li", OfficerRole.DISPATCHER).officer.now)
        with services.database.reading() as reader:
            context.situation.picture = load_picture(reader, services.database.clock())
        context.situation.replaced.emit(context.situation.picture)
        assert book.watch.drill.sheet.isVisible()
        book.turn(1)
        qtbot.waitUntil(
            lambda: [one for one in book.children() if isinstance(one, QWidget)][-1] is book.watch.drill.sheet
        )
        assert book.watch.drill.sheet.size() == book.size()
    finally:
        book.close_book()
