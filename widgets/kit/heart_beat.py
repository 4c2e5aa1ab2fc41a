"""The heart beat: ten steps, one each second; the only thing on a seat that moves by itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.words import Words
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

STEPS = 10


class HeartBeat(QWidget):
    """Ten bars of which the newest is bright; all are faint while the line is lost. Height `size` px at 1x."""

    def __init__(self, theme: Theme, words: Words, size: float = 9, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._size = theme, words, size
        self._step, self._alive = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        follow(words, self, self._say)

    def beat(self, alive: bool) -> None:
        """One step on; where it stands when the line is lost."""
        if alive:
            self._step = (self._step + 1) % STEPS
        if alive != self._alive:
            self._alive = alive
            self._say()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(STEPS * self._theme.px(5)), self._theme.whole(self._size))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        pitch, bar = self.width() / STEPS, self._theme.px(3)
        for step in range(STEPS):
            bright = self._alive and step == self._step
            colour = self._theme.colour("text.primary" if bright else "line.strong" if self._alive else "line.rule")
            painter.fillRect(QRectF(step * pitch, 0, bar, self.height()), colour)

    def _say(self) -> None:
        words = self._words
        self.setAccessibleName(words("Heart beat"))
        self.setToolTip(
            words("The line to the database lives.") if self._alive else words("No word from the database.")
        )
