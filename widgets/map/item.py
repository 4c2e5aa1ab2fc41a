"""The picture of the map as one light item: painted 1:1 in device pixels, the old frame moved or scaled meanwhile."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from layers.raster.scene import Frame, View


class MapItem(pg.GraphicsObject):
    """A child of the view box itself, so that it works in the viewport's pixels, not in metres."""

    def __init__(self, box: pg.ViewBox, background: QColor) -> None:
        super().__init__()
        self.setParentItem(box)
        self.setZValue(-1000)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._box = box
        self.background = background
        self.frame: Frame | None = None
        self.wanted: View | None = None

    def show_frame(self, frame: Frame) -> Frame | None:
        """Shows a frame; gives the one that is no longer needed."""
        if frame.picture is None:
            height, width = frame.pixels.shape
            frame.picture = QImage(frame.pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        old, self.frame = self.frame, frame
        self.update()
        return old

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        frame, view = self.frame, self.wanted
        if frame is None or view is None or frame.view is None:
            painter.fillRect(self.boundingRect(), self.background)
            return
        ratio = painter.device().devicePixelRatioF()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        zoom = view.k / frame.view.k
        dx, dy = (frame.view.x0 - view.x0) * view.k, (view.ytop - frame.view.ytop) * view.k
        wide, high = frame.view.width * zoom, frame.view.height * zoom
        same = abs(zoom - 1) < 1e-9
        if same:
            dx, dy = round(dx), round(dy)
        if dx > 0 or dy > 0 or dx + wide < view.width or dy + high < view.height:
            painter.fillRect(0, 0, view.width, view.height, self.background)
        if same:
            painter.drawImage(dx, dy, frame.picture)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(QRectF(dx, dy, wide, high), frame.picture)
