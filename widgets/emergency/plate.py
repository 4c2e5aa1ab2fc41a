"""The plate of a response's level: its Roman number in a frame over bars, four for I and one for IV; no hue."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.theme import Theme

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
WIDE, HIGH = 56, 48  # px at 1x


def paint_level(painter: QPainter, box: QRectF, theme: Theme, level: int, colour: str = "text.primary") -> None:
    """Paints the frame, the number and the bars into a box; the bars count with the weight of the level."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.pen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(1, 1, -1, -1))
    bars, gap = 5 - level, box.width() * 0.06
    high = max(2.0, box.height() * 0.09)
    wide = (box.width() * 0.76 - 3 * gap) / 4
    left, top = box.left() + box.width() * 0.12, box.bottom() - high - box.height() * 0.12
    for at in range(4):
        bar = QRectF(left + at * (wide + gap), top, wide, high)
        if at < bars:
            painter.fillRect(bar, theme.brush(colour))
        else:
            painter.fillRect(bar, theme.brush("line.strong"))
    painter.setPen(theme.colour(colour))
    painter.setFont(theme.font_px(box.height() * 0.46))
    painter.drawText(box.adjusted(0, 0, 0, -box.height() * 0.2), Qt.AlignmentFlag.AlignCenter, ROMAN[level])
    painter.restore()


class LevelPlate(QWidget):
    """Shows a level."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._level = theme, 4
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_level(self, level: int) -> None:
        """Another level, 1 to 4."""
        self._level = level
        self.setAccessibleName(ROMAN[level])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(WIDE), self._theme.whole(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_level(QPainter(self), QRectF(self.rect()), self._theme, self._level)
