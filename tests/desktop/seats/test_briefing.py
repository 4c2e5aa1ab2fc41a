from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from desktop.briefing.book import Book
from desktop.briefing.pages import PAGES
from desktop.cases_window import CasesWindow
from desktop.seats import briefing
from services.bundle import open_services
from services.domain.areas import Level
from services.domain.incidents import IncidentState
from services.domain.refusals import Refusal
from services.insight.count import Count
from services.live.advance import NOTHING
from services.live.picture import load_picture
from services.settings import Settings
from widgets.briefing.count_link import CountLink
from widgets.briefing.figure_list import FigureList
from widgets.briefing.frame import PageFrame
from widgets.briefing.urgent_row import UrgentRow
from widgets.kit.figure import KpiFigure
from widgets.plots.lines import LinesPlot
from widgets.plots.week import WeekGrid

FULL_HD, UHD = (1920, 1080), (3840, 2160)
OpenBook = Callable[..., Book]


@pytest.fixture
def open_book(qtbot, make_context) -> Iterator[OpenBook]:
    seats: list[briefing.BriefingSeat] = []

    def open_it(page: int = 1, size: tuple[int, int] = FULL_HD, context=None, **values) -> Book:
        options = argparse.Namespace(page=page)
        context = context or make_context("briefing", theme="light", options=options, **values)
        seat = briefing.make(context)
        seats.append(seat)
        seat.window.resize(*size)
        seat.window.show()
        qtbot.waitUntil(seat.complete, timeout=20_000)
        return seat.window

    yield open_it
    for seat in seats:
        seat.close()


def go(qtbot, book: Book, page: int) -> PageFrame:
    book.turn(page)
    qtbot.waitUntil(book.complete, timeout=20_000)
    book.grab()  # what is painted by hand is known once it is painted
    return book.frame


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


def seen_numbers(frame: QWidget) -> str:
    """All that a page says, painted or labelled."""
    painted = [piece.whole for part in frame.findChildren(QWidget) for piece in getattr(part, "written", ())]
    return "\n".join([*painted, *(label.text() for label in frame.findChildren(QLabel))])


def test_that_every_figure_of_every_page_opens_as_many_cases_as_it_says(qtbot, fill, services, open_book):
    fill(900)
    book = open_book()
    counts: list[Count] = []
    book.open_count = counts.append
    book._show()
    for page in range(len(PAGES)):
        before = len(counts)
        for act in opened_by(go(qtbot, book, page)):
            act()
        assert len(counts) > before
    assert len(counts) > 200
    known: dict[object, int] = {}
    for count in counts:
        if count.cases not in known:
            known[count.cases] = services.reading.cases(count.cases, limit=1).total
        assert known[count.cases] == count.value, count.title.text
    assert sum(count.value > 0 for count in counts) > 120


def test_that_the_number_on_the_page_is_the_number_that_opens(qtbot, fill, open_book):
    fill(600)
    book = open_book()
    counts: list[Count] = []
    book.open_count = counts.append
    book._show()
    for link in book.frame.findChildren(CountLink):
        link.click()
        assert link._number == f"{counts[-1].value:,}"
    shown = go(qtbot, book, 1).findChildren(FigureList)
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


def test_that_the_ledger_of_each_level_adds_up_on_the_page(qtbot, fill, open_book):
    fill(700)
    book = open_book()
    for page in (1, 2, 3):
        ledger = go(qtbot, book, page).findChildren(FigureList)[-1]
        table = [[int(cell.text.replace(",", "")) for cell in row.cells] for row in ledger.rows]
        assert [sum(column) for column in zip(*table[:-1], strict=True)] == table[-1]
        assert table[1][0]
        assert table[2][0]
        assert table[3][0]


def test_that_each_map_page_shows_its_own_level(qtbot, fill, open_book):
    fill(300)
    book = open_book()
    levels = []
    for page in (1, 2, 3):
        go(qtbot, book, page)
        levels.append(book._map.scene.legend().level)
        assert book._map.isVisible()
    assert levels == [Level.TOWN, Level.VILLAGE, Level.GRID]
    go(qtbot, book, 4)
    assert not book._map.isVisible()


