"""The picture of the map as one light item: painted 1:1 in device pixels, the old frame moved or scaled meanwhile."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from layers.raster.scene import Frame, View


class _Picture(pg.GraphicsObject):
    """A child of the view box itself, so that it works in the viewport's pixels, not in metres."""

    def __init__(self, box: pg.ViewBox, z: float) -> None:
        super().__init__()
        self.setParentItem(box)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._box = box
        self.wanted: View | None = None

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def _draw(self, painter: QPainter, image: QImage, at: View, view: View, background: QColor | None) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        zoom = view.k / at.k
        dx, dy = (at.x0 - view.x0) * view.k, (view.ytop - at.ytop) * view.k
        wide, high = at.width * zoom, at.height * zoom
        same = abs(zoom - 1) < 1e-9
        if same:
            dx, dy = round(dx), round(dy)
        if background is not None and (dx > 0 or dy > 0 or dx + wide < view.width or dy + high < view.height):
            painter.fillRect(0, 0, view.width, view.height, background)
        if same:
            painter.drawImage(dx, dy, image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(QRectF(dx, dy, wide, high), image)


class MapItem(_Picture):
    """The areas, and the markers on them."""

    def __init__(self, box: pg.ViewBox, background: QColor) -> None:
        super().__init__(box, -1000)
        self.background = background
        self.frame: Frame | None = None

    def show_frame(self, frame: Frame) -> Frame | None:
        """Shows a frame; gives the one that is no longer needed."""
        if frame.picture is None:
            height, width = frame.pixels.shape
            frame.picture = QImage(frame.pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        old, self.frame = self.frame, frame
        return old

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        frame, view = self.frame, self.wanted
        if frame is None or view is None or frame.view is None:
            painter.fillRect(self.boundingRect(), self.background)
            return
        self._draw(painter, frame.picture, frame.view, view, self.background)


class MarksItem(_Picture):
    """The markers alone, where they lie over other things or are seen through."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 3)
        self.setVisible(False)
        self._pixels: Any = None
        self._image: QImage | None = None
        self._at: View | None = None

    def show_frame(self, frame: Frame) -> None:
        """Takes what a frame has of them."""
        self._pixels, self._image, self._at = frame.marks, None, frame.view  # the pixels live as long as their image
        if frame.marks is not None:
            height, width = frame.marks.shape
            image = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(self._pixels.data, width, height, width * 4, image)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self._image is not None and self._at is not None and self.wanted is not None:
            self._draw(painter, self._image, self._at, self.wanted, None)
