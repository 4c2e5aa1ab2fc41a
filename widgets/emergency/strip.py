"""The strip under the top bar while a response stands: its level, plan, age, who is there; a click opens it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.emergency.plate import paint_level
from widgets.theme.theme import Theme

HIGH, PAD, GAP = 30, 16, 10  # px at 1x


@dataclass(frozen=True, slots=True)
class StripLook:
    """A response that stands, in one line, and what is said at the right of it."""

    level: int
    text: str
    right: str
    spoken: str


class ResponseStrip(QAbstractButton):
    """Hidden while no response stands; `clicked` asks for its window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look: StripLook | None = None
        self.setObjectName("response")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def show_look(self, look: StripLook | None) -> None:
        """Another response, or none."""
        if look == self.look:
            return
        self.look = look
        self.setVisible(look is not None)
        if look is not None:
            self.setAccessibleName(look.spoken)
            self.setToolTip(look.spoken)
        self.update()

    def edge(self, look: StripLook) -> QBrush:
        """What the bar at its left is painted with."""
        return self._theme.brush("text.primary")

    def paint_sign(self, painter: QPainter, plate: QRectF, look: StripLook) -> None:
        """The sign of the level."""
        paint_level(painter, plate, self._theme, look.level)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(320), self._theme.whole(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, look = self._theme, self._theme.px, self.look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.brush("surface.hover" if self.underMouse() else "surface.raised"))
        painter.fillRect(QRectF(0, 0, px(4), self.height()), self.edge(look))
        plate = QRectF(px(PAD), px(3), px(32), self.height() - px(6))
        self.paint_sign(painter, plate, look)
        painter.setFont(theme.font("lead"))
        metrics = painter.fontMetrics()
        right = metrics.horizontalAdvance(look.right)
        line = QRectF(self.rect()).adjusted(plate.right() + px(GAP), 0, -px(PAD), 0)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), look.right)
        painter.setPen(theme.colour("text.primary"))
        room = int(line.width() - right - px(GAP))
        shown = metrics.elidedText(look.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        if self.hasFocus():
            painter.setPen(theme.pen("accent.base", 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
