"""What would bring it down: each with the parts that change, the score then and its level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.words import Words
from widgets.kit.level_glyph import level_word, paint_level
from widgets.kit.scribe import Scribe
from widgets.risk.card.looks import LIFTED, ReliefLook
from widgets.theme.theme import Theme

ROW, GLYPH, SCORE, END = 30, 22, 52, 66  # px at 1x
RIGHT = Qt.AlignmentFlag.AlignRight


class ReliefRows(QWidget):
    """Painted rows; `none` stands where nothing was tried."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._looks: Sequence[ReliefLook] = ()
        self._none = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_rows(self, looks: Sequence[ReliefLook], none: str) -> None:
        """Other rows."""
        self._looks, self._none = tuple(looks), none
        said = [f"{one.what}: {one.change} {one.score} {self._level(one)}" for one in looks]
        self.setAccessibleDescription("\n".join(said) or none)
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(420), max(1, len(self._looks)) * self._theme.whole(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, scribe = self._theme, Scribe(QPainter(self), self._theme)
        body, high = theme.type_px("body"), theme.px(ROW)
        second, first = theme.colour("text.secondary"), theme.colour("text.primary")
        if not self._looks:
            scribe.line(self._none, QRectF(0, 0, self.width(), high), body, second)
        for at, one in enumerate(self._looks):
            top, right = at * high, float(self.width())
            self._mark(scribe, QRectF(right - theme.px(END), top, theme.px(END), high), one)
            right -= theme.px(END)
            scribe.line(one.score, QRectF(right - theme.px(SCORE), top, theme.px(SCORE), high), body, first, RIGHT)
            right -= theme.px(SCORE) + theme.px(10)
            room = right * 0.38
            wide = scribe.line(one.change, QRectF(right - room, top, room, high), body, second, RIGHT)
            scribe.line(one.what, QRectF(0, top, right - wide - theme.px(12), high), body, first)

    def _mark(self, scribe: Scribe, box: QRectF, one: ReliefLook) -> None:
        theme = self._theme
        if one.rank == LIFTED:
            scribe.line(one.lifted, box, theme.type_px("body"), theme.colour("text.secondary"), RIGHT)
            return
        side = theme.px(GLYPH)
        spot = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
        scribe.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_level(scribe.painter, spot, one.rank, theme, self._words.lang)

    def _level(self, one: ReliefLook) -> str:
        return one.lifted if one.rank == LIFTED else level_word(one.rank, self._words)
