"""The chip of the inbox in a bar: how many notices wait; hollow when none does, marked by shape where one is urgent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from services.words import Words
from widgets.inbox.marks import paint_mark
from widgets.kit.icons import Icons
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

HIGH, ICON, MARK, GAP, PAD = 28, 16, 12, 6, 6  # px at 1x


class InboxChip(QAbstractButton):
    """Shows counts; a click asks for the inbox (`clicked`)."""

    def __init__(self, theme: Theme, words: Words, icons: Icons, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons, self._key = theme, words, icons, key
        self.waiting = self.urgent = 0
        self.setObjectName("inbox")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)
        follow(words, self, self._say)

    def show_counts(self, waiting: int, urgent: int) -> None:
        """How many wait, and how many of them are urgent."""
        if (waiting, urgent) != (self.waiting, self.urgent):
            self.waiting, self.urgent = waiting, urgent
            self._say()

    def sizeHint(self) -> QSize:
        px, metrics = self._theme.px, QFontMetricsF(self._theme.font())
        wide = px(2 * PAD + ICON) + px(2 * GAP + 8) + metrics.horizontalAdvance(self._count())
        if self.urgent:
            wide += px(GAP + MARK + 4) + metrics.horizontalAdvance(str(self.urgent))
        return QSize(round(wide), round(max(px(HIGH), metrics.height() + px(8))))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(theme.pen("accent.base", 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if self.hasFocus() else theme.brush("surface.hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(3), px(3))
        painter.setFont(theme.font())
        tone = "text.primary" if self.waiting else "text.tertiary"
        icon = self._icons.pixmap("acknowledge", px(ICON), self.devicePixelRatioF(), tone)
        painter.drawPixmap(round(px(PAD)), round((self.height() - px(ICON)) / 2), icon)
        metrics, x = QFontMetricsF(theme.font()), px(PAD + ICON + GAP)
        wide = metrics.horizontalAdvance(self._count()) + px(8)
        plate = QRectF(x, (self.height() - metrics.height()) / 2, wide, metrics.height())
        painter.setPen(theme.pen(tone, 1))
        painter.setBrush(theme.brush("text.primary") if self.waiting else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), px(3), px(3))
        painter.setPen(theme.colour("surface.base" if self.waiting else tone))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._count())
        if self.urgent:
            self._paint_urgent(painter, plate.right() + px(GAP))

    def _paint_urgent(self, painter: QPainter, x: float) -> None:
        px = self._theme.px
        mark = QRectF(x, (self.height() - px(MARK)) / 2, px(MARK), px(MARK))
        paint_mark(painter, mark, self._theme, True, True)
        painter.setPen(self._theme.colour("text.primary"))
        rest = QRectF(mark.right() + px(4), 0, self.width() - mark.right(), self.height())
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), str(self.urgent))

    def _count(self) -> str:
        return "999+" if self.waiting > 999 else str(self.waiting)

    def _say(self) -> None:
        words, integer = self._words, self._words.formats.integer
        text = words.plural("{n} notice waits for you", "{n} notices wait for you", self.waiting, ctx="notice")
        if not self.waiting:
            text = words("No notice waits for you", ctx="notice")
        if self.urgent:
            text = words("{text}, {n} of them urgent", ctx="notice", text=text, n=integer(self.urgent))
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({self._key})")
        self._dress()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
