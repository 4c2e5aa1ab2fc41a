"""The countdown as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.countdown import paint_countdown
from widgets.theme.theme import Theme


class Pie(QWidget):
    """The pie of one limit, `size` px at 1x; takes no room where there is no limit."""

    def __init__(self, theme: Theme, size: float = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size = theme, size
        self._share: float | None = None
        self._stopped = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_share(self, share: float | None, stopped: bool = False) -> None:
        """How much of the limit is used."""
        self._share, self._stopped = share, stopped
        self.setVisible(share is not None or stopped)
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.whole(self._size)
        return QSize(side, side)

    def paintEvent(self, event: object) -> None:
        side = min(self.width(), self.height())
        paint_countdown(QPainter(self), QRectF(0, 0, side, side), self._share, self._theme, stopped=self._stopped)
