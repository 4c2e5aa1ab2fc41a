"""What stands between names and numbers in a list of figures: intervals on one scale, bars against before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.kit.scribe import Scribe
from widgets.kit.sparkline import Spark, paint_sparkline
from widgets.theme.theme import Theme

DOT = 5.5  # px at 1x, of a rank's dot
ARROW = 5
BAR, GHOST = 0.34, 0.16  # of the row's height
WEEKS_SHARE = 0.34
Values = Sequence[float]


class Graphic(Protocol):
    """Draws each row's values on one scale, and what they have in common behind and above them."""

    def ground(self, scribe: Scribe, box: QRectF, theme: Theme) -> None: ...

    def heads(self, scribe: Scribe, box: QRectF, theme: Theme) -> None: ...

    def row(self, painter: QPainter, box: QRectF, values: Values, theme: Theme) -> None: ...


@dataclass(frozen=True, slots=True)
class Intervals:
    """A dot in its interval for each row; values are (low, value, high, clear). `mean` is one vertical line.

    Filled dark only where the interval leaves the mean out (clear ≠ 0). `number` writes the scale's ends.
    """

    low: float
    high: float
    mean: float
    mean_label: str
    number: Callable[[float], str]

    def ground(self, scribe: Scribe, box: QRectF, theme: Theme) -> None:
        """The line of the mean through all rows."""
        if self.low <= self.mean <= self.high:
            x = self._x(self.mean, box)
            scribe.painter.setPen(theme.pen("chart.ghost", 1.5))
            scribe.painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))

    def heads(self, scribe: Scribe, box: QRectF, theme: Theme) -> None:
        """The scale's ends, and what the line is."""
        px, tone = theme.type_px("caption"), theme.colour("text.tertiary")
        middle = scribe.width(self.mean_label, px)
        x = min(max(self._x(self.mean, box) - middle / 2, box.left()), box.right() - middle)
        taken = QRectF(x, box.top(), middle + 1, box.height())
        scribe.line(self.mean_label, taken, px, theme.colour("text.secondary"))
        low, high = self.number(self.low), self.number(self.high)
        if box.left() + scribe.width(low, px) + px < taken.left():
            scribe.line(low, box, px, tone)
        if box.right() - scribe.width(high, px) - px > taken.right():
            scribe.line(high, box, px, tone, Qt.AlignmentFlag.AlignRight)

    def row(self, painter: QPainter, box: QRectF, values: Values, theme: Theme) -> None:
        """One interval with its dot; nothing where there is none."""
        if not values:
            return
        low, value, high, clear = values
        y = box.center().y()
        strong = bool(clear)
        painter.setPen(theme.pen("chart.ink" if strong else "chart.ghost", 3 if strong else 2))
        painter.drawLine(QPointF(self._x(low, box), y), QPointF(self._x(high, box), y))
        if high > self.high:
            # the interval goes on beyond the scale
            tip, arm = QPointF(box.right() + theme.px(ARROW), y), theme.px(ARROW)
            painter.drawPolyline([tip + QPointF(-arm, -arm), tip, tip + QPointF(-arm, arm)])
        painter.setPen(theme.pen("chart.ink", 1.5))
        painter.setBrush(theme.colour("chart.ink" if strong else "surface.panel"))
        side = theme.px(DOT)
        painter.drawEllipse(QPointF(self._x(value, box), y), side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, value: float, box: QRectF) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return box.left() + box.width() * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for now over a ghost for before; values are (now, before, *weeks), the weeks as a small line.

    `labels` are the words above the bars and above the weeks.
    """

    top: float
    labels: tuple[str, str]

    def ground(self, scribe: Scribe, box: QRectF, theme: Theme) -> None:
        """The line that the bars begin at."""
        scribe.painter.setPen(theme.pen("line.strong", 1))
        scribe.painter.drawLine(box.topLeft(), box.bottomLeft())

    def heads(self, scribe: Scribe, box: QRectF, theme: Theme) -> None:
        """What the bars and the weeks are."""
        px, tone = theme.type_px("caption"), theme.colour("text.tertiary")
        bars, weeks = self._halves(box)
        scribe.line(self.labels[0], bars if self.labels[1] else box, px, tone)
        scribe.line(self.labels[1], weeks, px, tone)

    def row(self, painter: QPainter, box: QRectF, values: Values, theme: Theme) -> None:
        """One pair of bars from zero, and the weeks."""
        now, before, *weeks = values
        bars, line = self._halves(box)
        self._bar(painter, bars, now, 0.42, BAR, "chart.ink", theme)
        self._bar(painter, bars, before, 0.42 + (BAR + GHOST) / 2 + 0.03, GHOST, "chart.ghost", theme)
        if weeks:
            inner = line.adjusted(0, 0.26 * line.height(), 0, -0.26 * line.height())
            paint_sparkline(painter, inner, Spark(tuple(weeks)), theme.type_px("caption"), theme)

    def _bar(
        self, painter: QPainter, box: QRectF, value: float, middle: float, share: float, colour: str, theme: Theme
    ) -> None:
        wide, high = box.width() * value / (self.top or 1.0), share * box.height()
        top = box.top() + middle * box.height() - high / 2
        painter.fillRect(QRectF(box.left(), top, wide, high), theme.colour(colour))

    def _halves(self, box: QRectF) -> tuple[QRectF, QRectF]:
        cut, gap = box.width() * (1 - WEEKS_SHARE), box.width() * 0.05
        return box.adjusted(0, 0, cut - box.width() - gap, 0), box.adjusted(cut, 0, 0, 0)
