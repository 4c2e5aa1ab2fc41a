"""A count with its label that opens the cases behind it."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe, Written, text_width
from widgets.theme.theme import Theme

SIDE, GAP, GLYPH = 6, 6, 14  # px at 1x
DROP = 0.62  # of the em: from the middle of the text down to the line under it


class CountLink(QAbstractButton):
    """ "Yesterday by then 151": the number is underlined, as it can be opened by mouse, Enter and Space.

    `rank` (1 red … 4 blue) puts the shape of a severity before a label that names it.
    """

    def __init__(
        self, theme: Theme, label: str, number: str, spoken: str = "", parent: QWidget | None = None,
        rank: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._rank = rank
        self._theme, self._label, self._number = theme, label, number
        self.written: list[Written] = []
        self.setAccessibleName(spoken or f"{label} {number}")
        self.setToolTip(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px = self._theme.type_px("caption")
        wide = text_width(self._label, px, self._theme) + text_width(self._number, px, self._theme)
        gap = (GAP if self._label else 0) + (GLYPH + GAP if self._rank is not None else 0)
        return QSize(math.ceil(wide + self._theme.px(2 * SIDE + gap)) + 1, self._theme.whole("space.touch_height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe, px = Scribe(painter, theme), theme.type_px("caption")
        ground(painter, QRectF(self.rect()), theme, hover=self.underMouse(), focus=self.hasFocus())
        box = QRectF(self.rect()).adjusted(theme.px(SIDE), 0, 0, 0)
        if self._rank is not None:
            side = theme.px(GLYPH)
            shape = QRectF(box.left(), box.center().y() - side / 2, side, side)
            paint_level(painter, shape, self._rank, theme, "", character=False)
            box.setLeft(box.left() + side + theme.px(GAP))
        wide = scribe.line(self._label, box, px, theme.colour("text.secondary"))
        box.setLeft(box.left() + wide + (theme.px(GAP) if self._label else 0))
        wide = scribe.line(self._number, box, px, theme.colour("text.primary"))
        underline(painter, box.left(), box.center().y(), wide, px, theme)
        self.written = scribe.written


def ground(painter: QPainter, box: QRectF, theme: Theme, *, hover: bool, focus: bool) -> None:
    """What lies under something that can be opened: a shade under the mouse, a ring around the focus."""
    if hover:
        painter.fillRect(box, theme.colour("surface.hover"))
    if focus:
        half = theme.px("focus.width") / 2
        painter.setPen(theme.pen("accent.base", theme.tokens.number("focus.width")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(half, half, -half, -half))


def underline(painter: QPainter, x: float, middle: float, width: float, px: float, theme: Theme) -> None:
    """The faint line under a number that can be opened."""
    painter.fillRect(QRectF(x, middle + DROP * px, width, max(1.0, theme.px(1))), theme.colour("line.strong"))
