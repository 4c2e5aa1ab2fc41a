from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.briefing.menu import menu_of
from desktop.briefing.pages import PAGES
from desktop.briefing.snapshot import read_snapshot
from desktop.cases.window import CasesWindow
from desktop.seats import briefing
from services.bundle import open_services
from services.domain.areas import Level
from services.domain.incidents import IncidentState
from services.domain.refusals import Refusal
from services.insight.briefing.count import Count
from services.live.advance import NOTHING
from services.live.picture import load_picture
from services.live.tail import Pulse
from services.settings import Settings
from widgets.briefing.count_link import CountLink
from widgets.briefing.figure_list import FigureList
from widgets.briefing.urgent_row import UrgentRow
from widgets.kit.figure import KpiFigure
from widgets.plots.lines import LinesPlot
from widgets.plots.week import WeekGrid

FULL_HD = (1920, 1080)


def opened_by(frame: QWidget) -> Iterator[Callable[[], None]]:
    """Everything on a page that a hand can open."""
    for button in [*frame.findChildren(KpiFigure), *frame.findChildren(CountLink)]:
        yield button.click
    for shown in frame.findChildren(FigureList):
        for at, row in enumerate(shown.rows):
            for column, cell in enumerate(row.cells):
                if cell.opens:
                    yield lambda s=shown, r=at, c=column: s.opened.emit(r, c)
    for plot in frame.findChildren(LinesPlot):
        for step in range(len(plot._steps)):
            yield lambda p=plot, s=step: p.opened.emit(s)
    for grid in frame.findChildren(WeekGrid):
        for cell in ((0, 0), (3, 9), (6, 23), (1, 14)):
            yield lambda g=grid, c=cell: g.opened.emit(*c)


def test_that_every_figure_of_every_page_opens_as_many_cases_as_it_says(hand, fill, services, open_book):
    fill(900)
    book = open_book()
    counts: list[Count] = []
    book.open_count = counts.append
    book._show()
    for page in range(len(PAGES)):
        before = len(counts)
        for act in opened_by(hand.go(book, page)):
            act()
        assert len(counts) > before
    assert len(counts) > 200
    known: dict[object, int] = {}
    for count in counts:
        if count.cases not in known:
            known[count.cases] = services.reading.cases(count.cases, limit=1).total
        assert known[count.cases] == count.value, count.title.text
    assert sum(count.value > 0 for count in counts) > 120


def test_that_the_number_on_the_page_is_the_number_that_opens(hand, fill, open_book):
    fill(600)
    book = open_book()
    counts: list[Count] = []
    book.open_count = counts.append
    book._show()
    for link in book.frame.findChildren(CountLink):
        link.click()
        assert link._number == f"{counts[-1].value:,}"
    shown = hand.go(book, 1).findChildren(FigureList)
    for each in shown:
        for at, row in enumerate(each.rows):
            for column, cell in enumerate(row.cells):
                each.opened.emit(at, column)
                assert cell.text == f"{counts[-1].value:,}"


def test_that_a_figure_opens_a_window_with_its_cases(qtbot, fill, open_book):
    fill(300)
    book = open_book()
    figure = book.frame.findChildren(KpiFigure)[2]
    figure.setFocus()
    qtbot.keyClick(figure, Qt.Key.Key_Return)
    (window,) = book.findChildren(CasesWindow)
    qtbot.waitUntil(lambda: window.total is not None)
    assert f"{window.total:,}" == figure.shown.value
    assert "现为" not in window._sum.text()


def test_that_the_ledger_of_each_level_adds_up_on_the_page(hand, fill, open_book):
    fill(700)
    book = open_book()
    for page in (1, 2, 3):
        ledger = hand.go(book, page).findChildren(FigureList)[-1]
        table = [[int(cell.text.replace(",", "")) for cell in row.cells] for row in ledger.rows]
        assert [sum(column) for column in zip(*table[:-1], strict=True)] == table[-1]
        assert table[1][0]
        assert table[2][0]
        assert table[3][0]


def test_that_each_map_page_shows_its_own_level(hand, fill, open_book):
    fill(300)
    book = open_book()
    levels = []
    for page in (1, 2, 3):
        hand.go(book, page)
        levels.append(book.map.view().scene.legend().level)
        assert book.map.view().isVisible()
    assert levels == [Level.TOWN, Level.VILLAGE, Level.GRID]
    hand.go(book, 4)
    assert not book.map.view().isVisible()


