"""The inbox and the responses at the briefing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.briefing.book import Book
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import Report
from services.domain.people import OfficerRole
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
