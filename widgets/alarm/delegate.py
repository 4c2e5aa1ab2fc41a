"""Paints the lines of a flood: reds singly, groups with the strip of their members, members one by one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from services.words import Words
from widgets.alarm.lines import AlarmLines
from widgets.alarm.looks import LineKind, LineLook
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs, paint_level
from widgets.kit.row_painter import RIGHT, Index, RowPainter
from widgets.theme.theme import Theme

HEIGHTS = {LineKind.HEAD: 26, LineKind.RED: 60, LineKind.GROUP: 60, LineKind.MEMBER: 34}  # px at 1x
GLYPHS = {LineKind.RED: 36, LineKind.GROUP: 36, LineKind.MEMBER: 18}
PAD, GAP, STATE, COUNT = 12, 14, 104, 58
STRIP = 0.43  # of the width: where the strip begins; that of the largest group goes as far as there is room


class AlarmDelegate(RowPainter):
    """The painter of the list of a flood."""

    def __init__(self, lines: AlarmLines, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._lines, self._words = lines, words
        self._glyphs, self._icons = LevelGlyphs(theme), Icons(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        found = self._lines.line(index.row())
        return QSize(self._theme.whole(320), self._theme.whole(HEIGHTS[found.kind if found else LineKind.MEMBER]))

    def _row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, row: int) -> None:
        found = self._lines.line(row)
        if found is None:
            return
        if found.kind is LineKind.HEAD:
            self._head(painter, box, found)
            return
        self._ground(painter, box, option)
        self._hair(painter, box, box.left())
        self._line(painter, box, found)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _head(self, painter: QPainter, row: QRectF, line: LineLook) -> None:
        painter.fillRect(row, self._theme.colour("surface.base"))
        box = row.adjusted(self._theme.px(PAD), 0, -self._theme.px(PAD), 0)
        self._text(painter, box, line.title, "caption", "text.tertiary")

    def _line(self, painter: QPainter, row: QRectF, line: LineLook) -> None:
        theme, member = self._theme, line.kind is LineKind.MEMBER
        side = theme.px(GLYPHS[line.kind])
        x = row.left() + theme.px(PAD) + (theme.px(26) if member else 0)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._glyphs.pixmap(line.severity, side, ratio, self._words.lang, hollow=line.hollow)
        painter.drawPixmap(QRectF(x, row.center().y() - side / 2, side, side).topLeft(), pixmap)
        x += side + theme.px(GAP if not member else 8)
        right = row.right() - theme.px(PAD)
        state = min(theme.px(STATE), row.width() * 0.3)
        self._state(painter, QRectF(right - state, row.top(), state, row.height()), line)
        end = right - state - theme.px(8)
        if line.kind is LineKind.GROUP:
            strip, wide = row.left() + row.width() * STRIP, self._measures["lead"].horizontalAdvance(line.count)
            wide = max(wide, theme.px(COUNT))
            self._strip(painter, row, strip, end - wide - theme.px(10) - strip, line)
            self._text(
                painter, QRectF(end - wide, row.top(), wide, row.height()), line.count, "lead", "text.primary", RIGHT
            )
            end = strip - theme.px(8)
        elif line.count:
            wide = self._measures["body"].horizontalAdvance(line.count)
            first = self._halves(row)[0]
            self._text(
                painter, QRectF(end - wide, first.top(), wide, first.height()), line.count, "body", "text.secondary"
            )
            end -= wide + theme.px(8)
        self._title(painter, row, x, max(0.0, end - x), line)

    def _title(self, painter: QPainter, row: QRectF, x: float, room: float, line: LineLook) -> None:
        role = "body" if line.kind is LineKind.MEMBER else "lead"
        if line.kind is LineKind.MEMBER:
            box = QRectF(x, row.top(), room, row.height())
            self._text(painter, box, f"{line.title}  {line.below}".rstrip(), role, "text.secondary")
            return
        first, second = self._halves(row)
        self._text(painter, QRectF(x, first.top(), room, first.height()), line.title, role, "text.primary")
        self._text(painter, QRectF(x, second.top(), room, second.height()), line.below, "caption", "text.tertiary")

    def _state(self, painter: QPainter, box: QRectF, line: LineLook) -> None:
        tone = "text.tertiary" if line.hollow or line.shelved else "text.primary"
        if line.shelved:
            side = self._theme.px(14)
            wide = min(box.width() - side, self._measures["body"].horizontalAdvance(line.state))
            spot = QRectF(box.right() - wide - side - self._theme.px(6), box.center().y() - side / 2, side, side)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(spot.topLeft(), self._icons.pixmap("shelve", side, ratio, "text.tertiary"))
        if not line.state_below:
            self._text(painter, box, line.state, "body", tone, RIGHT)
            return
        first, second = self._halves(box)
        self._text(painter, first, line.state, "body", tone, RIGHT)
        self._text(painter, second, line.state_below, "caption", "text.tertiary", RIGHT)

    def _strip(self, painter: QPainter, row: QRectF, x: float, width: float, line: LineLook) -> None:
        """Members by level as lengths, on one scale for all groups, and their numbers with glyphs below."""
        theme, most = self._theme, self.most()
        first, second = self._halves(row)
        thick, at = theme.px(9), x
        for rank, count in enumerate(line.counts, 1):
            if count:
                wide = max(theme.px(2), width * count / most)
                bar = QRectF(at, first.center().y() - thick / 2, wide, thick)
                painter.fillRect(bar, theme.level(rank))
                if theme.name == "light":
                    painter.setPen(theme.level(rank, "edge"))
                    painter.drawRect(bar)
                at += wide
        side, at = theme.px(11), x
        for rank, count in enumerate(line.counts, 1):
            if count:
                spot = QRectF(at, second.center().y() - side / 2, side, side)
                paint_level(painter, spot, rank, theme, self._words.lang, character=False)
                text = self._words.formats.integer(count)
                wide = self._measures["caption"].horizontalAdvance(text)
                box = QRectF(spot.right() + theme.px(4), second.top(), wide + 1, second.height())
                self._text(painter, box, text, "caption", "text.secondary")
                at = box.right() + theme.px(9)

    def most(self) -> int:
        """The size of the largest group: the length of its strip is the scale of all."""
        groups = (sum(one.counts) for one in self._lines.lines() if one.kind is LineKind.GROUP)
        return max(groups, default=1)