def test_that_the_map_follows_the_village_that_is_chosen(qtbot, fill, open_book):
    fill(500)
    book = open_book(page=3)
    areas = book.snapshot.briefing.picture.areas
    ranks = book.frame.findChildren(FigureList)[0]
    rows = book.snapshot.briefing.areas[Level.VILLAGE].rows
    towns = [int(areas.parent[row.area]) for row in rows]
    other = next(at for at, town in enumerate(towns) if town != towns[0])
    assert book.map.view().scene.subject == towns[0]
    ranks.setFocus()
    for _ in range(other):
        qtbot.keyClick(ranks, Qt.Key.Key_Down)
    assert book.map.view().scene.subject == towns[other]


def test_that_every_grid_is_reached_by_key_and_only_what_is_seen_is_put_into_words(qtbot, hand, fill, open_book):
    fill(500)
    book = open_book()
    page = book.snapshot.briefing.areas[Level.GRID]
    assert len(page.rows) == page.compared
    assert {row.area for row in page.rows} <= set(book.snapshot.briefing.picture.areas.at_level(Level.GRID).tolist())
    ranks = hand.go(book, 3).findChildren(FigureList)[0]
    assert len(ranks.rows) == len(page.rows) + len(page.unranked)
    qtbot.keyClick(ranks, Qt.Key.Key_End)
    assert ranks.row == len(ranks.rows) - 1
    assert ranks.row in ranks.seen()


def test_that_a_turn_of_pages_asks_the_map_for_its_frame_once_and_after_the_page(qtbot, hand, fill, open_book):
    fill(200)
    book = open_book()
    hand.go(book, 1)
    asked: list[int] = []
    canvas = book.map.view().canvas
    canvas.view_changed.connect(lambda: asked.append(book.page))
    book.turn(0)
    assert not asked
    assert not book.complete()
    qtbot.waitUntil(book.complete)
    assert 1 <= len(asked) <= 2


def test_that_keys_turn_jump_blank_and_read_anew(qtbot, hand, fill, open_book):
    fill(200)
    book = open_book()
    hand.press(book, Qt.Key.Key_Right)
    assert book.page == 1
    hand.press(book, Qt.Key.Key_7)
    assert book.page == 6
    hand.press(book, Qt.Key.Key_Right)
    assert book.page == 6
    hand.press(book, Qt.Key.Key_Left)
    assert book.page == 5
    hand.press(book, Qt.Key.Key_B)
    assert book._blank is not None
    assert book._blank.size() == book.size()
    hand.press(book, Qt.Key.Key_Space)
    assert book._blank is None
    for key in (Qt.Key.Key_B, Qt.Key.Key_Left, Qt.Key.Key_B, Qt.Key.Key_R):
        hand.press(book, key)
    assert book._blank is None
    assert book.page == 5
    with qtbot.waitSignal(book.read):
        hand.press(book, Qt.Key.Key_R)
    assert book.page == 5


def test_that_arrows_turn_pages_though_a_figure_has_the_focus(hand, fill, open_book):
    fill(200)
    book = open_book()
    book.frame.findChildren(KpiFigure)[0].setFocus()
    hand.press(book, Qt.Key.Key_Right)
    assert book.page == 1


def test_that_everything_that_opens_is_reached_with_tab(fill, open_book):
    fill(200)
    book = open_book()
    wanted = {id(b) for kind in (KpiFigure, CountLink, UrgentRow, LinesPlot) for b in book.frame.findChildren(kind)}
    book.activateWindow()
    book.setFocus()
    reached = set()
    for _ in range(60):
        book.focusNextChild()
        reached.add(id(book.focusWidget()))
    assert len(wanted) > 12
    assert wanted <= reached


def test_that_enter_opens_the_number_under_the_cursor(qtbot, fill, open_book):
    fill(400)
    book = open_book(page=2)
    counts: list[Count] = []
    book.open_count = counts.append
    book._show()
    ranks = book.frame.findChildren(FigureList)[0]
    ranks.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Period, Qt.Key.Key_Return):
        qtbot.keyClick(ranks, key)
    assert counts == [book.snapshot.briefing.areas[Level.TOWN].rows[1].open]


def test_that_the_page_opens_that_was_asked_for(fill, open_book):
    fill(100)
    assert open_book(page=5).page == 4
    assert open_book(page=99).page == len(PAGES) - 1


