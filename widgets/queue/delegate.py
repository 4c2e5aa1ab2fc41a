"""Paints a row of the queue: glyph, title, place, state, owner, and the pie of its limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from services.words import Words
from widgets.kit.countdown import haste_colour, haste_of, paint_countdown
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs
from widgets.kit.marks import fresh_step, paint_fresh
from widgets.kit.row_painter import LEFT as MIDDLE
from widgets.kit.row_painter import Index, RowPainter
from widgets.queue.model import QueueModel
from widgets.queue.row import RowLook
from widgets.theme.theme import Theme

LEFT, GLYPH, GAP = 8, 28, 10  # px at 1x, from the left edge of a row
STATE, LIMIT = 108, 118
FOLDS_STATE, FOLDS_SOURCE = 460, 340  # below these widths (1x) the state column, then the source, give way


class QueueDelegate(RowPainter):
    """The painter of the queue's rows."""

    def __init__(
        self, rows: QueueModel, theme: Theme, words: Words, clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._rows = rows  # asked directly: a look never goes through a QVariant
        self._words, self._clock = words, clock
        self._glyphs, self._icons = LevelGlyphs(theme), Icons(theme)
        self.painted = 0
        self.stale = False  # the line to the database is lost: limits are not of now

    def columns(self, width: float) -> tuple[float, float, float]:
        """Where text, state and limit begin in a row of that width; state is 0 where it has folded away."""
        limit = width - self._theme.px(LIMIT)
        state = limit - self._theme.px(STATE) if width >= self._theme.px(FOLDS_STATE) else 0.0
        return self._theme.px(LEFT + GLYPH + GAP), state, limit

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.whole(320), self._theme.whole("space.row_two_line"))

    def _row(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem, position: int) -> None:
        look = self._rows.look(position)
        if look is None:
            return
        self.painted += 1
        self._ground(painter, row, option)
        self._hair(painter, row, row.left() + self._theme.px(LEFT + GLYPH + GAP))
        paint_fresh(painter, row, fresh_step(self._rows.age(position), self._theme), self._theme)
        glyph = self._theme.px(GLYPH)
        ratio = painter.device().devicePixelRatioF()
        spot = QRectF(row.left() + self._theme.px(LEFT), row.center().y() - glyph / 2, glyph, glyph)
        pixmap = self._glyphs.pixmap(look.severity, glyph, ratio, self._words.lang, hollow=look.ended)
        painter.drawPixmap(spot.topLeft(), pixmap)
        self._texts(painter, row, look)
        self._limit(painter, row, look)

    def _texts(self, painter: QPainter, row: QRectF, look: RowLook) -> None:
        text, state, limit = self.columns(row.width())
        first, second = self._halves(row)
        end = (state or limit) - self._theme.px(GAP)
        parts = [look.place, look.source, look.number]
        if not state:
            parts[:0] = [look.unseen, *look.marks] if look.unseen or look.marks else [look.state]
            if row.width() < self._theme.px(FOLDS_SOURCE):
                parts.remove(look.source)
        tone = "text.tertiary" if look.ended else "text.primary"
        self._text(painter, _part(first, row.left() + text, end - text), look.title, "lead", tone)
        below, x = " · ".join(part for part in parts if part), row.left() + text
        for icon, said in (("person", look.who), ("merge", look.like)):
            x += self._notice(painter, second, x, end - x, icon, said)
        self._text(painter, _part(second, x, end - (x - row.left())), below, "caption", "text.tertiary")
        if state:
            self._state(painter, row.left() + state, limit - state - self._theme.px(GAP), (first, second), look)

    def _notice(self, painter: QPainter, line: QRectF, x: float, width: float, icon: str, said: str) -> float:
        """Who has it open at another seat, what it may be a duplicate of: before all else of the line; its room."""
        if not said:
            return 0.0
        side, room = self._theme.px(12), min(self._measures["caption"].horizontalAdvance(said), width * 0.6)
        pixmap = self._icons.pixmap(icon, side, painter.device().devicePixelRatioF(), "accent.base")
        painter.drawPixmap(QPointF(x, line.center().y() - side / 2), pixmap)
        self._text(painter, _part(line, x + side + self._theme.px(3), room), said, "caption", "accent.base")
        return side + room + self._theme.px(11)

    def _state(self, painter: QPainter, x: float, room: float, lines: tuple[QRectF, QRectF], look: RowLook) -> None:
        """State and owner; what is pressed or waits for a decision says so in the place of its state."""
        tone = "text.tertiary" if look.ended else "text.secondary" if look.owner and not look.marks else "text.primary"
        said = look.marks[0] if look.marks else look.state
        self._text(painter, _part(lines[0], x, room), said, "body", tone)
        below = look.unseen if look.unseen and not look.owner else look.owner or "—"
        if look.shelved_by and look.is_shelved(self._clock()):
            below = look.shelved_by
        tone = "text.secondary" if look.unseen and not look.owner else "text.tertiary"
        self._text(painter, _part(lines[1], x, room), below, "caption", tone)

    def _limit(self, painter: QPainter, row: QRectF, look: RowLook) -> None:
        now, theme = self._clock(), self._theme
        x, pie = row.left() + self.columns(row.width())[2], theme.px(20)
        share = look.share(now)
        box = QRectF(x, row.center().y() - pie / 2, pie, pie)
        paint_countdown(painter, box, share, theme, stopped=look.stopped)
        x += pie + theme.px(8)
        painter.setFont(self._fonts["body"])
        painter.setPen(self._ink(share, look))
        place = QRectF(x, row.top(), row.right() - x - theme.px(6), row.height())
        words = look.limit(now, self._words)
        if look.is_shelved(now):
            self._shelf(painter, place, look)
            return
        shown = self._measures["body"].elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, MIDDLE, shown)

    def _shelf(self, painter: QPainter, place: QRectF, look: RowLook) -> None:
        """The crossed bell, and until when the alarm is silent."""
        side = self._theme.px(14)
        pixmap = self._icons.pixmap("shelve", side, painter.device().devicePixelRatioF(), "text.tertiary")
        painter.drawPixmap(QRectF(place.left(), place.center().y() - side / 2, side, side).topLeft(), pixmap)
        room = place.adjusted(side + self._theme.px(4), 0, 0, 0)
        self._text(painter, room, look.shelved, "caption", "text.tertiary")

    def _ink(self, share: float | None, look: RowLook) -> QColor:
        if look.ended or look.stopped or self.stale:
            return self._theme.colour("text.tertiary")
        return haste_colour(haste_of(share, self._theme.tokens), self._theme)


def _part(line: QRectF, x: float, width: float) -> QRectF:
    return QRectF(x, line.top(), max(0.0, width), line.height())