def test_that_the_map_follows_the_village_that_is_chosen(qtbot, fill, open_book):
    fill(500)
    book = open_book(page=3)
    areas = book.snapshot.briefing.picture.areas
    ranks = book.frame.findChildren(FigureList)[0]
    rows = book.snapshot.briefing.areas[Level.VILLAGE].rows
    towns = [int(areas.parent[row.area]) for row in rows]
    other = next(at for at, town in enumerate(towns) if town != towns[0])
    assert book._map.scene.subject == towns[0]
    ranks.setFocus()
    for _ in range(other):
        qtbot.keyClick(ranks, Qt.Key.Key_Down)
    assert book._map.scene.subject == towns[other]


@pytest.fixture
def named(city) -> None:
    """The small city with names as long as real ones."""
    with city.unit() as unit:
        for area in unit.areas():
            unit.put("areas", area.id, name=NAMED[area.level])
        unit.commit()


NAMED = {Level.CITY: "永城市", Level.TOWN: "崇法寺街道", Level.VILLAGE: "十八里杨社区", Level.GRID: "12网格"}


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [FULL_HD, UHD])
def test_that_no_text_is_cut(qtbot, named, fill, open_book, make_context, lang, size):
    fill(900)
    options = argparse.Namespace(page=1)
    book = open_book(size=size, context=make_context("briefing", lang, theme="light", options=options))
    cut: list[str] = []
    for page in range(len(PAGES)):
        frame = go(qtbot, book, page)
        for part in frame.findChildren(QWidget):
            if part.isVisibleTo(frame):
                cut += [f"{page + 1}: {piece.whole}" for piece in getattr(part, "written", ()) if piece.cut]
        for label in frame.findChildren(QLabel):
            if label.isVisibleTo(frame) and not label.wordWrap() and label.sizeHint().width() > label.width():
                cut.append(f"{page + 1}: {label.text()}")
        for button in frame.findChildren(QToolButton):
            if button.isVisibleTo(frame) and button.sizeHint().width() > button.width():
                cut.append(f"{page + 1}: {button.text()}")
    assert cut == []


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_each_page_speaks_one_language(qtbot, fill, open_book, make_context, lang):
    fill(300)
    book = open_book(context=make_context("briefing", lang, theme="light", options=argparse.Namespace(page=1)))
    for page in range(len(PAGES)):
        frame = go(qtbot, book, page)
        said = seen_numbers(frame)
        han = sum("\u4e00" <= c <= "\u9fff" for c in said)
        assert (han > 30) if lang == "zh_CN" else (han == 0), said


def test_that_everything_that_opens_is_large_enough_for_a_hand(qtbot, fill, open_book):
    fill(300)
    book = open_book()
    for page in range(len(PAGES)):
        frame = go(qtbot, book, page)
        for button in frame.findChildren(QAbstractButton):
            if button.isVisibleTo(frame) and not button.objectName().startswith("qt_"):
                assert button.height() >= 40, button
        for shown in frame.findChildren(FigureList):
            assert shown.row_height() >= 40


def test_that_the_page_is_scaled_as_a_whole(qtbot, fill, open_book):
    fill(200)
    small, large = open_book(), open_book(size=UHD)
    for first, second in zip(small.frame.findChildren(QLabel), large.frame.findChildren(QLabel), strict=True):
        assert second.fontInfo().pixelSize() == pytest.approx(2 * first.fontInfo().pixelSize(), abs=1)
    assert large.frame.tabs[0].height() == 2 * small.frame.tabs[0].height()


def test_that_a_narrow_screen_stacks_the_parts(qtbot, fill, open_book):
    fill(200)
    book = open_book(size=(900, 1400))
    assert book.stacked
    tops = [figure.mapTo(book, figure.rect().topLeft()).y() for figure in book.frame.findChildren(KpiFigure)]
    plot = book.frame.findChildren(LinesPlot)[0]
    assert max(tops) < book._map.mapTo(book, book._map.rect().topLeft()).y()
    assert book._map.mapTo(book, book._map.rect().topLeft()).y() < plot.mapTo(book, plot.rect().topLeft()).y()


def press(qtbot, book: Book, key: Qt.Key) -> None:
    book.activateWindow()
    qtbot.waitUntil(book.isActiveWindow)
    qtbot.keyClick(book.focusWidget() or book, key)


