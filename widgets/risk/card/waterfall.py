"""Why: the parts of the score as steps that end on a scale with the score of each level."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.words import Words
from widgets.kit.level_glyph import level_word, paint_level
from widgets.kit.scribe import Scribe, text_width
from widgets.risk.card.looks import PartLook, ScoreLook
from widgets.theme.theme import Theme

ROW, ROW_OF_TWO, BAR, GLYPH, FOOT = 28, 42, 15, 20, 70  # px at 1x
NAME, SPLIT, TAIL = 0.11, 0.5, 74  # shares of the width: where details and bars begin; px at 1x after the longest bar
RIGHT = Qt.AlignmentFlag.AlignRight


class Waterfall(QWidget):
    """Paints one `ScoreLook`; all of it stands in the accessible description as well."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.look: ScoreLook | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_score(self, look: ScoreLook) -> None:
        """Another score."""
        self.look = look
        words = self._words
        parts = [f"{part.name} {part.detail} {part.said}" for part in look.parts]
        levels = [f"{level_word(rank, words)} {said}" for rank, _, said in look.thresholds]
        self.setAccessibleDescription(words.formats.listing((*parts, look.said, look.label, *levels)))
        self.setToolTip("\n".join(f"{part.name} {part.said}: {part.detail}" for part in look.parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self.look.parts) if self.look is not None else 0
        return QSize(self._theme.whole(420), round(rows * self._row() + self._theme.px(FOOT)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # in a narrow place a part takes two lines

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe = Scribe(painter, self._theme)
        begin = 0.0
        for at, part in enumerate(self.look.parts):
            last = at == len(self.look.parts) - 1
            self._part(scribe, at, part, begin, last)
            begin += part.points
        self._scale(scribe, min(100.0, begin))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _is_narrow(self) -> bool:
        """Whether names and details need a line each."""
        if self.look is None:
            return False
        px, room = self._theme.type_px("body"), self._split() - self._detail() - self._theme.px(12)
        return any(text_width(part.detail, px, self._theme) > room for part in self.look.parts)

    def _row(self) -> float:
        return self._theme.px(ROW_OF_TWO if self._is_narrow() else ROW)

    def _detail(self) -> float:
        look, px = self.look, self._theme.type_px("body")
        names = [text_width(part.name, px, self._theme) for part in look.parts] if look is not None else []
        return max((*names, self.width() * NAME)) + self._theme.px(14)

    def _split(self) -> float:
        return self.width() * SPLIT

    def _x(self, points: float) -> float:
        room = self.width() - self._split() - self._theme.px(TAIL)
        return self._split() + room * min(100.0, max(0.0, points)) / 100

    def _part(self, scribe: Scribe, at: int, part: PartLook, begin: float, last: bool) -> None:
        theme, painter, high = self._theme, scribe.painter, self._row()
        row = QRectF(0, at * high, self.width(), high)
        body, tone = theme.type_px("body"), theme.colour("text.secondary")
        if self._is_narrow():
            half = QRectF(0, row.top() + theme.px(2), self._split() - theme.px(12), high / 2 - theme.px(2))
            scribe.line(part.name, half, body, theme.colour("text.primary"))
            scribe.line(part.detail, half.translated(0, half.height()), theme.type_px("caption"), tone)
        else:
            scribe.line(part.name, QRectF(0, row.top(), self._detail(), high), body, theme.colour("text.primary"))
            room = QRectF(self._detail(), row.top(), self._split() - self._detail() - theme.px(12), high)
            scribe.line(part.detail, room, body, tone)
        left, right, thick = self._x(begin), self._x(begin + part.points), theme.px(BAR)
        bar = QRectF(left, row.center().y() - thick / 2, max(theme.px(1.5), right - left), thick)
        painter.fillRect(bar, theme.colour("chart.ink"))
        end = bar.bottom()
        if not last:
            painter.setPen(theme.pen("chart.ghost", 1))
            painter.drawLine(QLineF(right, end, right, end + high - thick))
        said = part.said if not last or self.look is None else f"{part.said} {self.look.said}"
        room = QRectF(bar.right() + theme.px(6), row.top(), self.width() - bar.right(), high)
        scribe.line(said, room, body, theme.colour("text.primary"))

    def _scale(self, scribe: Scribe, score: float) -> None:
        """The axis with its four thresholds, and where the score stands on it."""
        look, theme, painter = self.look, self._theme, scribe.painter
        assert look is not None
        rows = len(look.parts) * self._row()
        axis = rows + theme.px(16)
        painter.setPen(theme.pen("line.strong", 1))
        painter.drawLine(QLineF(self._split(), axis, self._x(100), axis))
        painter.setPen(theme.pen("text.primary", 2))
        painter.drawLine(QLineF(self._x(score), rows - self._row() / 2 + theme.px(BAR) / 2, self._x(score), axis))
        side = theme.px(GLYPH)
        for rank, least, said in look.thresholds:
            x = self._x(least)
            painter.setPen(theme.pen("line.strong", 1))
            painter.drawLine(QLineF(x, axis - theme.px(4), x, axis))
            box = QRectF(x - side / 2, axis + theme.px(7), side, side)
            paint_level(painter, box, rank, theme, self._words.lang, character=False)
            below = QRectF(x - theme.px(30), box.bottom() + theme.px(1), theme.px(60), theme.line_px("caption"))
            middle = Qt.AlignmentFlag.AlignHCenter
            scribe.line(said, below, theme.type_px("caption"), theme.colour("text.secondary"), middle)
        label = QRectF(0, axis + theme.px(7), self._split(), side)
        scribe.line(look.label, label, theme.type_px("body"), theme.colour("text.tertiary"))
