"""Departments to choose from, one line each: a name, a bar on one scale of 0 to 100 %, a figure or a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.theme import Theme

NAME_SHARE, VALUE_SHARE = 0.42, 0.58  # of the width: the longest name beside a bar, the longest word without one
BAR = 6  # px at 1x


@dataclass(frozen=True, slots=True)
class ChoiceLook:
    """One line; without a `code` it can't be chosen, without a `share` (0 to 1) it has no bar."""

    code: str
    name: str
    value: str
    share: float | None = None


class ChoiceRows(QWidget):
    """Sends `chosen(code)` for a line that was clicked, or reached with ↑ ↓ and chosen with Enter."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices: Sequence[ChoiceLook] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_choices(self, choices: Sequence[ChoiceLook]) -> None:
        """Other lines."""
        self._choices, self._at = choices, -1
        self.setAccessibleDescription("\n".join(f"{one.name} {one.value}" for one in choices))
        self.setVisible(bool(choices))
        self.updateGeometry()
        self.update()

    def choices(self) -> Sequence[ChoiceLook]:
        """What stands there now."""
        return self._choices

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(240), len(self._choices) * self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: object) -> None:
        painter, theme, high = QPainter(self), self._theme, self._high()
        painter.setFont(theme.font("body"))
        metrics, gap = QFontMetricsF(painter.font()), theme.px(12)
        barred = [one for one in self._choices if one.share is not None]
        wanted = max((metrics.horizontalAdvance(one.name) for one in barred), default=0.0)
        name = min(wanted + 1, self.width() * NAME_SHARE)
        value = max((metrics.horizontalAdvance(one.value) for one in barred), default=0.0)
        for at, one in enumerate(self._choices):
            row = QRectF(0, at * high, self.width(), high)
            if at == self._at:
                painter.fillRect(row, theme.colour("accent.quiet" if self.hasFocus() else "surface.hover"))
            if one.share is None:
                right = min(metrics.horizontalAdvance(one.value) + 1, self.width() * VALUE_SHARE)
                self._texts(painter, row, one, self.width() - right - gap, right)
                continue
            self._texts(painter, row, one, name, value)
            self._bar(painter, row.adjusted(name + gap, 0, -value - gap, 0), one.share, first=at == 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // self._high())

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._go(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // self._high())  # a touch comes without a move before it
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._go(max(0, self._at - 1))
            case Qt.Key.Key_Down:
                self._go(min(len(self._choices) - 1, self._at + 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose()
            case _:
                super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        at = at if 0 <= at < len(self._choices) and self._choices[at].code else -1
        if at != self._at:
            self._at = at
            self.setToolTip(f"{self._choices[at].name} · {self._choices[at].value}" if at >= 0 else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _choose(self) -> None:
        if 0 <= self._at < len(self._choices):
            self.chosen.emit(self._choices[self._at].code)

    def _texts(self, painter: QPainter, row: QRectF, one: ChoiceLook, name: float, value: float) -> None:
        metrics = QFontMetricsF(painter.font())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.colour("text.primary" if one.code else "text.secondary"))
        shown = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, name)
        painter.drawText(QRectF(row.left(), row.top(), name, row.height()), middle, shown)
        painter.setPen(self._theme.colour("text.primary" if one.share is not None and one.code else "text.secondary"))
        shown = metrics.elidedText(one.value, Qt.TextElideMode.ElideRight, value + 1)
        box = QRectF(row.right() - value, row.top(), value, row.height())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, shown)

    def _bar(self, painter: QPainter, box: QRectF, share: float, first: bool) -> None:
        """The whole scale as a groove, so that bars of all lines are read against the same 100 %."""
        thick = self._theme.px(BAR)
        groove = QRectF(box.left(), box.center().y() - thick / 2, max(0.0, box.width()), thick)
        painter.fillRect(groove, self._theme.colour("surface.control"))
        filled = QRectF(groove.left(), groove.top(), groove.width() * min(1.0, max(0.0, share)), thick)
        painter.fillRect(filled, self._theme.colour("accent.base" if first else "line.strong"))

    def _high(self) -> int:
        return self._theme.whole("space.row_dense")
