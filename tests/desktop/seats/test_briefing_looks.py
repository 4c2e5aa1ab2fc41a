from __future__ import annotations

import argparse

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from desktop.briefing.pages import PAGES
from services.domain.areas import Level
from widgets.briefing.figure_list import FigureList
from widgets.kit.figure import KpiFigure
from widgets.plots.lines import LinesPlot

FULL_HD, UHD = (1920, 1080), (3840, 2160)


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
def test_that_no_text_is_cut(hand, named, fill, open_book, make_context, lang, size):
    fill(900)
    options = argparse.Namespace(page=1)
    book = open_book(size=size, context=make_context("briefing", lang, theme="light", options=options))
    cut: list[str] = []
    for page in range(len(PAGES)):
        frame = hand.go(book, page)
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
def test_that_each_page_speaks_one_language(hand, fill, open_book, make_context, lang):
    fill(300)
    book = open_book(context=make_context("briefing", lang, theme="light", options=argparse.Namespace(page=1)))
    for page in range(len(PAGES)):
        frame = hand.go(book, page)
        said = hand.said(frame)
        han = sum("\u4e00" <= c <= "\u9fff" for c in said)
        assert (han > 30) if lang == "zh_CN" else (han == 0), said


def test_that_everything_that_opens_is_large_enough_for_a_hand(hand, fill, open_book):
    fill(300)
    book = open_book()
    for page in range(len(PAGES)):
        frame = hand.go(book, page)
        for button in frame.findChildren(QAbstractButton):
            if button.isVisibleTo(frame) and not button.objectName().startswith("qt_"):
                assert button.height() >= 40, button
        for shown in frame.findChildren(FigureList):
            assert shown.row_height() >= 40


def test_that_the_page_is_scaled_as_a_whole(fill, open_book):
    fill(200)
    small, large = open_book(), open_book(size=UHD)
    for first, second in zip(small.frame.findChildren(QLabel), large.frame.findChildren(QLabel), strict=True):
        assert second.fontInfo().pixelSize() == pytest.approx(2 * first.fontInfo().pixelSize(), abs=1)
    assert large.frame.tabs[0].height() == 2 * small.frame.tabs[0].height()


def test_that_a_narrow_screen_stacks_the_parts(fill, open_book):
    fill(200)
    book = open_book(size=(900, 1400))
    assert book.stacked
    tops = [figure.mapTo(book, figure.rect().topLeft()).y() for figure in book.frame.findChildren(KpiFigure)]
    plot = book.frame.findChildren(LinesPlot)[0]
    assert max(tops) < book.map.view().mapTo(book, book.map.view().rect().topLeft()).y()
    assert (
        book.map.view().mapTo(book, book.map.view().rect().topLeft()).y() < plot.mapTo(book, plot.rect().topLeft()).y()
    )


def test_that_the_language_changes_at_once(qtbot, hand, fill, open_book):
    fill(100)
    book = open_book()
    assert book.frame.text.page == "今日全市"
    hand.press(book, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: book.frame.text.page == "The city today")
    assert book.snapshot.briefing.mark in book.frame.text.snapshot
    book.frame.language_asked.emit()
    qtbot.waitUntil(lambda: book.frame.text.page == "今日全市")


def test_that_only_a_demo_city_wears_the_mark(hand, fill, city, open_book):
    fill(50)
    assert "演示数据" not in hand.said(open_book().frame)
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    assert "演示数据" in hand.said(open_book().frame)
