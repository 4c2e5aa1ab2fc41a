"""The briefing's window, opened at any size, and a hand that turns its pages and reads them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.briefing.book import Book
from desktop.seats import briefing
from widgets.briefing.frame import PageFrame

FULL_HD = (1920, 1080)
OpenBook = Callable[..., Book]


@pytest.fixture
def open_book(qtbot, make_context) -> Iterator[OpenBook]:
    """Opens the briefing; it is complete when it is given."""
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


@dataclass(frozen=True)
class Hand:
    """Turns pages, presses keys, reads what a page says."""

    qtbot: Any

    def go(self, book: Book, page: int) -> PageFrame:
        """The page, painted: what is painted by hand is known only then."""
        book.turn(page)
        self.qtbot.waitUntil(book.complete, timeout=20_000)
        book.grab()
        return book.frame

    def press(self, book: Book, key: Qt.Key) -> None:
        """A key, wherever the focus is."""
        book.activateWindow()
        self.qtbot.waitUntil(book.isActiveWindow)
        self.qtbot.keyClick(book.focusWidget() or book, key)

    def said(self, frame: QWidget) -> str:
        """All that a page says, painted or labelled."""
        painted = [piece.whole for part in frame.findChildren(QWidget) for piece in getattr(part, "written", ())]
        return "\n".join([*painted, *(label.text() for label in frame.findChildren(QLabel))])


@pytest.fixture
def hand(qtbot) -> Hand:
    """A person at the briefing."""
    return Hand(qtbot)