def test_that_the_snapshot_stands_still_until_it_is_read_anew(qtbot, hand, fill, services, open_book):
    fill(200)
    book = open_book()
    said, mark = hand.said(book.frame), book.snapshot.briefing.mark
    fill(7, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    with services.database.reading() as reader:
        picture = load_picture(reader, services.database.clock())
    book._live.situation.take(picture, NOTHING)
    book._live.situation.changed.emit(picture, NOTHING)
    assert "新上报 7 件" in book.frame.news.text()
    assert book.frame.news.isVisible()
    for page in (1, 0):
        hand.go(book, page)
    assert hand.said(book.frame) == said
    assert book.snapshot.briefing.mark == mark
    with qtbot.waitSignal(book.read):
        book.frame.news.click()
    qtbot.waitUntil(book.complete, timeout=20_000)
    assert book.snapshot.briefing.mark != mark
    assert book.snapshot.briefing.picture.reported_total == 207
    assert not book.frame.news.isVisible()
    assert book.snapshot.briefing.mark in hand.said(book.frame)


def test_that_a_figure_opened_late_says_what_it_was(qtbot, fill, open_book):
    fill(200)
    book = open_book()
    fill(5, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    window = book.open_count(book.snapshot.briefing.today.key_figures[2].main)
    qtbot.waitUntil(lambda: window.total is not None)
    assert window.total == book.snapshot.briefing.today.key_figures[2].main.value + 5
    assert "现为" in window._sum.text()


def test_that_a_lost_database_leaves_the_page_and_says_so(qtbot, fill, open_book, monkeypatch):
    fill(100)
    book = open_book()
    finding = book.frame.text.finding

    def lost(*_: object) -> None:
        raise Refusal("store.unreachable", "The database {database} can't be reached.", database="x")

    monkeypatch.setattr("desktop.briefing.book.read_snapshot", lost)
    book.read_anew()
    qtbot.waitUntil(lambda: book.frame.news.text() != "")
    assert book.frame.text.finding == finding
    assert "14:32" in book.frame.news.text()


def test_that_a_briefing_opened_while_the_database_was_gone_reads_by_itself_when_it_is_back(
    qtbot, fill, make_context, open_book, monkeypatch
):
    fill(100)
    context, line = make_context("briefing", theme="light"), {"cut": True}
    read = read_snapshot

    def now_and_then(*parts: object) -> object:
        if line["cut"]:
            raise Refusal("store.unreachable", "The database {database} can't be reached.", database="x")
        return read(*parts)

    monkeypatch.setattr("desktop.briefing.book.read_snapshot", now_and_then)
    seat = briefing.make(context)
    book, at = seat.window, context.clock()
    qtbot.waitUntil(lambda: book._trouble is not None)
    context.situation.beat(Pulse(at, None, False, 0))
    assert not book._reading
    line["cut"] = False
    context.situation.beat(Pulse(at, at, True, 1))
    qtbot.waitUntil(lambda: book.snapshot is not None)
    seat.close()


def test_that_an_urgent_case_opens_its_card_without_personal_data(qtbot, fill, open_book):
    fill(60, text="电话 13812342210")
    book = open_book()
    row = book.frame.findChildren(UrgentRow)[0]
    window = book.open_case(book.snapshot.briefing.today.urgent[0].id)
    with qtbot.waitSignal(window.carded):
        pass
    assert "138****2210" in str(window._card.card)
    assert row.accessibleName().split("、")[0] in ("红色", "橙色", "黄色", "蓝色")


def test_that_an_empty_city_says_what_will_stand_there(hand, city, open_book):
    book = open_book()
    assert "还没有任何上报" in book.frame.text.finding
    for page in range(1, len(PAGES)):
        hand.go(book, page)
        assert book.frame.text.finding


def test_that_an_empty_database_says_what_to_do(hand, make_context, open_book, tmp_path):
    context = make_context("briefing", theme="light")
    nothing = open_services(Settings(f"sqlite:///{tmp_path / 'empty.sqlite'}"), context.clock)
    book = open_book(context=replace(context, services=nothing))
    assert "还没有城市资料" in book.frame.text.finding
    said = hand.said(book.frame)
    assert "main.py import areas" in said
    assert "main.py demo" in said
    hand.press(book, Qt.Key.Key_Right)
    assert "还没有城市资料" in book.frame.text.finding
    nothing.close()


def test_that_the_seat_leaves_no_window_behind(qtbot, fill, make_context):
    fill(50)
    context = make_context("briefing", theme="light")
    seat = briefing.make(context)
    seat.window.resize(*FULL_HD)
    seat.window.show()
    qtbot.waitUntil(seat.complete, timeout=20_000)
    seat.window.open_count(seat.window.snapshot.briefing.today.reds)
    seat.close()
    assert not seat.window.isVisible()
    assert not [w for w in seat.window.findChildren(CasesWindow) if w.isVisible()]
    context.words.switch("en")


def test_that_the_menu_names_each_key_and_does_what_it_says(qtbot, hand, fill, open_book):
    fill(50)
    book = open_book()
    menu = menu_of(book)
    texts = [action.text() for action in menu.actions()]
    assert "重新读取\tR" in texts
    assert any(text.endswith("Ctrl+P") for text in texts)
    next(action for action in menu.actions() if action.text().endswith("\tL")).trigger()
    qtbot.waitUntil(lambda: book.frame.text.page == "The city today")
    assert not any("\u4e00" <= c <= "\u9fff" for action in menu_of(book).actions() for c in action.text())
