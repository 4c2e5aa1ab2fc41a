"""The bar above a flood: since when, how many became how many, and 22 bars of a minute that show that it ebbs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.alarm.looks import FloodLook
from widgets.theme.theme import Theme

HEIGHT, BARS = 104, 34  # px at 1x: all of it, and the highest bar
PAD = 18
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class FloodBar(QWidget):
    """Paints what it is given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look = FloodLook("", "", (), "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_look(self, look: FloodLook) -> None:
        """Another flood, or the same a moment later."""
        self.look = look
        self.setToolTip(f"{look.name} · {look.sentence}")
        self.setAccessibleName(self.toolTip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 1 + self._lines(max(1, self.width()))
        text = self._theme.line_px("title") + (lines - 1) * self._theme.line_px("caption")
        return QSize(self._theme.whole(320), round(text + self._theme.px(HEIGHT - 46)))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, event: object) -> None:
        painter, theme, look = QPainter(self), self._theme, self.look
        painter.fillRect(QRectF(0, 0, theme.px("selection.bar_width"), self.height()), theme.colour("text.primary"))
        pad = theme.px(PAD)
        x, top, width = pad, theme.px(10), self.width() - 2 * pad
        line = theme.line_px("title")
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(QRectF(x, top, width, line), LEFT, look.name)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.tertiary"))
        painter.drawText(QRectF(x, top, width, line), RIGHT, look.note)
        painter.setPen(theme.colour("text.secondary"))
        words = self._lines(self.width()) * theme.line_px("caption")
        wrap = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(x, top + line, width, words), wrap, look.sentence)
        self._bars(painter, QRectF(x, top + line + words + theme.px(6), width, 0))

    def _bars(self, painter: QPainter, box: QRectF) -> None:
        theme, look = self._theme, self.look
        if not look.bars:
            return
        foot = self.height() - theme.px(8) - theme.line_px("caption")
        high, step = max(4.0, foot - box.top() - theme.px(2)), box.width() / len(look.bars)
        most = max(1, *look.bars)
        for at, count in enumerate(look.bars):
            bar = max(1.0, high * count / most)
            colour = theme.colour("text.secondary" if count else "line.strong")
            painter.fillRect(QRectF(box.left() + at * step, foot - bar, step - theme.px(2), bar), colour)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.tertiary"))
        line = QRectF(box.left(), foot + theme.px(1), box.width(), theme.line_px("caption"))
        painter.drawText(line, LEFT, look.begin)
        painter.drawText(line, RIGHT, f"{look.end} · {look.peak}" if look.peak else look.end)

    def _lines(self, width: int) -> int:
        """How many lines the sentence takes."""
        metrics = QFontMetricsF(self._theme.font("caption"))
        room = max(60.0, width - 2 * self._theme.px(PAD))
        wrap = int(Qt.TextFlag.TextWordWrap)
        return max(1, round(metrics.boundingRect(QRectF(0, 0, room, 4_000), wrap, self.look.sentence).height()
                            / metrics.lineSpacing()))  # fmt: skip
