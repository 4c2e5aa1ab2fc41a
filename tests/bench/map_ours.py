"""Our side of the map's benchmark: the canvas as the seats use it, in a window of the size asked for."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from map_city import City
from map_views import Look
from PySide6.QtCore import QEventLoop, QRectF
from PySide6.QtWidgets import QApplication

from layers.style.tokens import load_tokens
from services.domain.areas import Level
from services.words import Words
from widgets.map.areas import AreaLayer
from widgets.map.canvas import MapCanvas
from widgets.map.ground import ground_of
from widgets.map.style import MapStyle
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme


class Ours:
    """A canvas with the levels of the city in six classes."""

    def __init__(self, city: City, classes: dict[str, Any], size: tuple[int, int]) -> None:
        tokens = load_tokens()
        use_fonts(QApplication.instance(), bundled=True, tokens=tokens)
        self.theme = Theme(tokens, "dark")
        self.canvas = MapCanvas(MapStyle(self.theme), Words("zh_CN"))
        self.canvas.resize(*size)
        self._presented = 0.0
        self.canvas.frame_shown.connect(self._present)
        self.canvas.show()
        self.bounds = city.outline.bounds
        self.canvas.set_ground(ground_of(layers_of(city)))
        ramp = np.array([self.theme.palette.colour("map.backdrop"), *self.theme.palette.ramp("seq")], np.uint32)
        for level, name in ((Level.TOWN, "towns"), (Level.VILLAGE, "villages"), (Level.GRID, "grids")):
            self.canvas.set_colours(int(level), ramp[np.r_[0, classes[name] + 1]])

    def set_markers(self, x: Any, y: Any, level: Any) -> None:
        """All markers."""
        self.canvas.set_markers(np.arange(1, len(x) + 1), x, y, level)

    def frame(self, look: Look) -> float:
        """Milliseconds from "set view" to that view's exact pixels in the backing store."""
        west, south, east, north = self.bounds
        wide, high = (east - west) / look.nearer, (north - south) / look.nearer
        rect = QRectF(look.x - wide / 2, look.y - high / 2, wide, high)
        self._presented = 0.0
        begin = time.perf_counter()
        self.canvas.box.setRange(rect, padding=0)
        self.wait()
        if not self._presented:  # its last name came after its frame
            self.canvas.viewport().repaint()
            self._presented = time.perf_counter()
        took = (self._presented - begin) * 1e3
        QApplication.processEvents()
        return took

    def _present(self, generation: int) -> None:
        """Paints the exact frame as soon as it is there, instead of with the next turn of the event loop."""
        if self.canvas.is_exact():
            self.canvas.viewport().repaint()
            self._presented = time.perf_counter()

    def wait(self) -> None:
        """Until the newest frame asked for has come, with all its names."""
        while not self.canvas.is_exact():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def present(self) -> float:
        """Milliseconds to put the finished frame into the backing store once more."""
        begin = time.perf_counter()
        self.canvas.viewport().repaint()
        return (time.perf_counter() - begin) * 1e3

    def close(self) -> None:
        """Ends the engine and the widget."""
        self.canvas.close()
        self.canvas.deleteLater()
        QApplication.processEvents()


def layers_of(city: City) -> dict[int, AreaLayer]:
    """The four levels of the city, numbered from 1 within each; names are made up."""
    none = np.full(1, -1, np.int32)
    rows = {
        Level.CITY: (np.array([city.outline], dtype=object), none, "永城市"),
        Level.TOWN: (city.towns, np.zeros(len(city.towns), np.int32), "{}号镇"),
        Level.VILLAGE: (city.villages, city.town_of_village, "{}号村"),
        Level.GRID: (city.grids, city.village_of_grid, "{}号网格"),
    }
    return {
        int(level): AreaLayer(
            level=int(level),
            ids=np.arange(len(polygons), dtype=np.int64) + int(level) * 10_000,
            polygons=polygons,
            names=[name.format(at + 1) for at in range(len(polygons))],
            parent=parents,
        )
        for level, (polygons, parents, name) in rows.items()
    }
