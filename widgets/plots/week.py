"""The hours of a week as a grid of shades: when it comes, at a glance; the number of a cell on asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.theme import Theme

DAYS, HOURS = 7, 24
EVERY = 6
GAP = 1.5


class WeekGrid(QWidget):
    """Seven rows of 24 cells in the classes of a ramp; the fullest cell wears its number.

    ↑ ↓ and , . (or the mouse) move the cursor, Enter or a click sends `opened(weekday, hour)`.
    """

    opened = Signal(int, int)
    pointed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: NDArray[np.int64] = np.zeros((DAYS, HOURS), np.int64)
        self._days: Sequence[str] = ("",) * DAYS
        self._hour: Callable[[int], str] = str
        self._number: Callable[[int], str] = str
        self.cell: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_counts(
        self,
        counts: NDArray[np.int64],
        days: Sequence[str],
        hour: Callable[[int], str],
        number: Callable[[int], str],
    ) -> None:
        """Shows counts (7, 24) with the weekdays' names and how hours and numbers are written."""
        self._counts, self._days, self._hour, self._number = counts, days, hour, number
        self.update()

    def limits(self) -> tuple[int, ...]:
        """The lowest count of each class after the first: equal steps up to the fullest cell."""
        top, classes = int(self._counts.max()), len(self._theme.ramp("seq"))
        return tuple(sorted({int(np.ceil(top * at / classes)) for at in range(1, classes)} - {0}))

    def shade(self, count: int) -> int:
        """The class of a count."""
        limits = self.limits()
        found = int(np.searchsorted(limits, count, side="right"))
        return round(found * (len(self._theme.ramp("seq")) - 1) / max(1, len(limits)))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(600), self._theme.whole(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.whole(300), self._theme.whole(140))

    # ---- painting ------------------------------------------------------------------------------------------------

    def box(self) -> QRectF:
        """Where the cells are."""
        metrics = QFontMetricsF(self._theme.font("caption"))
        left = max(metrics.horizontalAdvance(day) for day in self._days) + self._theme.px(10)
        below = metrics.height() + self._theme.px(6)
        return QRectF(left, 0, max(1.0, self.width() - left), max(1.0, self.height() - below))

    def cell_box(self, day: int, hour: int) -> QRectF:
        """Where one cell is."""
        box, gap = self.box(), self._theme.px(GAP)
        wide, high = box.width() / HOURS, box.height() / DAYS
        return QRectF(box.left() + hour * wide, box.top() + day * high, wide - gap, high - gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        ramp, box = self._theme.ramp("seq"), self.box()
        painter.setFont(self._theme.font("caption"))
        for day in range(DAYS):
            for hour in range(HOURS):
                painter.fillRect(self.cell_box(day, hour), ramp[self.shade(int(self._counts[day, hour]))])
        painter.setPen(self._theme.colour("text.secondary"))
        for day, name in enumerate(self._days):
            row = self.cell_box(day, 0)
            place = QRectF(0, row.top(), box.left() - self._theme.px(10), row.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        for hour in range(0, HOURS, EVERY):
            cell = self.cell_box(0, hour)
            place = QRectF(cell.left(), box.bottom(), box.width() / 4, self.height() - box.bottom())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._hour(hour))
        if self._counts.any():
            day, hour = np.unravel_index(int(self._counts.argmax()), self._counts.shape)
            self._label(painter, int(day), int(hour))
        if self.cell is not None:
            self._outline(painter, *self.cell)

    def _label(self, painter: QPainter, day: int, hour: int) -> None:
        """The number of a cell inside it, where there is room for it."""
        cell, text = self.cell_box(day, hour), self._number(int(self._counts[day, hour]))
        metrics = QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(text) <= cell.width() and metrics.height() <= cell.height():
            painter.setPen(self._theme.colour("text.primary"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _outline(self, painter: QPainter, day: int, hour: int) -> None:
        painter.setPen(self._theme.pen("accent.base", 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.cell_box(day, hour))
        self._label(painter, day, hour)

    # ---- the cursor ----------------------------------------------------------------------------------------------

    def point(self, cell: tuple[int, int] | None) -> None:
        """Puts the cursor on a cell; None takes it away."""
        if cell != self.cell:
            self.cell = cell
            self.pointed.emit(*(cell or (-1, -1)))
            self.update()

    def cell_at(self, pos: QPointF) -> tuple[int, int] | None:
        """The cell under a point."""
        box = self.box()
        if not box.contains(pos):
            return None
        day, hour = (pos.y() - box.top()) / box.height() * DAYS, (pos.x() - box.left()) / box.width() * HOURS
        return min(int(day), DAYS - 1), min(int(hour), HOURS - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(*cell)

    def leaveEvent(self, event: object) -> None:
        if not self.hasFocus():
            self.point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.cell is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            day, hour = np.unravel_index(int(self._counts.argmax()), self._counts.shape)
            self.point((int(day), int(hour)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, hour = self.cell or (0, 0)
        moves = {
            Qt.Key.Key_Up: (max(0, day - 1), hour),
            Qt.Key.Key_Down: (min(DAYS - 1, day + 1), hour),
            Qt.Key.Key_Comma: (day, max(0, hour - 1)),
            Qt.Key.Key_Period: (day, min(HOURS - 1, hour + 1)),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.point(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.cell:
            self.opened.emit(*self.cell)
        else:
            event.ignore()
