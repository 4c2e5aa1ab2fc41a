"""Counted so far: the actual steps against what was to be expected with its band, and the threshold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from widgets.plots.plot import Plot, Tick
from widgets.plots.ticks import count_ticks
from widgets.risk.card.looks import CourseLook
from widgets.theme.theme import Theme

HIGH, HEADROOM, RIGHT, LOW = 200, 1.18, 26, 0.25  # px at 1x; of the highest


class Course(Plot):
    """Steps in ink, the expected as a ghost in its band, the threshold dashed; names stand on the lines."""

    def __init__(self, theme: Theme, number: Callable[[float], str] = str, parent: QWidget | None = None) -> None:
        self._look, self._span = CourseLook(), (0.0, 1.0)
        self._ticks: tuple[Tick, ...] = ()
        self.indent = 0.0  # px, where the time line above begins
        self._number = number
        self._items: list[Any] = []
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(theme.whole(HIGH * 0.7))

    def show_course(self, look: CourseLook, span: tuple[float, float], ticks: tuple[Tick, ...]) -> None:
        """Another course over a span of seconds, with the ticks of the time line above it."""
        self._look, self._span, self._ticks = look, span, ticks
        said = (look.actual_said, look.expected_said, look.threshold_said)
        self.setAccessibleDescription(". ".join(filter(None, said)))
        self.redraw()

    def redraw(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = []
        look = self._look
        top = max((1.0, *look.actual, *look.high, *look.expected, look.threshold or 0.0))
        ticks = count_ticks(top)
        begin, end = self._span
        wide = end + (end - begin) * self._margin()
        self.set_axes((begin, wide), (0.0, top * HEADROOM), self._ticks, [(t, self._number(t)) for t in ticks])
        axis = self.getAxis("left")
        axis.setWidth(max(axis.width(), round(self.indent)))
        self._band(look, top)
        if look.threshold is not None:
            line = pg.InfiniteLine(pos=look.threshold, angle=0, pen=self.pen("text.secondary", 1, True), movable=False)
            self._add(line)
            self._say(look.threshold_said, self._span[0], look.threshold, "text.secondary", (0.0, 1.0))
        if look.x:
            x, y = np.repeat(np.asarray(look.x, float), 2), np.repeat(np.asarray(look.actual, float), 2)
            x = np.append(x[1:], self._span[1])  # a count holds until the next one comes
            self._add(pg.PlotCurveItem(x, y, pen=self.pen("chart.ink", 2), antialias=True))
            right = look.x[-1] > sum(self._span) / 2
            self._say(look.actual_said, self._span[1] if right else look.x[-1], look.actual[-1], "text.primary",
                      (1.0, 1.0) if right else (0.0, 1.0))  # fmt: skip

    def _margin(self) -> float:
        """The part of the span that the right half of the last tick needs."""
        room = max(1.0, self.width() - max(self.indent, self.theme.px(30)))
        return self.theme.px(RIGHT) / max(1.0, room - self.theme.px(RIGHT))

    def _band(self, look: CourseLook, top: float) -> None:
        if not look.expected_x:
            return
        x = np.asarray(look.expected_x, float)
        if look.high:
            edges = [pg.PlotCurveItem(x, np.asarray(y, float), pen=pg.mkPen(None)) for y in (look.low, look.high)]
            for edge in edges:
                self._add(edge)
            fill = pg.FillBetweenItem(*edges, brush=pg.mkBrush(self.theme.colour("chart.ghost", 0.28)))
            fill.setZValue(-5)
            self._add(fill)
        self._add(
            pg.PlotCurveItem(x, np.asarray(look.expected, float), pen=self.pen("chart.ghost", 1.5), antialias=True)
        )
        if look.expected[-1] < LOW * top:  # down there the steps of the actual come up at the right
            self._say(
                look.expected_said, self._span[0], look.high[0] if look.high else 0.0, "text.secondary", (0.0, 1.0)
            )
        else:
            self._say(look.expected_said, self._span[1], look.expected[-1], "text.secondary", (1.0, 1.0))

    def _say(self, text: str, x: float, y: float, tone: str, anchor: tuple[float, float]) -> None:
        if text:
            item = self.words_at(text, tone, anchor)
            item.setPos(x, y)
            self._items.append(item)

    def _add(self, item: Any) -> None:
        self.addItem(item, ignoreBounds=True)
        self._items.append(item)
