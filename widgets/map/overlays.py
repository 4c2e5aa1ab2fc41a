"""The light items over the picture: outlines of the subject and of what is hovered, reticle, rubber band, people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen


class Overlay(pg.GraphicsObject):
    """Something in metres that is drawn in the viewport's pixels; `canvas_view` gives (x0, ytop, px per metre)."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__()
        self.setParentItem(box)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._box = box
        self.west, self.north, self.scale_px = 0.0, 0.0, 1.0

    def look_from(self, west: float, north: float, scale: float) -> None:
        """The view has moved: left top corner in metres, viewport px per metre."""
        self.west, self.north, self.scale_px = west, north, scale
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def at(self, x: float, y: float) -> QPointF:
        """A place in metres as a pixel."""
        return QPointF((x - self.west) * self.scale_px, (self.north - y) * self.scale_px)


class Outline(Overlay):
    """The border of one area, or of some, as a line."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self._path: QPainterPath | None = None
        self._origin = (0.0, 0.0)
        self.pen = QPen(Qt.PenStyle.NoPen)
        self.casing: QPen | None = None

    def show_polygons(self, polygons: list[Any]) -> None:
        """Shows these borders; none hides it."""
        path = QPainterPath()
        for polygon in polygons:
            if polygon is None:
                continue
            if self._path is None or path.isEmpty():
                self._origin = (polygon.bounds[0], polygon.bounds[1])
            for part in shapely.get_parts(polygon):
                for ring in shapely.get_rings(part):
                    xy = shapely.get_coordinates(ring) - self._origin
                    path.addPath(pg.arrayToQPath(xy[:, 0], xy[:, 1], connect="all"))
        self._path = None if path.isEmpty() else path
        self.update()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self._path is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corner = self.at(*self._origin)
        painter.translate(corner)
        painter.scale(self.scale_px, -self.scale_px)
        for pen in (self.casing, self.pen):
            if pen is not None:
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawPath(self._path)


class Reticle(Overlay):
    """Four corners around the selected marker, light on a dark casing."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.place: tuple[float, float] | None = None
        self.size = 17.0
        self.light, self.dark, self.width = QColor(), QColor(), 2.5

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self.place is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, s, arm = self.at(*self.place), self.size, self.size * 0.45
        path = QPainterPath()
        for sx in (-1, 1):
            for sy in (-1, 1):
                x, y = c.x() + sx * s, c.y() + sy * s
                path.moveTo(x - sx * arm, y)
                path.lineTo(x, y)
                path.lineTo(x, y - sy * arm)
        for colour, width in ((self.dark, self.width + 2), (self.light, self.width)):
            painter.setPen(QPen(colour, width))
            painter.drawPath(path)


class People(Overlay):
    """People as discs in the accent; hollow where the position is old."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.x: NDArray[np.float64] = np.empty(0)
        self.y: NDArray[np.float64] = np.empty(0)
        self.kind: NDArray[np.uint8] = np.empty(0, np.uint8)
        self.fill, self.rim, self.radius = QColor(), QColor(), 4.0
        self.most = 600

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        rect = self._box.rect()
        px, py = (self.x - self.west) * self.scale_px, (self.north - self.y) * self.scale_px
        seen = np.flatnonzero((px > 0) & (px < rect.width()) & (py > 0) & (py < rect.height()))
        if len(seen) == 0 or len(seen) > self.most:  # a crowd says nothing: nearer views show them
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        r = self.radius
        for kind, brush, pen in (
            (0, QBrush(self.fill), QPen(self.rim, 1.25)),
            (1, QBrush(self.rim), QPen(self.fill, r * 0.45)),
        ):
            painter.setBrush(brush)
            painter.setPen(pen)
            for at in seen[self.kind[seen] == kind]:
                painter.drawEllipse(QPointF(px[at], py[at]), r, r)


class Band(Overlay):
    """The rubber band while it is drawn."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.rect: QRectF | None = None
        self.colour = QColor()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self.rect is not None:
            veil = QColor(self.colour)
            veil.setAlphaF(0.15)
            painter.setBrush(veil)
            painter.setPen(QPen(self.colour, 1.5))
            painter.drawRect(self.rect)
