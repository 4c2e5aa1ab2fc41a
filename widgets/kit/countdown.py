"""The countdown: a pie that fills as a limit is used. Nothing else is a pie."""

from __future__ import annotations

import math
from datetime import timedelta
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from layers.style.tokens import Tokens
from widgets.theme.theme import Theme


class Haste(Enum):
    """How a limit stands: its use below, near, beyond and far beyond the limit; stopped; or no limit at all."""

    NONE = 0
    CALM = 1
    SOON = 2
    OVER = 3
    FAR_OVER = 4
    STOPPED = 5


def haste_of(share: float | None, tokens: Tokens, stopped: bool = False) -> Haste:
    """How a limit stands of which `share` is used; None or NaN for no limit."""
    if stopped:
        return Haste.STOPPED
    if share is None or math.isnan(share):
        return Haste.NONE
    if share <= tokens.number("countdown.calm_until"):
        return Haste.CALM
    if share <= tokens.number("countdown.soon_until"):
        return Haste.SOON
    return Haste.OVER if share <= tokens.number("countdown.over_until") else Haste.FAR_OVER


def share_used(limit: timedelta, left: timedelta) -> float:
    """How much of a limit is used: 0 at its start, 1 at its end."""
    return 1.0 - left / limit if limit > timedelta(0) else math.nan


def haste_colour(haste: Haste, theme: Theme) -> QColor:
    """The colour of the words beside the pie."""
    if haste in (Haste.OVER, Haste.FAR_OVER):
        return theme.level(1, "ink")
    return theme.colour("text.primary" if haste is Haste.SOON else "text.secondary")


def paint_countdown(
    painter: QPainter, box: QRectF, share: float | None, theme: Theme, *, stopped: bool = False
) -> None:
    """Paints the pie of a limit into a square box; nothing where there is no limit."""
    haste = haste_of(share, theme.tokens, stopped)
    if haste is Haste.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if haste is Haste.STOPPED:
        _bars(painter, box, theme.colour("text.tertiary"))
    elif haste in (Haste.CALM, Haste.SOON):
        _wedge(painter, box, share or 0.0, theme.colour("text.tertiary" if haste is Haste.CALM else "text.primary"))
    else:
        _over(painter, box, theme, far=haste is Haste.FAR_OVER)
    painter.restore()


def _bars(painter: QPainter, box: QRectF, colour: QColor) -> None:
    unit = box.width() / 10
    for x in (2.9, 5.7):
        painter.fillRect(QRectF(box.x() + x * unit, box.y() + 2.4 * unit, 1.5 * unit, 5.2 * unit), colour)


def _wedge(painter: QPainter, box: QRectF, share: float, colour: QColor) -> None:
    line = max(1.2, box.width() * 0.075)
    painter.setPen(QPen(colour, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(line, line, -line, -line))
    gap = 3 * line
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    used = min(1.0, max(0.02, share))
    painter.drawPie(box.adjusted(gap, gap, -gap, -gap), 90 * 16, -round(used * 360 * 16))


def _over(painter: QPainter, box: QRectF, theme: Theme, far: bool) -> None:
    size = box.width()
    inset = size * (0.2 if far else 0.06)
    painter.setBrush(theme.level(1))
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    if far:
        line = max(1.2, size * 0.075)
        painter.setPen(QPen(theme.level(1), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(line, line, -line, -line))
    half, thick = size * (0.17 if far else 0.25), max(1.5, size * 0.1)
    bar = QPen(theme.level(1, "on"), thick)
    bar.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(bar)
    middle = box.center()
    painter.drawLine(QPointF(middle.x() - half, middle.y()), QPointF(middle.x() + half, middle.y()))
