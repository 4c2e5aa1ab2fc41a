"""Paints the rows of warnings: glyph, town and what, the fact, and what is being done."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs
from widgets.kit.marks import fresh_step, paint_fresh, paint_hatch
from widgets.kit.row_painter import LEFT, RIGHT, Index, RowPainter
from widgets.risk.looks import WarningRow
from widgets.tables.keyed_rows import KeyedRows
from widgets.theme.theme import Theme

PAD, GAP, GLYPH = 12, 12, 28  # px at 1x
STATE_SHARE = 0.34  # of the row: the most that what is being done may take


class WarningDelegate(RowPainter):
    """The painter of the list of warnings; `stale`: the line to the database is lost."""

    def __init__(self, rows: KeyedRows, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._rows, self._words = rows, words
        self._glyphs, self._icons = LevelGlyphs(theme), Icons(theme)
        self.stale = False

    @property
    def fresh_millis(self) -> float:
        """How long a row is new."""
        return self._theme.tokens.number("motion.fresh")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.whole(280), self._theme.whole("space.row_two_line") + self._theme.whole(6))

    def _row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, row: int) -> None:
        look = self._rows.look(row)
        if look is not None:
            self._ground(painter, box, option)
            self._warning(painter, box, look)

    def _warning(self, painter: QPainter, row: QRectF, look: WarningRow) -> None:
        theme, side = self._theme, self._theme.px(GLYPH)
        x, right = row.left() + theme.px(PAD), row.right() - theme.px(PAD)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._glyphs.pixmap(look.level, side, ratio, self._words.lang, hollow=look.hollow)
        painter.drawPixmap(QRectF(x, row.center().y() - side / 2, side, side).topLeft(), pixmap)
        if look.fresh_at:
            paint_fresh(painter, row, fresh_step(time.monotonic() * 1000 - look.fresh_at, theme), theme)
        x += side + theme.px(GAP)
        self._hair(painter, row, x)
        first, second = self._halves(QRectF(x, row.top(), right - x, row.height()))
        done = self._doing(painter, second, look)
        self._line(painter, second.adjusted(0, 0, -done, 0), look.fact, "caption", "text.tertiary")
        done = self._line(painter, first, look.time, "caption", "text.tertiary", RIGHT) + theme.px(10)
        self._title(painter, first.adjusted(0, 0, -done, 0), look)
        if self.stale:  # around glyph and words, never under them
            left, gap = row.left() + theme.px(PAD) / 2, theme.px(3)
            clear = QRectF(left, row.top() + gap, right - left + theme.px(PAD) / 2, row.height() - 2 * gap - 1)
            paint_hatch(painter, row, theme, clear)

    def _title(self, painter: QPainter, box: QRectF, look: WarningRow) -> None:
        """A drill's word in a frame, the town, and what."""
        theme, pad = self._theme, self._theme.px(5)
        if look.drill:
            wide = self._measures["caption"].horizontalAdvance(look.drill) + 2 * pad
            plate = QRectF(box.left(), box.center().y() - theme.px(9), wide, theme.px(18))
            painter.setPen(theme.pen("line.strong", 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(plate)
            self._line(painter, plate.adjusted(pad, 0, 0, 0), look.drill, "caption", "text.secondary")
            box = box.adjusted(wide + theme.px(8), 0, 0, 0)
        if look.town:
            room = QRectF(box.left(), box.top(), box.width() * 0.4, box.height())
            used = self._line(painter, room, look.town, "lead", "text.secondary")
            box = box.adjusted(used + theme.px(8), 0, 0, 0)
        self._line(painter, box, look.title, "lead", "text.primary")

    def _doing(self, painter: QPainter, box: QRectF, look: WarningRow) -> float:
        """What is being done, at the right of the second line; gives the room it took."""
        tone = "text.tertiary" if look.hollow or look.shelved else "text.primary"
        room = QRectF(box.right() - box.width() * STATE_SHARE, box.top(), box.width() * STATE_SHARE, box.height())
        used = self._line(painter, room, look.doing, "caption", tone, RIGHT)
        if look.shelved:
            side = self._theme.px(13)
            used += side + self._theme.px(5)
            spot = QRectF(box.right() - used, box.center().y() - side / 2, side, side)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(spot.topLeft(), self._icons.pixmap("shelve", side, ratio, "text.tertiary"))
        return used + self._theme.px(10)

    def _line(
        self, painter: QPainter, box: QRectF, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> float:
        """Words on one line, paler while what they say may not be of now."""
        return self._text(painter, box, text, role, "text.tertiary" if self.stale else tone, align)
