"""The peer: the same city in pyqtgraph as most people would draw it, one item per polygon and a ScatterPlotItem.

At each zoom it shows what our map shows there: villages or grids in their classes, the outlines of the levels above
them in whole pixels of our widths, a shape and colour for each level of incident. Of the names it has but the towns'.
Everything else is as pyqtgraph has it by default: sizes in pixels, symbols kept in its atlas, a brush and a symbol for
each point; nothing is thinned or left out but the points outside the view, which it sorts out itself.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pyqtgraph as pg
import shapely
from map_city import City
from map_views import Look
from PySide6.QtWidgets import QApplication, QGraphicsPathItem

TOWN_FROM = 2.2
GROUND, LINE, RIM = "k", (60, 60, 60), (20, 20, 20)
EDGES = {"city": (184, 191, 195), "towns": (20, 23, 25), "villages": (20, 23, 25)}
CLASSES = ((38, 45, 47), (46, 60, 62), (55, 76, 77), (65, 93, 92), (76, 110, 106), (88, 127, 119))
WIDTHS = {"city": 2, "towns": 1, "villages": 1}  # px of outlines
OUTLINES = {"villages": ("towns", "city"), "grids": ("villages", "towns", "city")}  # over what is in colours
SYMBOLS = ("o", "s", "d", "t1")
MARKS = ((94, 160, 247), (254, 230, 94), (250, 154, 59), (245, 67, 65))


class Peer:
    """A PlotWidget with the levels that a zoom shows, the rest hidden; names of the towns as text items."""

    def __init__(self, city: City, classes: dict[str, Any], size: tuple[int, int]) -> None:
        self.widget = pg.PlotWidget(background=GROUND)
        self.widget.hideAxis("left")
        self.widget.hideAxis("bottom")
        self.box = self.widget.getViewBox()
        self.box.setAspectLocked(True)
        self.bounds = city.outline.bounds
        brushes, pen = [pg.mkBrush(*colour) for colour in CLASSES], pg.mkPen(*LINE, width=1)
        self.levels = {
            name: [
                self._polygon(polygon, brushes[kind], pen) for polygon, kind in zip(rows, classes[name], strict=True)
            ]
            for name, rows in (("villages", city.villages), ("grids", city.grids))
        }
        self.outlines = {
            name: [self._polygon(polygon, None, pg.mkPen(*EDGES[name], width=WIDTHS[name])) for polygon in rows]
            for name, rows in (("villages", city.villages), ("towns", city.towns), ("city", [city.outline]))
        }
        for number, spot in enumerate(shapely.point_on_surface(city.towns)):
            text = pg.TextItem(f"Town {number + 1}", anchor=(0.5, 0.5))
            text.setPos(spot.x, spot.y)
            self.box.addItem(text, ignoreBounds=True)
        self.shown = ""
        self.scatter: Any = None
        self.widget.resize(*size)
        self.widget.show()

    def set_markers(self, x: Any, y: Any, level: Any) -> None:
        """All markers, in four colours."""
        if self.scatter is not None:
            self.box.removeItem(self.scatter)
        self.scatter = None
        if len(x):
            brushes = np.array([pg.mkBrush(*colour) for colour in MARKS], dtype=object)
            symbols = np.array(SYMBOLS, dtype=object)
            self.scatter = pg.ScatterPlotItem(
                x=x, y=y, size=8, pen=pg.mkPen(*RIM), brush=list(brushes[level]), symbol=list(symbols[level]),
                hoverable=False,
            )  # fmt: skip
            self.box.addItem(self.scatter, ignoreBounds=True)

    def frame(self, look: Look) -> float:
        """Milliseconds from "set view" to that view's pixels in the backing store."""
        west, south, east, north = self.bounds
        wide, high = (east - west) / look.nearer, (north - south) / look.nearer
        begin = time.perf_counter()
        wanted = "villages" if look.nearer < TOWN_FROM else "grids"
        if wanted != self.shown:
            for name, items in self.levels.items():
                for item in items:
                    item.setVisible(name == wanted)
            for name, items in self.outlines.items():
                for item in items:
                    item.setVisible(name in OUTLINES[wanted])
            self.shown = wanted
        self.box.setRange(
            xRange=(look.x - wide / 2, look.x + wide / 2), yRange=(look.y - high / 2, look.y + high / 2), padding=0
        )
        self.widget.viewport().repaint()
        took = (time.perf_counter() - begin) * 1e3
        QApplication.processEvents()
        return took

    def close(self) -> None:
        """Ends the widget."""
        self.widget.close()
        self.widget.deleteLater()
        QApplication.processEvents()

    def _polygon(self, polygon: Any, brush: Any, pen: Any) -> QGraphicsPathItem:
        """One item, filled where there is a brush."""
        xy = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_geometry(polygon, 0)))
        item = QGraphicsPathItem(pg.arrayToQPath(xy[:, 0], xy[:, 1], connect="all"))
        item.setPen(pen)
        if brush is not None:
            item.setBrush(brush)
        item.setVisible(False)
        self.box.addItem(item, ignoreBounds=True)
        return item
