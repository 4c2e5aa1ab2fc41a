"""The strip under the top bar while a drill runs: its name, since when and until when; a click ends it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from widgets.emergency.strip import ResponseStrip, StripLook


class DrillStrip(ResponseStrip):
    """Hatched where a response has its level: a drill is none."""

    def edge(self, look: StripLook) -> QBrush:
        return QBrush(self._theme.colour("text.secondary"), Qt.BrushStyle.BDiagPattern)

    def paint_sign(self, painter: QPainter, plate: QRectF, look: StripLook) -> None:
        painter.fillRect(plate, QBrush(self._theme.colour("text.primary"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(self._theme.pen("text.primary"))
        painter.drawRect(plate)
