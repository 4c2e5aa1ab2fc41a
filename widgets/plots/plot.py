"""What all plots have in common: no frame, no menu, no buttons; hairlines for a grid, words set by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from widgets.theme.theme import Theme

TICK_GAP = 6.0
LABEL_MARGIN = 40  # px at 1x by which a tick's label may stand out beside the axis; False would mean 15 px at any zoom
Tick = tuple[float, str]


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """An empty plot in the theme's colours; y begins at zero, nothing moves under the mouse.

    Subclasses draw in `redraw`, which is called after new values, another theme, zoom or size.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAntialiasing(True)
        item, box = self.getPlotItem(), self.getViewBox()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setContentsMargins(0, 0, 0, 0)
        box.setMouseEnabled(False, False)
        box.setDefaultPadding(0.0)
        box.disableAutoRange()
        self._grid: list[pg.InfiniteLine] = []
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Takes the theme's colours and fonts again."""
        self.setBackground(self.theme.colour("surface.panel"))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(None) if side == "left" else self.theme.pen("line.strong"))
            axis.setTextPen(self.theme.colour("text.secondary"))
            axis.setTickPen(pg.mkPen(None) if side == "left" else self.theme.pen("line.strong"))
            axis.setStyle(
                tickFont=self.theme.font("caption"),
                tickLength=0 if side == "left" else -self.theme.whole(5),
                tickTextOffset=self.theme.whole(TICK_GAP),
                hideOverlappingLabels=self.theme.whole(LABEL_MARGIN),
                autoExpandTextSpace=False,
                autoReduceTextSpace=False,
            )
        self.getAxis("bottom").setHeight(self.theme.whole(TICK_GAP + 6) + self.theme.line_px("caption"))
        self.redraw()

    def redraw(self) -> None:
        """Draws everything anew."""

    def set_axes(
        self, x: tuple[float, float], y: tuple[float, float], below: Sequence[Tick], left: Sequence[Tick]
    ) -> None:
        """The ranges and their ticks; a hairline at each left tick above zero."""
        self.setXRange(*x, padding=0)
        self.setYRange(*y, padding=0)
        self.getAxis("bottom").setTicks([list(below)])
        self.getAxis("left").setTicks([list(left)])
        metrics = QFontMetricsF(self.theme.font("caption"))
        widest = max((metrics.horizontalAdvance(text) for _, text in left), default=0.0)
        self.getAxis("left").setWidth(round(widest + self.theme.px(2 * TICK_GAP)))
        for line in self._grid:
            self.removeItem(line)
        self._grid = [self._gridline(value) for value, _ in left if value > 0]

    def _gridline(self, value: float) -> pg.InfiniteLine:
        line = pg.InfiniteLine(pos=value, angle=0, pen=self.pen("chart.grid", 1), movable=False)
        line.setZValue(-10)
        self.addItem(line)
        return line

    def words_at(self, text: str, colour: str, anchor: tuple[float, float]) -> pg.TextItem:
        """Words on the plot, to be placed with `setPos`."""
        item = pg.TextItem(text, color=self.theme.colour(colour), anchor=anchor)
        item.setFont(self.theme.font("caption"))
        self.addItem(item, ignoreBounds=True)
        return item

    def px_of(self, length: float) -> tuple[float, float]:
        """A length in px at 1x in the units of x and y."""
        wide, high = self.getViewBox().viewPixelSize()
        return self.theme.px(length) * wide, self.theme.px(length) * high

    def pen(self, colour: str, width: float, dashed: bool = False) -> QPen:
        """A cosmetic pen of `width` px at 1x."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        return pg.mkPen(self.theme.colour(colour), width=self.theme.px(width), style=style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "theme"):
            self.redraw()

    def event(self, event: QEvent) -> bool:
        # the wheel belongs to the page
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return False
        return bool(super().event(event))
