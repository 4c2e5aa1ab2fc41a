"""What the briefing can do besides turning its pages, with the key of each: by a right click, the menu key or `?`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.access.holder import LOCK
from desktop.briefing.watch import KEY
from services.words import N_

if TYPE_CHECKING:
    from desktop.briefing.book import Book

ACTIONS = (
    ("read_anew", N_("Read anew", ctx="page"), "R"),
    ("print_pages", N_("Print the briefing as PDF", ctx="page"), "Ctrl+P"),
    ("blank", N_("Blank the page", ctx="page"), "B"),
    ("switch_language", N_("The other language", ctx="page"), "L"),
    ("full_screen", N_("Full screen", ctx="page"), "F11"),
)
HINTS = (
    (N_("Turn the pages", ctx="page"), "← →"),
    (N_("Jump to a page", ctx="page"), "1–7"),
    (N_("Choose a figure", ctx="page"), "Tab  ↑ ↓  , ."),
    (N_("Open the cases of a figure", ctx="page"), "Enter"),
)


def menu_of(book: Book) -> QMenu:
    """The menu; its last lines are reminders of keys that need no menu."""
    words = book.words
    menu = QMenu(book)
    for name, text, key in ACTIONS:
        action = QAction(f"{words(text, ctx='page')}\t{key}", menu)
        action.triggered.connect(getattr(book, name))
        menu.addAction(action)
    if book.officer.now.id:
        menu.addAction(f"{words('Inbox')}\t{KEY}", book.watch.inbox.open)
    if book.officer.session:
        menu.addSeparator()
        menu.addAction(f"{words('Lock the seat')}\t{LOCK}", book.officer.lock_asked.emit)
        menu.addAction(words("Log out"), lambda: _log_out(book))
    menu.addSeparator()
    for text, key in HINTS:
        hint = QAction(f"{words(text, ctx='page')}\t{key}", menu)
        hint.setEnabled(False)
        menu.addAction(hint)
    return menu


def _log_out(book: Book) -> None:
    book.officer.again = True
    book.close()


def show_menu(book: Book, at: QPoint | None = None) -> None:
    """Opens the menu at a place of the screen, or in the middle of the page."""
    menu = menu_of(book)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at or book.mapToGlobal(book.rect().center()))
