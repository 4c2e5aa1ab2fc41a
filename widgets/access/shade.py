"""A shade: covers a window wholly while its seat is locked; what lies under it stays as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.kit.marks import paint_logo
from widgets.theme.theme import Theme


class Shade(QWidget):
    """Lies over everything of one window, in the plain ground with a sentence; follows the window's size."""

    def __init__(self, window: QWidget, theme: Theme, say: Callable[[], str]) -> None:
        super().__init__(window)
        self._theme, self._say = theme, say
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(self.parentWidget().rect())
            elif event.type() == QEvent.Type.ChildAdded:
                self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface.base"))
        side = theme.px(32)
        middle = QRectF(self.rect()).center()
        paint_logo(painter, QRectF(middle.x() - side / 2, theme.px(48), side, side), theme)
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font("lead"))
        words = QRectF(theme.px(24), theme.px(92), self.width() - theme.px(48), theme.px(80))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), self._say())
