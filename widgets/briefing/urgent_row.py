"""A case to look at first: its level, what and where, how long it has."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.briefing.count_link import ground
from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import LINE, Scribe, Written
from widgets.theme.theme import Theme

GLYPH, GAP, PAD = 40, 20, 12  # px at 1x


class UrgentRow(QAbstractButton):
    """Glyph · title / what is known of it; a click or Enter opens its card."""

    def __init__(
        self, theme: Theme, lang: str, rank: int, title: str, under: str, late: bool, spoken: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._lang, self._rank = theme, lang, rank
        self._title, self._under, self._late = title, under, late
        self.written: list[Written] = []
        self.setAccessibleName(spoken)
        self.setToolTip(f"{title}\n{under}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = self._theme
        text = LINE * (theme.type_px("body") * 1.1 + theme.type_px("caption"))
        return QSize(theme.whole(320), math.ceil(text + theme.px(2 * PAD)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, scribe = QRectF(self.rect()), Scribe(painter, theme)
        painter.fillRect(QRectF(0, 0, box.width(), max(1.0, theme.px(1))), theme.colour("line.rule"))
        ground(painter, box, theme, hover=self.underMouse(), focus=self.hasFocus())
        side = theme.px(GLYPH)
        glyph = QRectF(theme.px(4), box.center().y() - side / 2, side, side)
        paint_level(painter, glyph, self._rank, theme, self._lang)
        left = glyph.right() + theme.px(GAP)
        large, small = theme.type_px("body") * 1.1, theme.type_px("caption")
        top = box.center().y() - LINE * (large + small) / 2
        first = QRectF(left, top, box.right() - left - theme.px(4), LINE * large)
        scribe.line(self._title, first, large, theme.colour("text.primary"))
        second = QRectF(left, first.bottom(), first.width(), LINE * small)
        tone = theme.level(1, "ink") if self._late else theme.colour("text.secondary")
        scribe.line(self._under, second, small, tone)
        self.written = scribe.written
