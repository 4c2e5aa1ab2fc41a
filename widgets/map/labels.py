"""Names on the map: cached pixmaps with a halo, placed greedily so that none collides; dropped rather than shrunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

CELL = 8.0
AT_ONCE = 24  # pixmaps made in one go, so that the GUI thread is never busy for long
OFFSETS = ((0, 0), (0, -1), (0, 1), (0.6, 0), (-0.6, 0))


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one level: texts, where they sit (n, 2) in metres, font and colours, first ones first."""

    texts: Sequence[str]
    spots: NDArray[np.float64]
    font: QFont
    colour: QColor
    halo: QColor
    halo_px: float


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: float
    key: tuple[Any, ...]


class LabelItem(pg.GraphicsObject):
    """Paints placed names; `place` is called for a new view, `make_some` until nothing is missing."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self.setParentItem(box)
        self.setZValue(10)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._box = box
        self._pixmaps: dict[tuple[Any, ...], QPixmap] = {}
        self._sizes: dict[tuple[Any, ...], tuple[float, float]] = {}
        self._placed: list[_Placed] = []
        self._missing: list[tuple[tuple[Any, ...], Naming, str]] = []
        self.shift = (0.0, 0.0)

    def forget(self) -> None:
        """Throws the pixmaps away (another theme, zoom or language)."""
        self._pixmaps.clear()
        self._sizes.clear()

    @property
    def missing(self) -> int:
        """How many names still wait for their pixmap."""
        return len(self._missing)

    def place(
        self,
        namings: Sequence[Naming],
        to_screen: Any,
        size: tuple[float, float],
        blocked: Sequence[QRectF],
        ratio: float,
    ) -> None:
        """Finds room for the names; `to_screen` maps (n, 2) metres to viewport pixels; `blocked` are furniture."""
        columns, rows = int(size[0] // CELL) + 2, int(size[1] // CELL) + 2
        taken = np.zeros((rows, columns), bool)
        for rect in blocked:
            taken[_cells(rect.top(), rect.bottom(), rows), _cells(rect.left(), rect.right(), columns)] = True
        self._placed, self._missing = [], []
        for naming in namings:
            if len(naming.spots) == 0:
                continue
            xy = to_screen(naming.spots)
            inside = (xy[:, 0] > 0) & (xy[:, 0] < size[0]) & (xy[:, 1] > 0) & (xy[:, 1] < size[1])
            for at in np.flatnonzero(inside):
                self._place_one(naming, naming.texts[at], float(xy[at, 0]), float(xy[at, 1]), taken, size, ratio)
        self.shift = (0.0, 0.0)
        self.update()

    def make_some(self) -> bool:
        """Makes a few missing pixmaps; whether more are missing."""
        now, self._missing = self._missing[:AT_ONCE], self._missing[AT_ONCE:]
        for key, naming, text in now:
            if key not in self._pixmaps:
                self._pixmaps[key] = _pixmap(naming, text, key[-1])
        if now:
            self.update()
        return bool(self._missing)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.resetTransform()
        dx, dy = self.shift
        for label in self._placed:
            pixmap = self._pixmaps.get(label.key)
            if pixmap is not None:
                painter.drawPixmap(QPointF(label.x + dx, label.y + dy), pixmap)

    def _place_one(
        self,
        naming: Naming,
        text: str,
        x: float,
        y: float,
        taken: NDArray[np.bool_],
        size: tuple[float, float],
        ratio: float,
    ) -> None:
        key = (text, naming.font.pixelSize(), naming.colour.rgba(), naming.halo.rgba(), ratio)
        wide, high = self._size(key, naming, text)
        for right, down in OFFSETS:
            left, top = x - wide / 2 + right * wide, y - high / 2 + down * high
            if left < 2 or top < 2 or left + wide > size[0] - 2 or top + high > size[1] - 2:
                continue
            cells = _cells(top, top + high, taken.shape[0]), _cells(left, left + wide, taken.shape[1])
            if not taken[cells].any():
                taken[cells] = True
                self._placed.append(_Placed(left, top, key))
                if key not in self._pixmaps:
                    self._missing.append((key, naming, text))
                return

    def _size(self, key: tuple[Any, ...], naming: Naming, text: str) -> tuple[float, float]:
        if key not in self._sizes:
            metrics = QFontMetricsF(naming.font)
            self._sizes[key] = (
                metrics.horizontalAdvance(text) + 2 * naming.halo_px,
                metrics.height() + 2 * naming.halo_px,
            )
        return self._sizes[key]


def _cells(low: float, high: float, count: int) -> slice:
    return slice(max(0, int(low // CELL)), max(0, min(count, int(high // CELL) + 1)))


def _pixmap(naming: Naming, text: str, ratio: float) -> QPixmap:
    metrics = QFontMetricsF(naming.font)
    wide = metrics.horizontalAdvance(text) + 2 * naming.halo_px
    high = metrics.height() + 2 * naming.halo_px
    pixmap = QPixmap(max(1, round(wide * ratio)), max(1, round(high * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addText(naming.halo_px, naming.halo_px + metrics.ascent(), naming.font, text)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(naming.halo, naming.halo_px * 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, naming.colour)
    painter.end()
    return pixmap
