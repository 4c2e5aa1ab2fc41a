"""Painted lines of one height that a hand goes over: the mouse or ↑ ↓ come to a line, a click or Enter takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.theme import Theme

Look = TypeVar("Look")


class HandRows(QWidget, Generic[Look]):
    """What lists of lines share; who paints them says which can be come to, and what follows.

    A subclass paints in `paintEvent`, with `ground` under the line that the hand is at, and takes a line in `take`.
    """

    under_hand = "surface.hover"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.looks: Sequence[Look] = ()
        self.at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    # ---- what a list says ----------------------------------------------------------------------------------------

    def can_come_to(self, look: Look) -> bool:
        """Whether a hand may come to a line."""
        return True

    def came(self, look: Look | None) -> None:
        """The hand is at another line, or at none."""

    def take(self, look: Look) -> None:
        """A line was taken."""

    # ---- what a list uses ----------------------------------------------------------------------------------------

    def put(self, looks: Sequence[Look], at: int, described: str) -> None:
        """Other lines, with the hand at one of them (-1: none); all of it in words."""
        self.looks, self.at = looks, at
        self.setAccessibleDescription(described)
        self.updateGeometry()
        self.update()

    def row(self, at: int) -> QRectF:
        """Where a line stands."""
        return QRectF(0, at * self.high(), self.width(), self.high())

    def ground(self, painter: QPainter, at: int) -> QRectF:
        """Paints what lies under a line, and gives its place."""
        row = self.row(at)
        if at == self.at:
            painter.fillRect(row, self.theme.colour("accent.quiet" if self.hasFocus() else self.under_hand))
        return row

    def high(self) -> int:
        """The height of a line."""
        return self.theme.whole("space.row_dense")

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.theme.whole(240), len(self.looks) * self.high())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // self.high())

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._go(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // self.high())  # a touch comes without a move before it
        self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._go(max(0, self.at - 1))
            case Qt.Key.Key_Down:
                self._go(min(len(self.looks) - 1, self.at + 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take()
            case _:
                super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        at = at if 0 <= at < len(self.looks) and self.can_come_to(self.looks[at]) else -1
        if at != self.at:
            self.at = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.came(self.looks[at] if at >= 0 else None)
            self.update()

    def _take(self) -> None:
        if 0 <= self.at < len(self.looks):
            self.take(self.looks[self.at])
