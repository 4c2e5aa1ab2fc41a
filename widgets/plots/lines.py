"""Lines along time: now in ink, before as a ghost; names stand at the lines' ends, not in a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from widgets.plots.plot import Plot, Tick
from widgets.plots.ticks import count_ticks
from widgets.theme.theme import Theme

LOOKS = {  # tone: colour, width, dashed, colour of its name
    "now": ("chart.ink", 2.5, False, "text.primary"),
    "before": ("chart.ghost", 1.5, False, "text.secondary"),
    "older": ("chart.ghost", 1.5, True, "text.secondary"),
}
DOT = 10.0
HEADROOM = 1.12
NAME_PAD = 12  # px at 1x between a name and the end it stands before, with the margins of its item


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name for its end, points, and tone "now", "before" or "older"; `dot` marks the last point."""

    name: str
    x: NDArray[Any]
    y: NDArray[Any]
    tone: str = "now"
    dot: bool = False


class LinesPlot(Plot):
    """A few lines over one axis of time, read from left to right; y begins at zero.

    With `steps` (one x for each point that opens cases) a cursor follows the mouse and the keys ↑ ↓ Home End; Enter or
    a click sends `opened(step)`, and `pointed(step)` says where the cursor stands (−1: nowhere).
    """

    opened = Signal(int)
    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._lines: Sequence[Line] = ()
        self._below: Sequence[Tick] = ()
        self._steps: NDArray[np.float64] = np.empty(0)
        self._notes: Sequence[str] = ()
        self._number = str
        self._span = (0.0, 1.0)
        self.step = -1
        self._items: list[Any] = []
        super().__init__(theme, parent)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    def show_lines(
        self,
        lines: Sequence[Line],
        span: tuple[float, float],
        below: Sequence[Tick],
        number: Any = str,
        steps: Sequence[float] = (),
        notes: Sequence[str] = (),
    ) -> None:
        """Shows these lines over `span`; `number` writes the left ticks, `notes` say what each step holds."""
        self._lines, self._span, self._below, self._number = lines, span, below, number
        self._steps, self._notes = np.asarray(steps, float), notes
        if self.step >= len(self._steps):
            self.step = -1
        self.redraw()

    def redraw(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = []
        top = max((float(np.max(line.y)) for line in self._lines if len(line.y)), default=0.0)
        ticks = count_ticks(top)
        self.set_axes(
            self._range(), (0.0, max(top, 1.0) * HEADROOM), self._below, [(t, self._number(t)) for t in ticks]
        )
        for line in sorted(self._lines, key=lambda line: line.tone == "now"):
            self._draw(line)
        self._name_ends()
        self._draw_cursor()

    def _ends_inside(self, line: Line) -> bool:
        return float(line.x[-1]) < self._span[0] + 0.9 * (self._span[1] - self._span[0])

    def _range(self) -> tuple[float, float]:
        """The span with room at its right for the names of the lines that end there."""
        metrics = QFontMetricsF(self.theme.font("caption"))
        names = [line.name for line in self._lines if line.name and len(line.x) and not self._ends_inside(line)]
        room = max((metrics.horizontalAdvance(name) for name in names), default=0.0) + self.theme.px(16)
        share = min(0.4, room / max(1.0, self.getViewBox().width()))
        begin, end = self._span
        return begin, (end - begin * share) / (1 - share)

    def _draw(self, line: Line) -> None:
        colour, width, dashed, _ = LOOKS[line.tone]
        curve = pg.PlotCurveItem(
            np.asarray(line.x, float), np.asarray(line.y, float), pen=self.pen(colour, width, dashed), antialias=True
        )
        self._add(curve)
        if line.dot and len(line.x):
            self._dot(float(line.x[-1]), float(line.y[-1]), colour)

    def _dot(self, x: float, y: float, colour: str) -> None:
        spot = pg.ScatterPlotItem(
            [x], [y], size=self.theme.px(DOT), pen=pg.mkPen(None), brush=self.theme.brush(colour), antialias=True
        )
        spot.setZValue(5)
        self._add(spot)

    def _add(self, item: Any) -> None:
        self.addItem(item, ignoreBounds=True)
        self._items.append(item)

    def _name_ends(self) -> None:
        """Names at the last points, pushed apart where they would touch.

        The name of a line that ends inside stands above its end, before it where there is room, else behind it.
        """
        wide, high = self.px_of(1.0)
        metrics, px = QFontMetricsF(self.theme.font("caption")), self.theme.px(1.0)
        line_height = metrics.height() / px * high
        named = [line for line in self._lines if line.name and len(line.y)]
        ends = sorted(named, key=lambda line: float(line.y[-1]))
        floor = -0.45 * line_height  # the lowest name stands on the axis, whole
        for line in ends:
            x, y = float(line.x[-1]), float(line.y[-1])
            inside = self._ends_inside(line)
            before = x - (NAME_PAD + metrics.horizontalAdvance(line.name) / px) * wide > self._span[0]
            text = self.words_at(line.name, LOOKS[line.tone][3], (float(before), 1.0) if inside else (0.0, 0.5))
            if inside:
                text.setPos(x + (-4 if before else 4) * wide, y + 4 * high)
            else:
                floor = max(y, floor + line_height)
                text.setPos(x + 4 * wide, floor)
            self._items.append(text)

    def _draw_cursor(self) -> None:
        if not 0 <= self.step < len(self._steps):
            return
        x = float(self._steps[self.step])
        rule = pg.InfiniteLine(pos=x, angle=90, pen=self.pen("accent.base", 1), movable=False)
        self._add(rule)
        for line in self._lines:
            at = np.flatnonzero(np.isclose(np.asarray(line.x, float), x))
            if len(at):
                self._dot(x, float(line.y[at[0]]), LOOKS[line.tone][0])
        if self.step < len(self._notes):
            right = x > sum(self._span) / 2
            text = self.words_at(self._notes[self.step], "text.primary", (1.0 if right else 0.0, 0.0))
            text.fill = pg.mkBrush(self.theme.colour("surface.panel", 0.94))
            text.setZValue(10)
            text.setPos(x, self.getViewBox().viewRange()[1][1])
            self._items.append(text)

    # ---- the cursor ----------------------------------------------------------------------------------------------

    def point(self, step: int) -> None:
        """Puts the cursor on a step; −1 takes it away."""
        if step != self.step:
            self.step = step
            self.redraw()
            self.pointed.emit(step)

    def _step_at(self, pos: QPointF) -> int:
        if not len(self._steps):
            return -1
        x = self.getViewBox().mapSceneToView(self.mapToScene(pos.toPoint())).x()
        return int(np.argmin(np.abs(self._steps - x)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point(self._step_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        step = self._step_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and step >= 0:
            self.point(step)
            self.opened.emit(step)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if len(self._steps) and self.step < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.point(len(self._steps) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._steps) - 1
        moves = {
            Qt.Key.Key_Up: max(0, self.step - 1),
            Qt.Key.Key_Down: min(last, self.step + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if last >= 0 and key in moves:
            self.point(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.step >= 0:
            self.opened.emit(self.step)
        else:
            event.ignore()
