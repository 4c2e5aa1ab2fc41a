"""Puts the names of a view into the room that furniture, glyphs and urgent markers leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from layers.raster.label_room import LabelRoom
from layers.raster.scene import View
from widgets.map.naming import Namer

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

URGENT = 6.0  # px at 1x round a red or orange marker that no name covers


class Placing(QObject):
    """Places the names of one canvas; their pixmaps are made a few at a time."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.namer = Namer(canvas.scenery)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._make)

    def stop(self) -> None:
        """No more pixmaps."""
        self._timer.stop()

    def place(self, view: View, ratio: float) -> None:
        """Finds places for all names of a view."""
        canvas, scenery = self._canvas, self._canvas.scenery
        room = LabelRoom(canvas.viewport().width(), canvas.viewport().height())
        what = scenery.shown(view.k, canvas.fitting_scale())
        if what is None or not scenery.visible["labels"]:
            canvas.labels.place([], lambda spots: spots, room, ratio)
            return
        for rect in (*canvas.gestures.furniture(), *canvas.glyphs.rects(), *canvas.warnings.rects()):
            room.take(rect.left(), rect.top(), rect.right(), rect.bottom())
        half = URGENT * canvas.look.marks
        for x, y in scenery.markers.urgent(view).tolist() if scenery.visible["incidents"] else ():
            room.take(x / ratio - half, y / ratio - half, x / ratio + half, y / ratio + half)
        west, south = scenery.ground.origin

        def to_screen(spots: NDArray[np.float64]) -> NDArray[np.float64]:
            x = (spots[:, 0] - west - view.x0) * view.k / ratio
            return np.column_stack([x, (view.ytop - (spots[:, 1] - south)) * view.k / ratio])

        canvas.labels.place(self.namer.namings(what, canvas.to_metres), to_screen, room, ratio, view.k / ratio)
        if canvas.labels.missing:
            self._timer.start()

    def _make(self) -> None:
        if self._canvas.labels.make_some():
            self._timer.start()
        self._canvas.viewport().update()
