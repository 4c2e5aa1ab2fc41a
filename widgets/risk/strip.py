"""The strip under the top bar while a new red warning waits to be acknowledged; a click opens its card."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QPainter

from services.words import Words
from widgets.emergency.strip import ResponseStrip, StripLook
from widgets.kit.level_glyph import paint_level
from widgets.theme.theme import Theme


class WarningStrip(ResponseStrip):
    """Hidden while nothing new is red."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self.setObjectName("warning")

    def edge(self, look: StripLook) -> QBrush:
        return QBrush(self._theme.level(look.level))

    def paint_sign(self, painter: QPainter, plate: QRectF, look: StripLook) -> None:
        side = plate.height()
        box = QRectF(plate.center().x() - side / 2, plate.top(), side, side)
        paint_level(painter, box, look.level, self._theme, self._words.lang)
