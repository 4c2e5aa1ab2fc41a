"""Marks of our own: the hatch of what is old, the reticle of what is selected, the logo, the mark of what is new."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from widgets.theme.theme import Theme


def paint_hatch(painter: QPainter, box: QRectF, theme: Theme, clear: QRectF | None = None) -> None:
    """Hatches a figure that is old at 45°, around `clear` (its text) and never under it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    region = QPainterPath()
    region.addRect(box)
    if clear is not None:
        hole = QPainterPath()
        hole.addRect(clear)
        region = region.subtracted(hole)
    painter.setClipPath(region, Qt.ClipOperation.IntersectClip)
    painter.setPen(theme.pen("line.strong", theme.tokens.number("stale.hatch_width")))
    pitch, height = theme.px("stale.hatch_pitch"), box.height()
    x = box.left()
    while x < box.right() + height:
        painter.drawLine(QLineF(x, box.top(), x - height, box.bottom()))
        x += pitch
    painter.restore()


def paint_logo(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Four cells of a grid, one of them in the accent."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = max(1.0, box.width() * 0.08)
    inner = box.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    middle = inner.center()
    painter.fillRect(QRectF(middle, inner.bottomRight()), theme.colour("accent.base"))
    painter.setPen(QPen(theme.colour("text.secondary"), line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, line, line)
    painter.drawLine(QPointF(middle.x(), inner.top()), QPointF(middle.x(), inner.bottom()))
    painter.drawLine(QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y()))
    painter.restore()


FRESH_STEPS = 6


def fresh_step(age_ms: float, theme: Theme) -> int:
    """How fresh something is: 6 when it has just come, one less with each step, 0 when it is no longer new."""
    span = theme.tokens.number("motion.fresh")
    return 0 if age_ms < 0 or age_ms >= span else FRESH_STEPS - int(age_ms / (span / FRESH_STEPS))


def paint_fresh(painter: QPainter, row: QRectF, step: int, theme: Theme) -> None:
    """The white bar at the left of a new row, fainter with each step."""
    if step > 0:
        bar = QRectF(row.left(), row.top() + row.height() * 0.1, theme.px(2), row.height() * 0.8)
        painter.fillRect(bar, theme.colour(theme.tokens.text("fresh.mark"), step / FRESH_STEPS))
