"""The keys of the briefing, the same wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.access.holder import LOCK
from desktop.briefing.menu import show_menu
from desktop.briefing.pages import PAGES
from desktop.briefing.watch import KEY as INBOX

if TYPE_CHECKING:
    from desktop.briefing.book import Book


def bind_keys(book: Book) -> None:
    """Binds them; while the page is blank every key does nothing but show it again."""

    def to(page: int) -> Callable[[], None]:
        return lambda: book.turn(page)

    keys: dict[str, Callable[[], object]] = {
        "Left": lambda: book.turn(book.page - 1),
        "PgUp": lambda: book.turn(book.page - 1),
        "Right": lambda: book.turn(book.page + 1),
        "PgDown": lambda: book.turn(book.page + 1),
        "R": book.read_anew,
        "F5": book.read_anew,
        "B": book.blank,
        "L": book.switch_language,
        "Ctrl+P": book.print_pages,
        "F11": book.full_screen,
        INBOX: book.watch.inbox.open,
        LOCK: book.officer.lock_asked.emit,
        "?": lambda: show_menu(book),
        **{str(page + 1): to(page) for page in range(len(PAGES))},
    }
    for key, act in keys.items():
        bind(book, key, act)


def bind(book: Book, key: str, act: Callable[[], object]) -> None:
    """One key."""

    def on_key() -> None:
        book.blank() if book.is_blank else act()

    QShortcut(QKeySequence(key), book, on_key, context=Qt.ShortcutContext.WindowShortcut)
