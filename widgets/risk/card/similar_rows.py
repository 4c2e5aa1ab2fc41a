"""What helped before: dumb-bells of counts before and after what was done; each opens the card of that warning."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.kit.hand_rows import HandRows
from widgets.kit.scribe import Scribe
from widgets.risk.card.looks import SimilarLook
from widgets.theme.theme import Theme

ROW, DOT, SAID = 30, 4.5, 76  # px at 1x
RIGHT = Qt.AlignmentFlag.AlignRight


class SimilarRows(HandRows[SimilarLook]):
    """`opened(id)` of the warning under the hand; a hollow dot is before, a filled one after."""

    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._none = ""

    def show_rows(self, looks: Sequence[SimilarLook], none: str) -> None:
        """Other warnings; `none` stands where there is none."""
        self._none = none
        said = "\n".join(f"{one.where}: {one.done} {one.said}" for one in looks)
        self.setToolTip(said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if looks else Qt.FocusPolicy.NoFocus)
        self.put(tuple(looks), -1, said or none)

    def take(self, look: SimilarLook) -> None:
        self.opened.emit(look.key)

    def high(self) -> int:
        return self.theme.whole(ROW)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.whole(420), max(1, len(self.looks)) * self.high())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe, body = Scribe(painter, theme), theme.type_px("body")
        second, first = theme.colour("text.secondary"), theme.colour("text.primary")
        if not self.looks:
            scribe.line(self._none, QRectF(0, 0, self.width(), self.high()), body, second)
        most = max((max(one.before, one.after) for one in self.looks), default=1.0) or 1.0
        for at, one in enumerate(self.looks):
            row = self.ground(painter, at)
            where, done = self.width() * 0.33, self.width() * 0.29
            scribe.line(one.where, QRectF(0, row.top(), where - theme.px(10), row.height()), body, first)
            scribe.line(one.done, QRectF(where, row.top(), done - theme.px(10), row.height()), body, second)
            left, right = where + done, self.width() - theme.px(SAID)
            self._bell(painter, QRectF(left, row.top(), right - left - theme.px(10), row.height()), one, most)
            said = QRectF(right, row.top(), theme.px(SAID), row.height())
            scribe.line(one.said, said, body, first, RIGHT)

    def _bell(self, painter: QPainter, box: QRectF, one: SimilarLook, most: float) -> None:
        theme, radius, y = self.theme, self.theme.px(DOT), box.center().y()
        room = box.width() - 2 * radius
        if room < 4 * radius:
            return
        before, after = (box.left() + radius + room * value / most for value in (one.before, one.after))
        painter.setPen(theme.pen("chart.grid", 2))
        painter.drawLine(QLineF(box.left(), y, box.right(), y))
        painter.setPen(theme.pen("text.primary", 1.5))
        painter.drawLine(QLineF(min(before, after), y, max(before, after), y))
        painter.setBrush(theme.brush("surface.panel"))
        painter.drawEllipse(QPointF(before, y), radius, radius)
        painter.setBrush(theme.brush("text.primary"))
        painter.drawEllipse(QPointF(after, y), radius, radius)
