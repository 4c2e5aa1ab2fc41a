"""Where a canvas looks: its view in device pixels, and pixels as places."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF

from layers.raster.scene import View
from widgets.map.scenery import Scenery


class GroundView(pg.GraphicsView):
    """A view of the ground. Whoever extends it makes `box`, the pyqtgraph view, and `scenery`."""

    box: pg.ViewBox
    scenery: Scenery

    def view(self) -> View:
        """The view box's range in device pixels, its corner on a whole pixel, so that panning moves by whole pixels."""
        port, ratio = self.viewport(), self.viewport().devicePixelRatioF()
        wide = max(1, port.width())  # a map that is not laid out yet has none
        (left, right), (_, top) = self.box.viewRange()
        k = wide * ratio / max(1e-9, right - left)
        west, south = self.scenery.ground.origin
        size = max(1, math.ceil(wide * ratio)), max(1, math.ceil(port.height() * ratio))
        return View(round((left - west) * k) / k, round((top - south) * k) / k, k, *size)

    def fitting_scale(self) -> float:
        """Device px per metre at which the whole city fits."""
        west, south, east, north = self.scenery.ground.bounds
        port, ratio = self.viewport(), self.viewport().devicePixelRatioF()
        return ratio * min(port.width() / (east - west), port.height() / (north - south))

    def to_metres(self, pos: QPointF) -> tuple[float, float]:
        """A pixel of the viewport as a place."""
        (left, right), (_, top) = self.box.viewRange()
        metres = (right - left) / max(1, self.viewport().width())
        return left + pos.x() * metres, top - pos.y() * metres
