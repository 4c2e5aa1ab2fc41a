"""A small map in a card: where one thing lies from another, with the borders between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from widgets.kit.level_glyph import paint_level
from widgets.map.scale_bar import round_length
from widgets.theme.theme import Theme

MARGIN, GLYPH, CROSS = 13.0, 15.0, 6.0  # px at 1x
NEAREST = 60.0  # metres that the sketch shows at least


@dataclass(frozen=True, slots=True)
class Sketch:
    """Where the other lies from here, in metres east and north, with borders as lines of such places around."""

    east: float
    north: float
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()


def paint_sketch(painter: QPainter, box: QRectF, sketch: Sketch, rank: int, theme: Theme, lang: str, unit: str) -> None:
    """Paints it into a square box, north up: a cross is here, the glyph the other; a bar gives the scale."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(box)
    painter.fillRect(box, theme.colour("map.land"))
    reach = max(NEAREST, math.hypot(sketch.east, sketch.north))
    scale = (box.width() / 2 - theme.px(MARGIN)) / reach
    middle = box.center()

    def at(east: float, north: float) -> QPointF:
        return QPointF(middle.x() + east * scale, middle.y() - north * scale)

    painter.setPen(theme.pen("map.border_town", 1))
    for line in sketch.lines:
        painter.drawPolyline(QPolygonF([at(*place) for place in line]))
    painter.setPen(theme.pen("text.tertiary", 1))
    painter.drawLine(QLineF(middle, at(sketch.east, sketch.north)))
    _cross(painter, middle, theme)
    side = theme.px(GLYPH)
    spot = at(sketch.east, sketch.north)
    paint_level(painter, QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side), rank, theme, lang)
    _bar(painter, box, scale, theme, unit)
    painter.setClipping(False)
    painter.setPen(theme.pen("line.rule", 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """The reticle of what is selected, small: light on a dark casing, so that it reads on any ground."""
    arm = theme.px(CROSS)
    for path, width in (("map.halo", 3.5), ("text.primary", 1.5)):
        painter.setPen(theme.pen(path, width))
        painter.drawLine(QLineF(at.x() - arm, at.y(), at.x() + arm, at.y()))
        painter.drawLine(QLineF(at.x(), at.y() - arm, at.x(), at.y() + arm))


def _bar(painter: QPainter, box: QRectF, scale: float, theme: Theme, unit: str) -> None:
    metres = round_length(box.width() * 0.45 / scale)
    text = f"{metres:,.0f}\u202f{unit}"
    painter.setFont(theme.font("micro"))
    low = box.bottom() - theme.px(4)
    left = box.left() + theme.px(4)
    painter.setPen(theme.pen("text.secondary", 1))
    painter.drawLine(QLineF(left, low, left + metres * scale, low))
    high = QFontMetricsF(painter.font()).height()
    painter.drawText(QRectF(left, low - high - 1, box.width(), high), Qt.AlignmentFlag.AlignLeft, text)
