"""The light items over the picture: outlines of the subject and of what is hovered, reticle, rubber band, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from widgets.map.projection import degrees_of_x, degrees_of_y, metres_of_lat, metres_of_lon, tenths


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
        """The view has moved: left top corner in metres, viewport px per metre. The canvas paints when it is ready."""
        self.west, self.north, self.scale_px = west, north, scale

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
    """Four corners around the selected marker, light on a dark casing; smaller ones around `others` chosen with it.

    `pin` is a place that is being chosen: a cross that leaves its middle free.
    """

    MOST = 200  # of others that are framed; more say nothing

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.number: int | None = None
        self.place: tuple[float, float] | None = None
        self.others: list[tuple[float, float]] = []
        self.pin: tuple[float, float] | None = None
        self.size = 17.0
        self.light, self.dark, self.width = QColor(), QColor(), 2.5

    def choose(
        self, number: int | None, others: Sequence[int], place_of: Callable[[int], tuple[float, float] | None]
    ) -> None:
        """Frames a marker, and others with it; `place_of` says where a marker is drawn."""
        self.number, self.place = number, None if number is None else place_of(number)
        self.others = [place for one in others[: self.MOST] if (place := place_of(one)) is not None]

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        if self.place is not None:
            frame(path, self.at(*self.place), self.size)
        for place in self.others[: self.MOST]:
            frame(path, self.at(*place), self.size * 0.6)
        if self.pin is not None:
            c, s = self.at(*self.pin), self.size
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                path.moveTo(c.x() + dx * s * 0.35, c.y() + dy * s * 0.35)
                path.lineTo(c.x() + dx * s * 1.3, c.y() + dy * s * 1.3)
            path.addEllipse(c, s * 0.7, s * 0.7)
        for colour, width in ((self.dark, self.width + 2), (self.light, self.width)):
            painter.setPen(QPen(colour, width))
            painter.drawPath(path)


class People(Overlay):
    """People as discs in the accent; hollow where the position is old."""

    MOST = 1000  # a crowd says nothing: nearer views show them

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.x: NDArray[np.float64] = np.empty(0)
        self.y: NDArray[np.float64] = np.empty(0)
        self.kind: NDArray[np.uint8] = np.empty(0, np.uint8)
        self.shown = True
        self._inside = np.empty(0, bool)
        self.fill, self.rim, self.radius = QColor(), QColor(), 4.0
        self._discs: tuple[float, tuple[QPixmap, QPixmap]] | None = None

    def choose(self, polygon: Any) -> None:
        """Shows those inside the subject alone; None: all."""
        inside = np.ones(len(self.x), bool)
        if polygon is not None:
            west, south, east, north = polygon.bounds
            inside = (self.x >= west) & (self.x <= east) & (self.y >= south) & (self.y <= north)
            near = np.flatnonzero(inside)
            shapely.prepare(polygon)
            inside[near] = shapely.contains_xy(polygon, self.x[near], self.y[near])
        self._inside = inside

    def undress(self) -> None:
        """Colours or sizes have changed."""
        self._discs = None

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if not self.shown:
            return
        rect = self._box.rect()
        px, py = (self.x - self.west) * self.scale_px, (self.north - self.y) * self.scale_px
        seen = np.flatnonzero(self._inside & (px > 0) & (px < rect.width()) & (py > 0) & (py < rect.height()))
        if len(seen) == 0 or len(seen) > self.MOST:
            return
        discs, half = self._pixmaps(painter.device().devicePixelRatioF()), self.radius + 1
        for kind, x, y in zip(
            self.kind[seen].tolist(), (px[seen] - half).tolist(), (py[seen] - half).tolist(), strict=True
        ):
            painter.drawPixmap(QPointF(x, y), discs[min(kind, 1)])

    def _pixmaps(self, ratio: float) -> tuple[QPixmap, QPixmap]:
        if self._discs is None or self._discs[0] != ratio:
            fresh = self._disc(ratio, QBrush(self.fill), QPen(self.rim, 1.25))
            old = self._disc(ratio, QBrush(self.rim), QPen(self.fill, self.radius * 0.45))
            self._discs = ratio, (fresh, old)
        return self._discs[1]

    def _disc(self, ratio: float, brush: QBrush, pen: QPen) -> QPixmap:
        side = 2 * self.radius + 2
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(brush)
        painter.setPen(pen)
        reach = self.radius - pen.widthF() / 2
        painter.drawEllipse(QPointF(side / 2, side / 2), reach, reach)
        painter.end()
        return pixmap


class Glyphs(Overlay):
    """The glyphs of warned areas, each above the name it belongs to."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.marks: list[tuple[float, float, QPixmap]] = []
        self.size, self.above = 28.0, 12.0

    def rects(self) -> list[QRectF]:
        """Where they stand in the viewport, so that no name is put there."""
        return [self._rect(self.at(x, y)) for x, y, _ in self.marks]

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        for x, y, pixmap in self.marks:
            painter.drawPixmap(self._rect(self.at(x, y)).topLeft(), pixmap)

    def _rect(self, spot: QPointF) -> QRectF:
        left, top = round(spot.x() - self.size / 2), round(spot.y() - self.above - self.size)
        return QRectF(left, top, self.size, self.size)


class Crosses(Overlay):
    """Faint crosses at every tenth of a degree outside the city; none inside."""

    ARM = 5.0
    MOST = 600

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__(box, z)
        self.colour = QColor()
        self.scale = 1.0
        self._is_outside: Callable[[float, float], bool] = lambda x, y: True
        self._known: dict[tuple[float, float], bool] = {}
        self._view: tuple[float, ...] = ()
        self._lines: list[QLineF] = []

    def ask(self, is_outside: Callable[[float, float], bool]) -> None:
        """Who tells whether a place (metres) lies outside; asked once for each cross."""
        self._is_outside, self._known, self._view = is_outside, {}, ()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        rect, arm = self._box.rect(), self.ARM * self.scale
        east, south = self.west + rect.width() / self.scale_px, self.north - rect.height() / self.scale_px
        xs, ys = (
            tenths(self.west, east, degrees_of_x, metres_of_lon),
            tenths(south, self.north, degrees_of_y, metres_of_lat),
        )
        if len(xs) * len(ys) > self.MOST:
            return
        view = (self.west, self.north, self.scale_px, rect.width(), rect.height())
        if view != self._view:
            self._view, self._lines = view, [line for x in xs for y in ys for line in self._cross(x, y, arm)]
        painter.setPen(QPen(self.colour, max(1.0, self.scale)))
        painter.drawLines(self._lines)

    def _cross(self, x: float, y: float, arm: float) -> list[QLineF]:
        if (x, y) not in self._known:
            self._known[x, y] = self._is_outside(x, y)
        if not self._known[x, y]:
            return []
        spot = self.at(x, y)
        px, py = round(spot.x()) + 0.5, round(spot.y()) + 0.5
        return [QLineF(px - arm, py, px + arm, py), QLineF(px, py - arm, px, py + arm)]


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


def frame(path: QPainterPath, middle: QPointF, s: float) -> None:
    """Adds four corners around a pixel, `s` px away from it."""
    arm = s * 0.45
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = middle.x() + sx * s, middle.y() + sy * s
            path.moveTo(x - sx * arm, y)
            path.lineTo(x, y)
            path.lineTo(x, y - sy * arm)
