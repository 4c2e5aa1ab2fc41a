"""The marks of notices: a square, full while one waits, hollow after; a plate with a stroke where it is urgent."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.theme.theme import Theme


def paint_mark(painter: QPainter, box: QRectF, theme: Theme, waits: bool, urgent: bool) -> None:
    """Paints the mark into a square box; urgent ones are a taller plate with a stroke and a dot, as in "!"."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = box.width() * (1.0 if urgent else 0.5)
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.setPen(theme.pen("text.primary" if waits else "text.tertiary", 1.25))
    painter.setBrush(theme.brush("text.primary") if waits else Qt.BrushStyle.NoBrush)
    painter.drawRect(square)
    if urgent:
        ink = theme.pen("surface.base" if waits else "text.tertiary", 2)
        painter.setPen(ink)
        x = square.center().x()
        painter.drawLine(QPointF(x, square.top() + 0.2 * side), QPointF(x, square.top() + 0.58 * side))
        painter.drawLine(QPointF(x, square.top() + 0.7 * side), QPointF(x, square.top() + 0.84 * side))
    painter.restore()
