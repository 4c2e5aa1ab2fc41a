"""A place on the wall for one list of a scene: bars or rows, whichever the scene asks for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.wall.scenes import ListKind
from desktop.wall.telling import WallWords
from widgets.theme.theme import Theme
from widgets.wall.events import EventsPane
from widgets.wall.pane import WallPane
from widgets.wall.ranks import RanksPane


class ListSlot(QWidget):
    """Holds a pane of bars and a pane of rows and shows one of them."""

    def __init__(self, theme: Theme, lang: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranks, self._events = RanksPane(theme, self), EventsPane(theme, lang, self)
        self._events.hide()

    def panes(self) -> tuple[WallPane, ...]:
        """The panes of this place."""
        return self._ranks, self._events

    def show_list(self, kind: ListKind, told: WallWords) -> None:
        """Shows a list of the standing."""
        ranks = told.ranks(kind)
        events = told.events(kind) if ranks is None else None
        if ranks is not None:
            self._ranks.show_ranks(ranks)
        if events is not None:
            self._events.show_events(events, kind)
        self._ranks.setVisible(ranks is not None)
        self._events.setVisible(events is not None)

    def show_stale(self, text: str) -> None:
        """Marks both as old."""
        for pane in self.panes():
            pane.show_stale(text)

    def beat(self) -> None:
        """One second."""
        self._events.beat()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for pane in self.panes():
            pane.setGeometry(self.rect())
