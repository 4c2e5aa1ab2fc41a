"""The time line: a lane for each source, a mark for each fact at its time; the larger ones are those that hurt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.words import Words
from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe, text_width
from widgets.risk.card.looks import FactLook, LanesLook
from widgets.theme.theme import Theme

LANE, MARK, BIG, TOP, BOTTOM, RIGHT = 28, 11, 16, 16, 26, 26  # px at 1x


class Lanes(QWidget):
    """Paints the facts of one card; `point` marks the one that a hand is at elsewhere."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._look, self._facts, self._rank = LanesLook(), tuple[FactLook, ...](), 4
        self._pointed = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_lanes(self, look: LanesLook, facts: Sequence[FactLook], rank: int) -> None:
        """Other facts; `rank` is the warning's level, whose shape the marks have."""
        self._look, self._facts, self._rank = look, tuple(facts), rank
        counts = [sum(one.lane == at for one in facts) for at in range(len(look.sources))]
        integer = self._words.formats.integer
        said = [f"{name} {integer(count)}" for name, count in zip(look.sources, counts, strict=True)]
        self.setAccessibleDescription(self._words.formats.listing(said))
        self.updateGeometry()
        self.update()

    def point(self, key: int) -> None:
        """The fact that a hand is at; 0 for none."""
        if key != self._pointed:
            self._pointed = key
            self.update()

    def left(self) -> float:
        """Where time begins, in px."""
        body = self._theme.type_px("body")
        names = max((text_width(name, body, self._theme) for name in self._look.sources), default=0.0)
        return min(names, self.width() * 0.3) + self._theme.px(20)

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._look.sources))
        return QSize(self._theme.whole(420), self._theme.whole(TOP + BOTTOM) + rows * self._theme.whole(LANE))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look = self._theme, self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe, body = Scribe(painter, theme), theme.type_px("body")
        left, right = self.left(), self.width() - theme.px(RIGHT)
        names = left - theme.px(20)
        bottom = theme.px(TOP) + len(look.sources) * theme.px(LANE)
        for at, name in enumerate(look.sources):
            y = self._y(at)
            scribe.line(
                name, QRectF(0, y - theme.px(LANE) / 2, names, theme.px(LANE)), body, theme.colour("text.secondary")
            )
            painter.setPen(theme.pen("chart.grid", 1))
            painter.drawLine(QLineF(left, y, right, y))
        self._axis(scribe, left, right, bottom)
        self._moments(scribe, left, right, bottom)
        for one in sorted(self._facts, key=lambda fact: (fact.key == self._pointed, fact.big)):
            side = theme.px(BIG if one.big or one.key == self._pointed else MARK)
            x, y = self._x(one.at, left, right), self._y(one.lane)
            paint_level(painter, QRectF(x - side / 2, y - side / 2, side, side), self._rank, theme, self._words.lang,
                        character=False, hollow=False)  # fmt: skip
            if one.key == self._pointed:
                painter.setPen(theme.pen("text.primary", 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(x - side, y - side * 0.8, 2 * side, 1.6 * side))

    def _x(self, at: float, left: float, right: float) -> float:
        span = max(1.0, self._look.end - self._look.begin)
        return left + (right - left) * min(1.0, max(0.0, (at - self._look.begin) / span))

    def _y(self, lane: int) -> float:
        return self._theme.px(TOP) + (lane + 0.5) * self._theme.px(LANE)

    def _axis(self, scribe: Scribe, left: float, right: float, bottom: float) -> None:
        theme, painter = self._theme, scribe.painter
        painter.setPen(theme.pen("line.strong", 1))
        painter.drawLine(QLineF(left, bottom, right, bottom))
        caption, end = theme.type_px("caption"), -1.0
        for at, text in self._look.ticks:
            x, wide = self._x(at, left, right), text_width(text, caption, theme)
            painter.drawLine(QLineF(x, bottom, x, bottom + theme.px(4)))
            begin = min(max(left, x - wide / 2), right - wide)
            if begin > end:
                box = QRectF(begin, bottom + theme.px(5), wide + 1, theme.line_px("caption"))
                scribe.line(text, box, caption, theme.colour("text.secondary"))
                end = begin + wide + theme.px(10)

    def _moments(self, scribe: Scribe, left: float, right: float, bottom: float) -> None:
        theme, painter, caption = self._theme, scribe.painter, self._theme.type_px("caption")
        for at, text in self._look.moments:
            if not self._look.begin <= at <= self._look.end:
                continue
            x, wide = self._x(at, left, right), text_width(text, caption, theme)
            pen = theme.pen("text.secondary", 1)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QLineF(x, theme.px(2), x, bottom))
            begin = x - wide - theme.px(6) if x - wide - theme.px(6) > left else x + theme.px(6)
            box = QRectF(begin, 0, wide + 1, theme.px(TOP))
            scribe.line(text, box, caption, theme.colour("text.secondary"))
