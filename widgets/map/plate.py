"""A plate: the nearly opaque ground on which the furniture of a map stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.theme.theme import Theme

SOLID = 0.94


class Plate(QWidget):
    """A panel of the theme with the map just showing through; `ruled` gives it a hairline around."""

    def __init__(self, theme: Theme, ruled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._ruled = theme, ruled
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        theme.changed.connect(self._on_theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("surface.panel", SOLID))
        if self._ruled:
            painter.setPen(self.theme.pen("line.hair"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # nothing on a plate moves the map beneath it

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
