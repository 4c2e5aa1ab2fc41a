"""What the steps of density mean, while the map shows any: incidents to the square kilometre."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from layers.raster.density import STEP, Density
from services.words import Words
from widgets.map.plate import Plate
from widgets.theme.theme import Theme

PADDING, BOX, LEAST = 10.0, 11.0, 34.0  # px at 1x; the last is the narrowest box


def steps_of(density: Density, k: float, theme: Theme, words: Words) -> tuple[tuple[QColor, ...], tuple[str, ...]]:
    """The colours of the steps as they are seen over land, and the limit from which on each is drawn, at `k` device px
    to a metre on the ground.
    """
    per_km2 = density.limit * (k * 1000.0) ** 2
    colours = tuple(_seen(theme, int(c), int(a)) for c, a in zip(density.colours, density.alphas, strict=True))
    return colours, tuple(_written(words, per_km2 * STEP**step) for step in range(len(colours)))


def _written(words: Words, limit: float) -> str:
    return words.formats.integer(round(limit)) if limit >= 9.5 else words.formats.decimal(limit)


def _seen(theme: Theme, colour: int, alpha: int) -> QColor:
    over, under = QColor.fromRgb(colour).getRgb(), theme.colour("map.land").getRgb()
    mixed = [round((a * alpha + b * (256 - alpha)) / 256) for a, b in zip(over[:3], under[:3], strict=True)]  # type: ignore[index]
    return QColor(*mixed)


class DensityKey(Plate):
    """Boxes in the colours of the steps, each with the limit from which on it is drawn at its left end."""

    def __init__(self, theme: Theme, words: Words, ruled: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, ruled=ruled, parent=parent)
        self._words = words
        self._colours: tuple[QColor, ...] = ()
        self._limits: tuple[str, ...] = ()
        self.hide()

    def show_density(self, density: Density | None, k: float) -> bool:
        """Takes the steps at `k` device px to a metre on the ground; None hides it. Whether it is another key now."""
        colours: tuple[QColor, ...] = ()
        limits: tuple[str, ...] = ()
        if density is not None:
            colours, limits = steps_of(density, k, self.theme, self._words)
        if (colours, limits) == (self._colours, self._limits):
            return False
        self._colours, self._limits = colours, limits
        self.setAccessibleName(f"{self._title()}: {', '.join(limits)}")
        self.setVisible(bool(colours))
        self.resize(self.sizeHint())
        self.update()
        return True

    def sizeHint(self) -> QSize:
        px = self.theme.px
        title = QFontMetricsF(self.theme.font("body")).horizontalAdvance(self._title())
        wide = max(self._box() * len(self._colours), title)
        high = self._line("body") + px(4) + px(BOX) + px(2) + self._line("caption")
        return QSize(round(wide + 2 * px(PADDING)), round(high + 1.4 * px(PADDING)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        px, painter = self.theme.px, QPainter(self)
        left, top, box = px(PADDING), 0.6 * px(PADDING), self._box()
        self._write(painter, "body", "text.primary", left, top, self._title())
        top += self._line("body") + px(4)
        for at, (colour, limit) in enumerate(zip(self._colours, self._limits, strict=True)):
            painter.fillRect(QRectF(left + at * box, top, box - max(1.0, px(1)), px(BOX)), colour)
            self._write(painter, "caption", "text.secondary", left + at * box, top + px(BOX) + px(2), limit)

    def _title(self) -> str:
        return self._words("Incidents per km²")

    def _box(self) -> float:
        small = QFontMetricsF(self.theme.font("caption"))
        widest = max((small.horizontalAdvance(limit) for limit in self._limits), default=0.0)
        return float(max(self.theme.px(LEAST), widest + self.theme.px(8)))

    def _line(self, role: str) -> float:
        return max(self.theme.line_px(role), QFontMetricsF(self.theme.font(role)).height())

    def _write(self, painter: QPainter, role: str, tone: str, x: float, y: float, text: str) -> None:
        font = self.theme.font(role)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.colour(tone))
        painter.drawText(QPointF(x, y + (self._line(role) - metrics.height()) / 2 + metrics.ascent()), text)
