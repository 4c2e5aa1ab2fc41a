"""The watermark of a drill: the word over the whole window, so that no picture of it can be taken for the truth."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from widgets.theme.theme import Theme

WORD = "演练 DRILL"  # in both languages on every screen: who sees it may read either
SIZE, ACROSS, DOWN = 34.0, 420.0, 250.0  # px at 1x: the word, and from one to the next
TURN = -24.0  # degrees
STRENGTH = 0.13


class Watermark(QWidget):
    """Lies over its parent, as large as that and above whatever is put there, and lets every click through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tile: QPixmap | None = None
        for flag in (
            Qt.WidgetAttribute.WA_TransparentForMouseEvents,
            Qt.WidgetAttribute.WA_NoSystemBackground,
            Qt.WidgetAttribute.WA_TranslucentBackground,
        ):
            self.setAttribute(flag)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(WORD)
        parent.installEventFilter(self)
        theme.changed.connect(self._dress)
        self.hide()

    def show_drill(self, runs: bool) -> None:
        """Whether a drill runs."""
        if runs:
            self.setGeometry(self.parentWidget().rect())
            self.raise_()
        self.setVisible(runs)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and not self.isHidden():
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(self.parentWidget().rect())
            elif event.type() == QEvent.Type.ChildPolished:
                self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tile is None or self._tile.devicePixelRatio() != self.devicePixelRatioF():
            self._tile = self._painted()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawTiledPixmap(self.rect(), self._tile, QPoint(0, 0))

    def _painted(self) -> QPixmap:
        """Two words, each in the gap of the other's row."""
        ratio, theme = self.devicePixelRatioF(), self._theme
        wide, high = (theme.px(length) for length in (ACROSS, 2 * DOWN))
        tile = QPixmap(round(wide * ratio), round(high * ratio))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        face = theme.font_px(theme.px(SIZE))
        face.setBold(True)
        painter.setFont(face)
        painter.setPen(theme.colour("text.primary", STRENGTH))
        half = QFontMetricsF(face).horizontalAdvance(WORD) / 2
        for x, y in ((0.5, 0.25), (0.0, 0.75), (1.0, 0.75)):
            painter.save()
            painter.translate(x * wide, y * high)
            painter.rotate(TURN)
            painter.drawText(round(-half), 0, WORD)
            painter.restore()
        painter.end()
        return tile

    def _dress(self) -> None:
        self._tile = None
        self.update()
