"""A region of a seat: a panel that shows by a line at its top that the keyboard works in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

LOADING_AFTER_MILLIS = 400


class Region(QWidget):
    """A panel with a 2 px line at its top: whole while the focus is inside, a third of it while loading."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, bar: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._active = self._loading = self._edged = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, **{"bar" if bar else "panel": True})
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        self._late = QTimer(self, singleShot=True, interval=LOADING_AFTER_MILLIS)
        self._late.timeout.connect(self._on_late)
        theme.changed.connect(self._dress_region)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self._dress_region()

    @property
    def is_active(self) -> bool:
        """Whether the focus is inside."""
        return self._active

    @property
    def is_loading(self) -> bool:
        """Whether the line says that an answer is late."""
        return self._loading

    def show_edge(self, edged: bool) -> None:
        """A line at its left, while it lies over something else."""
        self._edged = edged
        self._dress_region()
        self.update()

    def wait(self) -> None:
        """An answer is asked for; after 0.4 s without one the line says so, and what was there stays."""
        if not self._late.isActive() and not self._loading:
            self._late.start()

    def arrived(self) -> None:
        """The answer is there."""
        self._late.stop()
        if self._loading:
            self._loading = False
            self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        if self._edged:
            painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.colour("line.strong"))
        if not (self._active or self._loading):
            return
        line = self._theme.px("focus.width")
        wide = self.width() / (3 if self._loading else 1)
        painter.fillRect(QRectF(0, 0, wide, line), self._theme.colour(self._theme.tokens.text("focus.colour")))

    def _dress_region(self) -> None:
        self.body.setContentsMargins(int(self._edged), self._theme.whole("focus.width"), 0, 0)

    def _on_late(self) -> None:
        self._loading = True
        self.update()

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        active = now is not None and (now is self or self.isAncestorOf(now))
        if active != self._active:
            self._active = active
            self.update()
