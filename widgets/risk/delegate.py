"""Paints the rows of warnings: glyph, town and what, the fact, and what is being done."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs
from widgets.kit.marks import fresh_step, paint_fresh, paint_hatch
from widgets.risk.looks import WarningRow
from widgets.tables.keyed_rows import KeyedRows
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
PAD, GAP, GLYPH = 12, 12, 28  # px at 1x
STATE_SHARE = 0.34  # of the row: the most that what is being done may take
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class WarningDelegate(QStyledItemDelegate):
    """The one painter of the list; nothing of a row is a widget."""

    def __init__(self, rows: KeyedRows, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._theme, self._words = rows, theme, words
        self._glyphs, self._icons = LevelGlyphs(theme), Icons(theme)
        self.stale = False
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def fresh_millis(self) -> float:
        """How long a row is new."""
        return self._theme.tokens.number("motion.fresh")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.whole(280), self._theme.whole("space.row_two_line") + self._theme.whole(6))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = self._rows.look(index.row())
        if look is None:
            return
        painter.save()
        try:
            row = QRectF(option.rect)
            self._ground(painter, row, option)
            self._row(painter, row, look)
        except Exception:  # raised through Qt's paint, it would take the whole process along
            log.exception("a row of the warnings can't be painted")
        finally:
            painter.restore()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _ground(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("accent.quiet"))
            bar = QRectF(row.left(), row.top(), theme.px("selection.bar_width"), row.height())
            painter.fillRect(bar, theme.colour("accent.base"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.colour("surface.pressed"))

    def _row(self, painter: QPainter, row: QRectF, look: WarningRow) -> None:
        theme, side = self._theme, self._theme.px(GLYPH)
        x, right = row.left() + theme.px(PAD), row.right() - theme.px(PAD)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._glyphs.pixmap(look.level, side, ratio, self._words.lang, hollow=look.hollow)
        painter.drawPixmap(QRectF(x, row.center().y() - side / 2, side, side).topLeft(), pixmap)
        if look.fresh_at:
            paint_fresh(painter, row, fresh_step(time.monotonic() * 1000 - look.fresh_at, theme), theme)
        x += side + theme.px(GAP)
        painter.fillRect(QRectF(x, row.bottom(), row.right() - x, 1), theme.colour("line.hair"))
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

    def _halves(self, box: QRectF) -> tuple[QRectF, QRectF]:
        lead, caption = self._theme.line_px("lead"), self._theme.line_px("caption")
        top = box.top() + (box.height() - lead - caption) / 2
        return QRectF(box.left(), top, box.width(), lead), QRectF(box.left(), top + lead, box.width(), caption)

    def _line(
        self, painter: QPainter, box: QRectF, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> float:
        metrics = self._measures[role]
        painter.setFont(self._fonts[role])
        painter.setPen(self._theme.colour("text.tertiary" if self.stale else tone))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()) + 0.5)
        painter.drawText(box, align, shown)
        return metrics.horizontalAdvance(shown)

    def _measure(self) -> None:
        self._fonts: dict[str, QFont] = {role: self._theme.font(role) for role in ("caption", "body", "lead")}
        self._measures = {role: QFontMetricsF(font) for role, font in self._fonts.items()}
