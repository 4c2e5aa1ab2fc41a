"""The scale of the map as a bar of a round length, and the place under the hand."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from services.words import Words
from services.words.numbers import THIN
from widgets.map.plate import Plate
from widgets.theme.theme import Theme

LONGEST, PADDING = 96.0, 10.0  # px at 1x
WIDEST = (-179.99999, 89.99999)  # a place that takes most room, so that the plate does not grow under the hand


class ScaleBar(Plate):
    """`show_scale` for another view, `show_place` for the place under the hand (degrees; None where there is none)."""

    def __init__(self, theme: Theme, words: Words, places: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(theme, ruled=places, parent=parent)
        self._words, self._places = words, places
        self._metres_px = 1.0
        self._place: tuple[float, float] | None = None
        self.metres = 0.0
        self.resize(self.sizeHint())

    def show_scale(self, metres_px: float) -> None:
        """Metres on the ground by logical px, in the middle of the view."""
        if math.isclose(metres_px, self._metres_px, rel_tol=1e-4) and self.metres:
            return
        self._metres_px = metres_px
        self.metres = round_length(metres_px * self.theme.px(LONGEST))
        self.setAccessibleName(self._words("Scale: {length}", length=self._length(self.metres)))
        self.resize(self.sizeHint())
        self.update()

    def show_place(self, lon: float | None, lat: float | None) -> None:
        """The coordinates to read out."""
        place = (lon, lat) if lon is not None and lat is not None else None
        if place != self._place:
            self._place = place
            if self._places:
                self.update()

    def text(self) -> str:
        """The coordinates as they stand there."""
        return self._words.formats.coordinate(*self._place) if self._place else ""

    def _length(self, metres: float) -> str:
        """A round length as it is written: 500 m, 2 km."""
        formats = self._words.formats
        number, unit = (metres, "m") if metres < 1000 else (metres / 1000, "km")
        figure = formats.integer(number) if number >= 1 else formats.decimal(number)
        return f"{figure}{THIN}{formats.unit(unit)}"

    def sizeHint(self) -> QSize:
        px, metrics = self.theme.px, QFontMetricsF(self.theme.font("caption"))
        wide = px(LONGEST) + px(6) + metrics.horizontalAdvance(self._length(200_000.0))
        if self._places:
            wide += px(18) + metrics.horizontalAdvance(self._words.formats.coordinate(*WIDEST))
        return QSize(round(wide + 2 * px(PADDING)), round(max(metrics.height(), self.theme.line_px("caption")) + px(8)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme, px = QPainter(self), self.theme, self.theme.px
        font = theme.font("caption")
        metrics = QFontMetricsF(font)
        base = (self.height() - metrics.height()) / 2 + metrics.ascent()
        length, name = self.metres / self._metres_px, self._length(self.metres)
        text = self.text() if self._places else ""
        left = px(PADDING)
        if not self._places:  # the bar stands at the right edge of the map
            left = self.width() - px(PADDING) - metrics.horizontalAdvance(name) - px(6) - length
        low = round(self.height() / 2 + px(3)) + 0.5
        painter.setPen(QPen(theme.colour("text.secondary"), max(1.0, round(px(1)))))
        tick = px(5)
        painter.drawPolyline(
            [
                QPointF(left, low - tick),
                QPointF(left, low),
                QPointF(left + length, low),
                QPointF(left + length, low - tick),
            ]
        )
        middle = left + length / 2
        painter.drawLine(QPointF(middle, low), QPointF(middle, low - tick * 0.6))
        painter.setFont(font)
        painter.drawText(QPointF(left + length + px(6), base), name)
        if text:
            painter.drawText(QPointF(self.width() - px(PADDING) - metrics.horizontalAdvance(text), base), text)


def round_length(longest: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not longer."""
    if not (math.isfinite(longest) and longest > 0):
        return 0.0
    power = 10.0 ** math.floor(math.log10(longest))
    return max((step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9)), default=power)
