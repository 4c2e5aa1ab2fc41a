"""A place on the wall for one list of a scene: bars or rows, whichever the scene asks for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.wall.told import Told
from services.domain.scenes import ListKind, Scene
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

    def show_list(self, kind: ListKind, scene: Scene, told: Told) -> None:
        """Shows a list of what is told."""
        ranks = told.ranks(kind, scene)
        events = told.events(kind, scene) if ranks is None else None
        if ranks is not None:
            self._ranks.show_ranks(ranks)
        if events is not None:
            self._events.show_events(events, kind)
        self._ranks.setVisible(ranks is not None)
        self._events.setVisible(events is not None)
        for pane in self.panes():
            pane.show_trouble("")

    def show_trouble(self, text: str) -> None:
        """Says that this list can't be shown now."""
        if self._ranks.isHidden() and self._events.isHidden():
            self._ranks.show()
        for pane in self.panes():
            pane.show_trouble(text)

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
