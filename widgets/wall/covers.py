"""What lies over a part of the wall for a while: the hatch of an old map, and the last scene while it fades."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from widgets.kit.scribe import Scribe, Written
from widgets.theme.theme import Theme

FADE_STEPS = 10


class StaleVeil(QWidget):
    """Hatches what lies under it and says since when it is old; hidden while there is news."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, ""
        self.written: list[Written] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_stale(self, text: str) -> None:
        """Lies over the map with these words; an empty text takes it away."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setVisible(bool(text))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe, em = Scribe(painter, self._theme), self._theme.type_px("text")
        width = scribe.width(self._text, em)
        place = QRectF(self.width() - width - 0.8 * em, 0.4 * em, width + 1, 1.6 * em)
        painter.fillRect(place.adjusted(-0.4 * em, 0, 0.4 * em, 0), self._theme.colour("surface.base"))
        scribe.line(self._text, place, em, self._theme.colour("text.secondary"))
        scribe.hatch(QRectF(self.rect()), 0.4 * em)
        self.written = scribe.written


class FadeCover(QWidget):
    """Holds the picture of the last scene over the new one until that is drawn, then fades in a few steps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._step = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, interval=max(1, round(theme.tokens.number("motion.scene") / FADE_STEPS)))
        self._timer.timeout.connect(self._on_step)
        self.hide()

    def hold(self, picture: QPixmap) -> None:
        """Shows a picture of what lies under it."""
        self._timer.stop()
        self._picture, self._step = picture, FADE_STEPS
        self.raise_()
        self.show()

    def release(self) -> None:
        """Begins to fade."""
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def end(self) -> None:
        """Goes at once."""
        self._timer.stop()
        self._picture = QPixmap()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._step / FADE_STEPS)
        painter.drawPixmap(0, 0, self._picture)

    def _on_step(self) -> None:
        self._step -= 1
        if self._step <= 0:
            self.end()
        else:
            self.update()
