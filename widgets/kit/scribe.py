"""Writes text where a painter wants it, and remembers what was written, so that a screen can be read aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

from widgets.kit.marks import paint_hatch
from widgets.theme.theme import Theme

HAN_MIDDLE, LATIN_MIDDLE = 0.38, 0.3665  # of the em: from the baseline up to the middle of the face
LINE = 1.45  # of the em: from one line of running text to the next


@dataclass(frozen=True, slots=True)
class Written:
    """Text as it stands on a widget: what is seen, at which em in px, where (logical px), and the whole of it."""

    text: str
    em: float
    box: QRectF
    whole: str

    @property
    def cut(self) -> bool:
        """Whether the box was too narrow for the whole text."""
        return self.text != self.whole


class Scribe:
    """Writes lines with one painter; sizes are ems in px, rounded up, so that a floor of legibility is kept."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter, self.theme = painter, theme
        self.written: list[Written] = []
        self._kept: list[QRectF] = []

    def keep(self, box: QRectF) -> QRectF:
        """Keeps a glyph's box free of the hatch; gives the box."""
        self._kept.append(box)
        return box

    def line(
        self,
        text: str,
        box: QRectF,
        px: float,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> float:
        """One line in the middle of the box's height, with an ellipsis where it is too long; gives its width in px."""
        em = math.ceil(px)
        font = self.theme.font_px(em)
        metrics = QFontMetricsF(font)
        shown = text
        if metrics.horizontalAdvance(text) > box.width() + 0.5:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        width = metrics.horizontalAdvance(shown)
        x = box.left()
        if align & Qt.AlignmentFlag.AlignRight:
            x = box.right() - width
        elif align & Qt.AlignmentFlag.AlignHCenter:
            x = box.center().x() - width / 2
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(QPointF(x, box.center().y() + HAN_MIDDLE * em), shown)
        if shown:
            self.written.append(Written(shown, em, QRectF(x, box.center().y() - em / 2, width, em), text))
        return width

    def hatch(self, box: QRectF, margin: float, since: int = 0) -> None:
        """Hatches a box as old, around glyphs and the lines written since the `since`-th, never under them."""
        free, words = QPainterPath(), QPainterPath()
        free.addRect(box)
        words.setFillRule(Qt.FillRule.WindingFill)
        for taken in (*self._kept, *(piece.box for piece in self.written[since:])):
            words.addRect(taken.adjusted(-margin, -margin, margin, margin))
        self.painter.save()
        self.painter.setClipPath(free.subtracted(words), Qt.ClipOperation.IntersectClip)
        paint_hatch(self.painter, box, self.theme)
        self.painter.restore()

    def choice(self, texts: Sequence[str], width: float, px: float) -> str:
        """The first of several wordings, longest first, that fits; the last one where none does."""
        return fitting(texts, width, px, self.theme)

    def width(self, text: str, px: float) -> float:
        """How wide a text will be."""
        return text_width(text, px, self.theme)


def text_width(text: str, px: float, theme: Theme) -> float:
    """How wide a text is at an em of `px`, rounded up."""
    return QFontMetricsF(theme.font_px(math.ceil(px))).horizontalAdvance(text)


def fitting(texts: Sequence[str], width: float, px: float, theme: Theme) -> str:
    """The first of several wordings, longest first, that fits into a width; the last one where none does."""
    for text in texts[:-1]:
        if text_width(text, px, theme) <= width:
            return text
    return texts[-1] if texts else ""
