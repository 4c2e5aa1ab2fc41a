"""The watch at the briefing: what is of this moment: a leader's inbox, responses, the watermark of a drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.drill.mark import DrillMark
from desktop.emergency.window import EmergencyWindow
from desktop.inbox.desk import InboxDesk
from services.domain.notices import Notice
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

if TYPE_CHECKING:
    from desktop.briefing.book import Book

KEY = "I"


class BookWatch(QObject):
    """Lives beside the pages, which stand still: an inbox and a drill are of this moment."""

    def __init__(self, book: Book, context: SeatContext, theme: Theme) -> None:
        super().__init__(book)
        self._book, self._context, self._theme, self._icons = book, context, theme, Icons(theme)
        self.drill = DrillMark(context, theme, book)
        self.inbox = InboxDesk(context, theme, book)
        self.inbox.opened.connect(self._on_notice)

    def chip(self) -> QWidget:
        """The inbox in the head of a page."""
        return self.inbox.chip(self._theme, self._icons, KEY)

    def open_response(self, ident: int) -> EmergencyWindow:
        """Opens a response."""
        window = EmergencyWindow(self._context, self._theme, self._book, ident)
        window.incident_asked.connect(self._book.open_case)
        window.show()
        return window

    def _on_notice(self, notice: Notice) -> None:
        kind, _, ident = notice.subject.partition("/")
        if kind == "emergency" and ident.isdecimal():
            self.open_response(int(ident))
        elif notice.incident is not None:
            self._book.open_case(notice.incident)