def test_that_keys_turn_jump_blank_and_read_anew(qtbot, fill, open_book):
    fill(200)
    book = open_book()
    press(qtbot, book, Qt.Key.Key_Right)
    assert book.page == 1
    press(qtbot, book, Qt.Key.Key_7)
    assert book.page == 6
    press(qtbot, book, Qt.Key.Key_Right)
    assert book.page == 6
    press(qtbot, book, Qt.Key.Key_Left)
    assert book.page == 5
    press(qtbot, book, Qt.Key.Key_B)
    assert book._blank is not None
    assert book._blank.size() == book.size()
    press(qtbot, book, Qt.Key.Key_Space)
    assert book._blank is None
    with qtbot.waitSignal(book.read):
        press(qtbot, book, Qt.Key.Key_R)
    assert book.page == 5


def test_that_arrows_turn_pages_though_a_figure_has_the_focus(qtbot, fill, open_book):
    fill(200)
    book = open_book()
    book.frame.findChildren(KpiFigure)[0].setFocus()
    press(qtbot, book, Qt.Key.Key_Right)
    assert book.page == 1


def test_that_everything_that_opens_is_reached_with_tab(qtbot, fill, open_book):
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


def test_that_the_page_opens_that_was_asked_for(qtbot, fill, open_book):
    fill(100)
    assert open_book(page=5).page == 4
    assert open_book(page=99).page == len(PAGES) - 1


def test_that_the_snapshot_stands_still_until_it_is_read_anew(qtbot, fill, services, open_book):
    fill(200)
    book = open_book()
    said, mark = seen_numbers(book.frame), book.snapshot.briefing.mark
    fill(7, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    with services.database.reading() as reader:
        picture = load_picture(reader, services.database.clock())
    book._live.situation.take(picture, NOTHING)
    book._live.situation.changed.emit(picture, NOTHING)
    assert "新上报 7 件" in book.frame.news.text()
    assert book.frame.news.isVisible()
    for page in (1, 0):
        go(qtbot, book, page)
    assert seen_numbers(book.frame) == said
    assert book.snapshot.briefing.mark == mark
    with qtbot.waitSignal(book.read):
        book.frame.news.click()
    qtbot.waitUntil(book.complete, timeout=20_000)
    assert book.snapshot.briefing.mark != mark
    assert book.snapshot.briefing.picture.reported_total == 207
    assert not book.frame.news.isVisible()
    assert book.snapshot.briefing.mark in seen_numbers(book.frame)


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


def test_that_the_language_changes_at_once(qtbot, fill, open_book):
    fill(100)
    book = open_book()
    assert book.frame.text.page == "今日全市"
    press(qtbot, book, Qt.Key.Key_L)
    assert book.frame.text.page == "The city today"
    assert book.snapshot.briefing.mark in book.frame.text.snapshot
    book.frame.language_asked.emit()
    assert book.frame.text.page == "今日全市"


def test_that_an_urgent_case_opens_its_card_without_personal_data(qtbot, fill, open_book):
    fill(60, text="电话 13812342210")
    book = open_book()
    row = book.frame.findChildren(UrgentRow)[0]
    window = book.open_case(book.snapshot.briefing.today.urgent[0].id)
    with qtbot.waitSignal(window.carded):
        pass
    assert "138****2210" in str(window._card.card)
    assert row.accessibleName().split("、")[0] in ("红色", "橙色", "黄色", "蓝色")


def test_that_an_empty_city_says_what_will_stand_there(qtbot, city, open_book):
    book = open_book()
    assert "还没有任何上报" in book.frame.text.finding
    for page in range(1, len(PAGES)):
        go(qtbot, book, page)
        assert book.frame.text.finding


def test_that_an_empty_database_says_what_to_do(qtbot, make_context, open_book, tmp_path):
    context = make_context("briefing", theme="light")
    nothing = open_services(Settings(f"sqlite:///{tmp_path / 'empty.sqlite'}"), context.clock)
    book = open_book(context=replace(context, services=nothing))
    assert "还没有城市资料" in book.frame.text.finding
    said = seen_numbers(book.frame)
    assert "main.py import areas" in said
    assert "main.py demo" in said
    press(qtbot, book, Qt.Key.Key_Right)
    assert "还没有城市资料" in book.frame.text.finding
    nothing.close()


def test_that_only_a_demo_city_wears_the_mark(qtbot, fill, city, open_book):
    fill(50)
    assert "演示数据" not in seen_numbers(open_book().frame)
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    assert "演示数据" in seen_numbers(open_book().frame)


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
