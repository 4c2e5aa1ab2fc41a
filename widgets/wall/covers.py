"""What lies over a part of the wall for a while: the hatch of an old map, and the last scene while it fades."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion
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
    """Holds the picture of the last scene until the new one is drawn, then fades between the two prepared pictures.

    The new picture is made pane by pane, one in each turn of the event loop, so that nothing else waits. `pace`: how
    many times faster it fades.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: float = 1.0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._old, self._new = QImage(), QImage()
        self._panes: list[QWidget] = []
        self._step = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = QTimer(self, interval=max(1, round(theme.tokens.number("motion.scene") / FADE_STEPS / pace)))
        self._timer.timeout.connect(self._on_step)
        self.hide()

    def hold(self) -> None:
        """Shows a picture of what lies under it now."""
        self._timer.stop()
        self._old, self._new, self._step = seen(self), QImage(), FADE_STEPS
        self.raise_()
        self.show()

    def release(self, panes: Sequence[QWidget]) -> None:
        """Begins to fade into the panes that lie under it."""
        if not self.isVisible() or self._timer.isActive():
            return
        self._panes = [pane for pane in panes if pane.isVisible()]
        self._new = QImage(self._old.size(), QImage.Format.Format_RGB32)
        self._new.setDevicePixelRatio(self._old.devicePixelRatio())
        self._new.fill(self._theme.colour("surface.base"))
        self._timer.start()

    def end(self) -> None:
        """Goes at once."""
        self._timer.stop()
        self._old, self._new, self._panes = QImage(), QImage(), []
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        share = self._step / FADE_STEPS
        if share < 1.0:
            painter.drawImage(0, 0, self._new)
            painter.setOpacity(share)
        painter.drawImage(0, 0, self._old)

    def _on_step(self) -> None:
        if self._panes:
            pane = self._panes.pop()
            painter = QPainter(self._new)
            place = pane.mapTo(self.parentWidget(), QPoint()) - self.pos()
            pane.render(painter, place, QRegion(), QWidget.RenderFlag.DrawChildren)
            painter.end()
            return
        self._step -= 1
        if self._step <= 0:
            self.end()
        else:
            self.update()


def seen(widget: QWidget) -> QImage:
    """What the screen shows where a widget lies: copied from the window's picture, painted anew where there is none."""
    window = widget.window()
    place = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
    store = window.backingStore()
    device = store.paintDevice() if store is not None else None
    if isinstance(device, QImage) and not device.isNull():
        ratio = device.devicePixelRatio()
        shot = device.copy(
            round(place.x() * ratio),
            round(place.y() * ratio),
            round(place.width() * ratio),
            round(place.height() * ratio),
        )
        shot.setDevicePixelRatio(ratio)
        return shot
    return window.grab(place).toImage()
