"""Small lines beside figures: the last hours with yesterday's ghost, or a share as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets.kit.scribe import Scribe
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Spark:
    """Values from old to new with their counterpart, the `ghost`; `points` is how many the axis has room for (0: all).

    Counts begin at zero; `own_scale` is for shares, which move within a few per cent. `share` 0–1 with its `label`
    draws a bar instead of a line.
    """

    values: tuple[float, ...] = ()
    ghost: tuple[float, ...] = ()
    points: int = 0
    own_scale: bool = False
    share: float | None = None
    label: str = ""


def paint_sparkline(
    painter: QPainter, box: QRectF, spark: Spark, text_px: float, theme: Theme, *, dim: bool = False
) -> None:
    """Paints the line into a box; `text_px` gives the weight of its strokes; `dim` for values that are old."""
    if len(spark.values) < 2 and len(spark.ghost) < 2:
        return
    unit = text_px / 14
    low, high = _range(spark)
    box = box.adjusted(0, 0, -2 * theme.tokens.number("stroke.graph") * unit, 0)
    points = max(spark.points, len(spark.values), len(spark.ghost), 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    stroke = theme.tokens.number("stroke.graph") * unit
    if spark.ghost:
        _line(painter, _points(spark.ghost, box, points, low, high), theme.colour("chart.ghost"), stroke * 0.75)
    if spark.values:
        colour = theme.colour("chart.ghost" if dim else "chart.ink")
        line = _points(spark.values, box, points, low, high)
        _line(painter, line, colour, stroke)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(line[-1], 1.8 * stroke, 1.8 * stroke)
    painter.restore()


def paint_share(scribe: Scribe, box: QRectF, spark: Spark, px: float, theme: Theme) -> None:
    """A share as a bar on its whole, with the percentage above its end."""
    share = min(1.0, max(0.0, spark.share or 0.0))
    high = max(2.0, 0.16 * px)
    bar = QRectF(box.left(), box.bottom() - high, box.width(), high)
    scribe.line(
        spark.label,
        QRectF(box.left(), bar.top() - 1.3 * px, box.width(), 1.2 * px),
        px,
        theme.colour("text.secondary"),
        Qt.AlignmentFlag.AlignRight,
    )
    scribe.painter.fillRect(bar, theme.colour("line.strong"))
    scribe.painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, high), theme.colour("chart.ink"))


def _range(spark: Spark) -> tuple[float, float]:
    every = (*spark.values, *spark.ghost)
    high = max(every)
    if not spark.own_scale:
        return 0.0, high or 1.0
    low = min(every)
    room = (high - low) * 0.15 or 0.01
    return low - room, high + room


def _points(values: Sequence[float], box: QRectF, points: int, low: float, high: float) -> list[QPointF]:
    step = box.width() / (points - 1)
    scale = box.height() / (high - low)
    return [QPointF(box.left() + at * step, box.bottom() - (value - low) * scale) for at, value in enumerate(values)]


def _line(painter: QPainter, points: Sequence[QPointF], colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(list(points)))
