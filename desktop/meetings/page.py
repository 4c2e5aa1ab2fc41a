"""What the pages of the window of joint meetings have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.meetings.words import MeetingWords
from desktop.operator.queue.row_words import local
from desktop.window import SeatWindow
from services.cases.reasons import Reasons
from widgets.access.text_rows import TextRows, TextTable


class MeetingPage(QWidget):
    """One page: it asks by its window, and shows nothing until the city is known. `incident_asked(id)`, `changed()`."""

    incident_asked = Signal(int)
    changed = Signal()

    def __init__(self, window: SeatWindow, reasons: Reasons) -> None:
        super().__init__(window)
        self.frame, self.context, self.theme, self._reasons = window, window.context, window.theme, reasons

    def read(self) -> None:
        """Reads what it shows anew."""

    def say(self) -> None:
        """Shows it in the words of now."""

    def teller(self) -> MeetingWords | None:
        """The words of now; None until the city is known."""
        picture = self.context.situation.picture
        return MeetingWords(self.context.words, picture, self._reasons, local(self.context)) if picture else None

    def ask(self, key: str, question: Callable[[], Any], take: Callable[[Any], None]) -> None:
        """Asks off the GUI thread."""
        self.frame.ask(f"meetings {key}", question, take)


def fill(
    rows: TextRows, table: TextTable, heads: Sequence[str], texts: Sequence[Sequence[str]], keys: Sequence[Any]
) -> None:
    """Shows rows and keeps the chosen one chosen; the first where it is gone."""
    at = table.currentIndex().row()
    before = rows.keys[at] if 0 <= at < len(rows.keys) else None
    rows.show(heads, texts, keys, [False] * len(texts))
    if texts:
        table.setCurrentIndex(rows.index(list(keys).index(before) if before in keys else 0, 0))
