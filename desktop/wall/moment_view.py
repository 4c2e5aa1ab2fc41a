"""The pane of the moment with its map: the surroundings of a red incident, else the city by the second theme."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.wall.map_pane import MapPane
from desktop.wall.telling import WallWords
from services.insight.standing import OpenCase
from services.words.terms import CHOROPLETHS
from widgets.theme.theme import Theme
from widgets.wall.moment import MomentPane, MomentShown

AROUND = 2500.0  # metres from the incident to each side
NEAR = "recent_per_thousand"  # what colours the surroundings: grids with one open case each would say nothing


class MomentView(QWidget):
    """A red incident that waits has the pane; once it is taken up the pane goes back at the next change of scene."""

    def __init__(self, context: SeatContext, theme: Theme, moving: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._held: int | None = None
        self._figure = NEAR
        self._told: WallWords | None = None
        self.pane = MomentPane(theme, lambda: context.words.lang, moving, self)
        self.map = MapPane(context, theme, figure="open", parent=self)
        theme.changed.connect(self._place)

    def show_theme(self, figure: str) -> None:
        """The colours of the map; a pane that no waiting incident holds is free again."""
        self._figure = figure
        if self._held is None:
            self._colour(figure)
        red = self._told.standing.red if self._told is not None else None
        if red is None or not red.waiting:
            self._let_go()
        if self._told is not None:
            self.tell(self._told)

    def tell(self, told: WallWords) -> None:
        """A newer standing."""
        self._told = told
        red = told.standing.red
        if red is not None and red.waiting and red.id != self._held:
            self._hold(red)
        elif red is None or (self._held is not None and red.id != self._held):
            self._let_go()
        words = self._context.words
        card = told.card() if self._held is not None else None
        title = words(CHOROPLETHS[self.map.scene.figure])
        if self.pane.show_moment(MomentShown(card, title, words.formats.clock(told.now))):
            self._place()

    def show_stale(self, text: str) -> None:
        """Marks pane and map as old."""
        self.pane.show_stale(text)
        self.map.show_stale(text)

    def complete(self) -> bool:
        """Whether its map is drawn."""
        return self.map.complete()

    def close_view(self) -> None:
        """Ends map, timers and threads."""
        self.pane.alternation.end()
        self.map.close_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _hold(self, red: OpenCase) -> None:
        self._held = red.id
        self._colour(NEAR)
        canvas = self.map.canvas
        if math.isfinite(red.x) and math.isfinite(red.y):
            canvas.fit((red.x - AROUND, red.y - AROUND, red.x + AROUND, red.y + AROUND))
            canvas.select_marker(red.id)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held = None
            self._colour(self._figure)
            self.map.canvas.select_marker(None)
            self.map.canvas.fit()

    def _colour(self, figure: str) -> None:
        if self.map.scene.figure != figure:
            self.map.scene.set_figure(figure)

    def _place(self) -> None:
        self.pane.setGeometry(self.rect())
        box = self.pane.map_box().toAlignedRect().intersected(QRect(self.rect()))
        self.map.setGeometry(box)
        self.map.raise_()
