"""The strip along the top of a desk's map: where one is, what has no place, the layers, the lock of the view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from services.domain.incidents import PlaceStatus
from services.words import Words
from services.words.terms import PLACES
from widgets.kit.icons import Icons
from widgets.map.breadcrumb import Breadcrumb
from widgets.map.plate import Plate
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

HEIGHT, ICON = 34.0, 16.0  # px at 1x
APART = (PlaceStatus.UNLOCATED, PlaceStatus.OUTSIDE)


class MapBar(Plate):
    """`apart_asked(PlaceStatus)`: the cases behind a count; `fit_asked()`: the view goes back to the program."""

    apart_asked = Signal(object)
    layers_asked = Signal()
    fit_asked = Signal()

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, ruled=False, parent=parent)
        self._words, self._icons = words, icons
        self._counts = dict.fromkeys(APART, 0)
        self.breadcrumb = Breadcrumb(theme, words)
        self.apart = {status: self._button(lambda *_, s=status: self.apart_asked.emit(s)) for status in APART}
        self.layers, self.lock = self._button(self.layers_asked.emit), self._button(self.fit_asked.emit)
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.breadcrumb, 1)
        for button in (*self.apart.values(), self.lock, self.layers):
            self._row.addWidget(button)
        self._fit()
        theme.changed.connect(self._fit)
        follow(words, self, self._say)

    def show_apart(self, unlocated: int, outside: int) -> None:
        """How many open incidents have no place, and how many lie outside the city; none hides its button."""
        counts = dict(zip(APART, (unlocated, outside), strict=True))
        if counts != self._counts:
            self._counts = counts
            self._say()

    def show_lock(self, locked: bool) -> None:
        """Whether the view is the person's."""
        self.lock.setVisible(locked)

    def height_px(self) -> int:
        """How high it stands."""
        return self.theme.whole(HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.colour("line.hair"))

    def _button(self, does: object) -> QToolButton:
        button = QToolButton(self)
        button.clicked.connect(does)
        return button

    def _fit(self) -> None:
        px = self.theme.whole
        self._row.setContentsMargins(px(10), px(2), px(6), px(2))
        self._row.setSpacing(px(6))
        for button in (self.lock, self.layers):
            button.setIconSize(QSize(px(ICON), px(ICON)))
        self.lock.setIcon(self._icons.icon("locked view"))
        self.layers.setIcon(self._icons.icon("layers"))

    def _say(self) -> None:
        words = self._words
        for status, button in self.apart.items():
            count = self._counts[status]
            button.setText(f"{words(PLACES[status], ctx='place')} {words.formats.integer(count)}")
            button.setVisible(count > 0)
            button.setToolTip(words("Open incidents that this map can't show; opens them"))
            button.setAccessibleName(f"{button.text()}. {button.toolTip()}")
        self.lock.setText(words("View locked  F to fit"))
        self.lock.setToolTip(words("The view is yours and moves no more by itself; F shows all and gives it back"))
        self.lock.setAccessibleName(self.lock.toolTip())
        self.layers.setToolTip(words("Layers (L)", ctx="map"))
        self.layers.setAccessibleName(self.layers.toolTip())
