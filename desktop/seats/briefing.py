"""The briefing seat: up to seven pages of one snapshot, scaled as a whole, for a leader and a room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.briefing.book import Book
from desktop.context import SeatContext


class BriefingSeat:
    """The seat as the application knows it."""

    def __init__(self, context: SeatContext) -> None:
        self._book = Book(context)
        self.window: QWidget = self._book

    def complete(self) -> bool:
        """Whether the page is there and its map drawn."""
        return self._book.complete()

    def close(self) -> None:
        """Ends the map's threads and every window of cases."""
        self._book.close_book()


def make(context: SeatContext) -> BriefingSeat:
    """Makes the seat; it reads its snapshot at once, off the GUI thread."""
    return BriefingSeat(context)
