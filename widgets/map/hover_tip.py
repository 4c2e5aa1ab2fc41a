"""What lies under the hand, in words beside it: its name, its number and the number's name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.map.plate import Plate
from widgets.theme.theme import Theme

AWAY, PADDING = 16.0, 8.0  # px at 1x


class HoverTip(Plate):
    """A plate that the mouse goes through; by keyboard it stands in the middle of the map."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.lines: tuple[str, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_lines(self, lines: Sequence[str], at: QPoint, inside: QRect) -> None:
        """Shows lines beside a point, wholly inside a rectangle; no lines hide it."""
        if tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.setAccessibleName(". ".join(self.lines))
            self.resize(self.sizeHint())
            self.update()
        if not lines:
            self.hide()
            return
        away = self.theme.whole(AWAY)
        x = at.x() + away if at.x() + away + self.width() <= inside.right() else at.x() - away - self.width()
        y = at.y() + away if at.y() + away + self.height() <= inside.bottom() else at.y() - away - self.height()
        self.move(max(inside.left(), x), max(inside.top(), y))
        self.show()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        widths = [
            QFontMetricsF(self.theme.font("body" if at == 0 else "caption")).horizontalAdvance(line)
            for at, line in enumerate(self.lines)
        ]
        high = sum(self._line(at) for at in range(len(self.lines)))
        return QSize(round(max(widths, default=0.0) + 2 * px(PADDING)), round(high + px(PADDING)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, top = QPainter(self), self.theme.px(PADDING) / 2
        for at, line in enumerate(self.lines):
            font = self.theme.font("body" if at == 0 else "caption")
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(self.theme.colour("text.primary" if at == 0 else "text.secondary"))
            base = top + (self._line(at) - metrics.height()) / 2 + metrics.ascent()
            painter.drawText(QPointF(self.theme.px(PADDING), base), line)
            top += self._line(at)

    def _line(self, at: int) -> float:
        role = "body" if at == 0 else "caption"
        return max(self.theme.line_px(role), QFontMetricsF(self.theme.font(role)).height())
