"""Paints a row of the queue: glyph, title, place, state, owner, and the pie of its limit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from services.words import Words
from widgets.kit.countdown import haste_colour, haste_of, paint_countdown
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs
from widgets.kit.marks import fresh_step, paint_fresh
from widgets.queue.model import QueueModel
from widgets.queue.row import RowLook
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
LEFT, GLYPH, GAP = 8, 28, 10  # px at 1x, from the left edge of a row
STATE, LIMIT = 108, 118
FOLDS_STATE, FOLDS_SOURCE = 460, 340  # below these widths (1x) the state column, then the source, give way
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class QueueDelegate(QStyledItemDelegate):
    """The one painter of the queue's rows; nothing of a row is a widget."""

    def __init__(
        self, rows: QueueModel, theme: Theme, words: Words, clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._rows = rows  # asked directly: a look never goes through a QVariant
        self._theme, self._words, self._clock = theme, words, clock
        self._glyphs, self._icons = LevelGlyphs(theme), Icons(theme)
        self.painted = 0
        self.stale = False  # the line to the database is lost: limits are not of now
        self._measure()
        theme.changed.connect(self._measure)

    def columns(self, width: float) -> tuple[float, float, float]:
        """Where text, state and limit begin in a row of that width; state is 0 where it has folded away."""
        limit = width - self._theme.px(LIMIT)
        state = limit - self._theme.px(STATE) if width >= self._theme.px(FOLDS_STATE) else 0.0
        return self._theme.px(LEFT + GLYPH + GAP), state, limit

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.whole(320), self._theme.whole("space.row_two_line"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        try:
            self._row(painter, QRectF(option.rect), option, index.row())
        except Exception:  # raised through Qt's paint, it would take the whole process along
            log.exception("a row of the queue can't be painted")
        finally:
            painter.restore()

    def _row(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem, position: int) -> None:
        look = self._rows.look(position)
        if look is None:
            return
        self.painted += 1
        self._ground(painter, row, option)
        paint_fresh(painter, row, fresh_step(self._rows.age(position), self._theme), self._theme)
        glyph = self._theme.px(GLYPH)
        ratio = painter.device().devicePixelRatioF()
        spot = QRectF(row.left() + self._theme.px(LEFT), row.center().y() - glyph / 2, glyph, glyph)
        pixmap = self._glyphs.pixmap(look.severity, glyph, ratio, self._words.lang, hollow=look.ended)
        painter.drawPixmap(spot.topLeft(), pixmap)
        self._texts(painter, row, look)
        self._limit(painter, row, look)

    def _ground(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("accent.quiet"))
            bar = QRectF(row.left(), row.top(), theme.px("selection.bar_width"), row.height())
            painter.fillRect(bar, theme.colour("accent.base"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.colour("surface.pressed"))
        line = theme.px(LEFT + GLYPH + GAP)
        painter.fillRect(QRectF(row.left() + line, row.bottom(), row.width() - line, 1), theme.colour("line.hair"))

    def _texts(self, painter: QPainter, row: QRectF, look: RowLook) -> None:
        text, state, limit = self.columns(row.width())
        first, second = self._lines(row)
        end = (state or limit) - self._theme.px(GAP)
        parts = [look.place, look.source, look.number]
        if not state:
            parts[:0] = [look.unseen, *look.marks] if look.unseen or look.marks else [look.state]
            if row.width() < self._theme.px(FOLDS_SOURCE):
                parts.remove(look.source)
        tone = "text.tertiary" if look.ended else "text.primary"
        self._line(painter, first, row.left() + text, end - text, look.title, self._lead, tone)
        below, x = " · ".join(part for part in parts if part), row.left() + text
        for icon, said in (("person", look.who), ("merge", look.like)):
            x += self._notice(painter, second, x, end - x, icon, said)
        self._line(painter, second, x, end - (x - row.left()), below, self._caption, "text.tertiary")
        if state:
            self._state(painter, row.left() + state, limit - state - self._theme.px(GAP), (first, second), look)

    def _notice(
        self, painter: QPainter, line: tuple[float, float], x: float, width: float, icon: str, said: str
    ) -> float:
        """Who has it open at another seat, what it may be a duplicate of: before all else of the line; its room."""
        if not said:
            return 0.0
        side, room = self._theme.px(12), min(self._caption_size.horizontalAdvance(said), width * 0.6)
        pixmap = self._icons.pixmap(icon, side, painter.device().devicePixelRatioF(), "accent.base")
        painter.drawPixmap(QRectF(x, line[0] + (line[1] - side) / 2, side, side).topLeft(), pixmap)
        self._line(painter, line, x + side + self._theme.px(3), room, said, self._caption, "accent.base")
        return side + room + self._theme.px(11)

    def _state(
        self, painter: QPainter, x: float, room: float, lines: tuple[tuple[float, float], ...], look: RowLook
    ) -> None:
        """State and owner; what is pressed or waits for a decision says so in the place of its state."""
        tone = "text.tertiary" if look.ended else "text.secondary" if look.owner and not look.marks else "text.primary"
        said = look.marks[0] if look.marks else look.state
        self._line(painter, lines[0], x, room, said, self._body, tone)
        below = look.unseen if look.unseen and not look.owner else look.owner or "—"
        if look.shelved_by and look.is_shelved(self._clock()):
            below = look.shelved_by
        tone = "text.secondary" if look.unseen and not look.owner else "text.tertiary"
        self._line(painter, lines[1], x, room, below, self._caption, tone)

    def _limit(self, painter: QPainter, row: QRectF, look: RowLook) -> None:
        now, theme = self._clock(), self._theme
        x, pie = row.left() + self.columns(row.width())[2], theme.px(20)
        share = look.share(now)
        box = QRectF(x, row.center().y() - pie / 2, pie, pie)
        paint_countdown(painter, box, share, theme, stopped=look.stopped)
        x += pie + theme.px(8)
        painter.setFont(self._body)
        painter.setPen(self._ink(share, look))
        place = QRectF(x, row.top(), row.right() - x - theme.px(6), row.height())
        words = look.limit(now, self._words)
        if look.is_shelved(now):
            self._shelf(painter, place, look)
            return
        painter.drawText(place, MIDDLE, self._body_size.elidedText(words, Qt.TextElideMode.ElideRight, place.width()))

    def _shelf(self, painter: QPainter, place: QRectF, look: RowLook) -> None:
        """The crossed bell, and until when the alarm is silent."""
        side = self._theme.px(14)
        pixmap = self._icons.pixmap("shelve", side, painter.device().devicePixelRatioF(), "text.tertiary")
        painter.drawPixmap(QRectF(place.left(), place.center().y() - side / 2, side, side).topLeft(), pixmap)
        room = place.adjusted(side + self._theme.px(4), 0, 0, 0)
        painter.setFont(self._caption)
        painter.setPen(self._theme.colour("text.tertiary"))
        said = self._caption_size.elidedText(look.shelved, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, MIDDLE, said)

    def _ink(self, share: float | None, look: RowLook) -> QColor:
        if look.ended or look.stopped or self.stale:
            return self._theme.colour("text.tertiary")
        return haste_colour(haste_of(share, self._theme.tokens), self._theme)

    def _lines(self, row: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
        """Top and height of a row's two lines."""
        lead, caption = self._theme.line_px("lead"), self._theme.line_px("caption")
        top = row.top() + (row.height() - lead - caption) / 2
        return (top, lead), (top + lead, caption)

    def _line(
        self, painter: QPainter, line: tuple[float, float], x: float, width: float, text: str, font: object, tone: str
    ) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(self._theme.colour(tone))
        measure = {id(self._lead): self._lead_size, id(self._body): self._body_size}.get(id(font), self._caption_size)
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))
        painter.drawText(QRectF(x, line[0], max(0.0, width), line[1]), MIDDLE, shown)

    def _measure(self) -> None:
        theme = self._theme
        self._lead, self._body, self._caption = theme.font("lead"), theme.font("body"), theme.font("caption")
        self._lead_size, self._body_size = QFontMetricsF(self._lead), QFontMetricsF(self._body)
        self._caption_size = QFontMetricsF(self._caption)
