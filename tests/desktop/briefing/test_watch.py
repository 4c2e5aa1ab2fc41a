"""The inbox and the responses at the briefing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.briefing.book import Book
from desktop.context import SeatContext
from services.cases.notice import send
from services.commandline.bench import load
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import Report
from services.domain.notices import NoticeKind
from services.domain.people import OfficerRole
from services.live.picture import load_picture
from widgets.briefing.frame import PageFrame
from widgets.inbox.chip import InboxChip

_risk = load(Path(__file__).parents[1] / "risk" / "conftest.py")
warn = _risk.warn
REPORT = Report("hotline", "leak", "燃气味很大", None, 116.31, 33.81)  # type: ignore[arg-type]


@contextmanager
def opened(qtbot: QtBot, context: SeatContext) -> Iterator[Book]:
    """The book of a seat with its first page shown; closed in the end."""
    book = Book(context)
    qtbot.addWidget(book)
    book.resize(1920, 1080)
    book.show()
    try:
        qtbot.waitUntil(lambda: isinstance(book.frame, PageFrame), timeout=20_000)
        yield book
    finally:
        book.close_book()


def test_that_a_leader_reads_of_a_response_and_opens_it_from_the_inbox(qtbot: QtBot, services, seat_of, fill) -> None:
    fill(20)
    context = seat_of("mayor", OfficerRole.LEADER, kind="briefing")
    incident = services.door.take(replace(REPORT, reported_at=services.database.clock())).incident
    services.emergencies.open(incident, context.officer.now, ResponseLevel.II)
    with opened(qtbot, context) as book:
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


def test_that_a_warnings_notice_opens_its_card_with_borders_and_without_personal_data(
    qtbot: QtBot, services, seat_of, fill, warn
) -> None:
    fill(20)
    context = seat_of("mayor", OfficerRole.LEADER, kind="briefing")
    told = replace(REPORT, text="燃气味很大 13812345678", reported_at=services.database.clock())
    incident = services.door.take(told).incident
    with services.database.unit() as unit:
        found = unit.all(text("select id from signals where incident_id = :i").bindparams(i=incident))
    ident = warn(facts=tuple(row.id for row in found))
    with services.database.unit() as unit:
        values = {"number": "W-1", "name_zh": "路口", "name_en": "Junction"}
        send(unit, NoticeKind.WARNED, f"warning/{ident}", [context.officer.now.id], values=values)
        unit.commit()
    context.options.page = 5  # a page without a map
    with opened(qtbot, context) as book:
        qtbot.waitUntil(lambda: book.watch.inbox.inbox.waiting == 1, timeout=10_000)
        book.watch.inbox.open().view.open.click()
        qtbot.waitUntil(lambda: ident in book.watch.cards.windows, timeout=10_000)
        card = book.watch.cards.windows[ident]
        qtbot.waitUntil(card.complete, timeout=20_000)
        qtbot.waitUntil(lambda: bool(card.view.map.canvas.scenery.ground.layers), timeout=20_000)
        assert card.view.look.title == "事故多发路口"
        texts = " ".join(row.what + row.spoken for row in card.view.look.rows)
        assert "燃气味很大" in texts
        assert "13812345678" not in texts
    assert not card.alive


def test_that_a_drill_lies_over_every_page_while_it_runs(qtbot: QtBot, services, seat_of, fill) -> None:
    fill(20)
    context = seat_of("mayor", OfficerRole.LEADER, kind="briefing")
    with opened(qtbot, context) as book:
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
