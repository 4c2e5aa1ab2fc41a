"""A city being drawn: points, borders and outlines appear bit by bit, never more at once than a moment allows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from widgets.theme.theme import Theme

TICK, POLYGONS, POINTS = 33, 90, 700  # ms, and how many are drawn in one
COARSE = 3  # of so many vertices of a winding border one is drawn: the rest would be smaller than a pixel
MARGIN = 24.0


class CityPicture(QWidget):
    """Draws what it is given (longitude/latitude degrees) over what is there; `still` draws it at once."""

    def __init__(self, theme: Theme, still: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._still = theme, still
        self._bounds: tuple[float, float, float, float] | None = None
        self._given: list[tuple[str, Any]] = []
        self._waiting: deque[Callable[[QPainter], None]] = deque()
        self._image = QImage()
        self._behind: QImage | None = None  # what is drawn without being seen until it is whole
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._on_tick)
        self.setMinimumSize(QSize(320, 200))

    def show_points(self, points: NDArray[np.float64], loud: bool = False) -> None:
        """Adds points (n × 2); `loud` ones are larger and brighter."""
        self._add("loud" if loud else "points", points)

    def show_borders(self, polygons: NDArray[np.object_]) -> None:
        """Adds areas with their borders, from the middle outwards; the next ones take their place all at once."""
        again = any(kind == "borders" for kind, _ in self._given)
        self._given = [given for given in self._given if given[0] == "loud"]
        self._bounds = tuple(float(x) for x in shapely.total_bounds(polygons))
        middle = shapely.get_coordinates(shapely.centroid(polygons))
        if again:
            self._waiting.clear()
            self._behind = self._blank()
        self._add("borders", polygons[np.argsort(np.hypot(*(middle - middle.mean(axis=0)).T))])
        if again:
            self._waiting.append(self._bring_forward)
            self._go()

    def show_outlines(self, polygons: NDArray[np.object_]) -> None:
        """Adds outlines over everything."""
        self._add("outlines", polygons)

    def is_complete(self) -> bool:
        """Whether everything given is drawn."""
        return not self._waiting

    def sizeHint(self) -> QSize:
        return QSize(880, 520)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._begin()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colour("map.backdrop"))
            if not self._image.isNull():
                painter.drawImage(QRect(0, 0, self.width(), self.height()), self._image)

    def _add(self, kind: str, shapes: Any) -> None:
        self._given.append((kind, shapes))
        if self._bounds is None:
            x, y = np.asarray(shapes).T if kind in ("points", "loud") else shapely.get_coordinates(shapes).T
            self._bounds = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        self._queue(kind, shapes)
        self._go()

    def _begin(self) -> None:
        """Everything anew, at once: the size has changed."""
        self._image, self._behind = self._blank(), None
        self._waiting.clear()
        for kind, shapes in self._given:
            self._queue(kind, shapes)
        self._go()

    def _blank(self) -> QImage:
        ratio = self.devicePixelRatioF()
        size = QSize(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        return image

    def _bring_forward(self, painter: QPainter) -> None:
        """What was drawn behind is seen from now on."""
        painter.end()
        if self._behind is not None:
            self._image, self._behind = self._behind, None

    def _go(self) -> None:
        if self._image.isNull():
            return
        if self._still:
            while self._waiting:
                self._draw_next()
            self.update()
        elif self._waiting:
            self._timer.start()

    def _on_tick(self) -> None:
        self._draw_next()
        self.update()
        if not self._waiting:
            self._timer.stop()

    def _draw_next(self) -> None:
        if self._waiting:
            painter = QPainter(self._image if self._behind is None else self._behind)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._waiting.popleft()(painter)
            if painter.isActive():
                painter.end()

    def _queue(self, kind: str, shapes: Any) -> None:
        at_once = POINTS if kind in ("points", "loud") else POLYGONS
        draw = {"points": self._points, "loud": self._loud, "borders": self._areas, "outlines": self._outlines}[kind]
        for begin in range(0, len(shapes), at_once):
            self._waiting.append(lambda painter, part=shapes[begin : begin + at_once], draw=draw: draw(painter, part))

    def _points(self, painter: QPainter, points: NDArray[np.float64]) -> None:
        self._dots(painter, points, "text.tertiary", 1.1)

    def _loud(self, painter: QPainter, points: NDArray[np.float64]) -> None:
        self._dots(painter, points, "accent.base", 2.4)

    def _dots(self, painter: QPainter, points: NDArray[np.float64], colour: str, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.brush(colour))
        size = self._theme.px(radius)
        for x, y in self._placed(points).tolist():
            painter.drawEllipse(QPointF(x, y), size, size)

    def _areas(self, painter: QPainter, polygons: NDArray[np.object_]) -> None:
        painter.setPen(self._theme.pen("map.border_village", 0.7))
        painter.setBrush(self._theme.brush("map.land"))
        self._polygons(painter, polygons)

    def _outlines(self, painter: QPainter, polygons: NDArray[np.object_]) -> None:
        painter.setPen(self._theme.pen("map.border_town", 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._polygons(painter, polygons)

    def _polygons(self, painter: QPainter, polygons: NDArray[np.object_]) -> None:
        xy, index = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(polygons)), return_index=True)
        cuts = np.flatnonzero(np.diff(index)) + 1
        for ring in np.split(self._placed(xy), cuts):
            ring = ring[:: COARSE if len(ring) > 10 * COARSE else 1]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))

    def _placed(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """px in the widget: the bounds fitted in with a margin, north up."""
        west, south, east, north = self._bounds or (0.0, 0.0, 1.0, 1.0)
        narrow = np.cos(np.radians((south + north) / 2))
        margin = self._theme.px(MARGIN)
        wide, high = max(self.width() - 2 * margin, 1.0), max(self.height() - 2 * margin, 1.0)
        scale = min(wide / max((east - west) * narrow, 1e-9), high / max(north - south, 1e-9))
        x = self.width() / 2 + (degrees[:, 0] - (west + east) / 2) * narrow * scale
        y = self.height() / 2 - (degrees[:, 1] - (south + north) / 2) * scale
        return np.column_stack([x, y])
