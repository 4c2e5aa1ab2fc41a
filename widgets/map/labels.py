"""Names on the map: cached pixmaps with a halo, placed greedily so that none collides; dropped rather than shrunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

CELL = 8.0
NAMINGS = 16  # kept measured
AT_ONCE = 16  # pixmaps made in one go, so that the GUI thread is never busy for long
OFFSETS = ((0, 0), (0, -1), (0, 1), (0.6, 0), (-0.6, 0), (0.6, -1), (-0.6, -1), (0.6, 1), (-0.6, 1))
Key = tuple[str, int, int, int, float]
Allowed = Callable[[QRectF], bool]


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one level: texts, where they sit (n, 2) in metres, font and colours; the first ones find room first.

    `allowed` may refuse a place (in logical px): a neighbour's name over the subject, for one. An area that is narrower
    on the screen than `least` of its name keeps it to itself; `widths` in metres.
    """

    texts: Sequence[str]
    spots: NDArray[np.float64]
    font: QFont
    colour: QColor
    halo: QColor
    halo_px: float
    allowed: Allowed | None = None
    widths: NDArray[np.float64] | None = None
    least: float = 0.0

    def key(self, text: str, ratio: float) -> Key:
        """What a pixmap of one of the names is known by."""
        return text, self.font.pixelSize(), self.colour.rgba(), self.halo.rgba(), ratio


@dataclass(frozen=True, slots=True)
class _Ready:
    """A naming measured once: keys of its pixmaps, and the boxes of its names in logical px."""

    naming: Naming
    ratio: float
    keys: list[Key]
    wide: NDArray[np.float64]
    high: float


class Room:
    """Which cells of the viewport are taken: one number of bits for each row of cells."""

    def __init__(self, wide: float, high: float) -> None:
        self.wide, self.high = wide, high
        self._rows = [0] * (int(high // CELL) + 2)

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Nothing else may stand here."""
        bits = self._bits(left, right)
        for row in range(max(0, int(top // CELL)), min(len(self._rows), int(bottom // CELL) + 1)):
            self._rows[row] |= bits

    def try_to_take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Takes a place that lies whole in the viewport and is free."""
        if left < 2 or top < 2 or right > self.wide - 2 or bottom > self.high - 2:
            return False
        bits = self._bits(left, right)
        rows = self._rows
        first, last = int(top // CELL), int(bottom // CELL) + 1
        for row in range(first, last):
            if rows[row] & bits:
                return False
        for row in range(first, last):
            rows[row] |= bits
        return True

    @staticmethod
    def _bits(left: float, right: float) -> int:
        first = max(0, int(left // CELL))
        return ((1 << max(0, int(right // CELL) + 1 - first)) - 1) << first


class LabelItem(pg.GraphicsObject):
    """Paints placed names; `place` is called for a new view, `make_some` until nothing is missing."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self.setParentItem(box)
        self.setZValue(10)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._box = box
        self._pixmaps: dict[Key, QPixmap] = {}
        self._ready: dict[int, _Ready] = {}
        self._placed: list[tuple[float, float, Key]] = []
        self._missing: list[tuple[Key, Naming]] = []

    def forget(self) -> None:
        """Throws the pixmaps away (another theme, zoom or language)."""
        self._pixmaps.clear()
        self._ready.clear()

    @property
    def missing(self) -> int:
        """How many names still wait for their pixmap."""
        return len(self._missing)

    @property
    def texts(self) -> list[str]:
        """The names that found room, the most important first."""
        return [key[0] for _, _, key in self._placed]

    def place(
        self,
        namings: Sequence[Naming],
        to_screen: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        room: Room,
        ratio: float,
        scale: float = 1.0,
    ) -> None:
        """Finds room for the names; `to_screen` maps (n, 2) metres to logical px, of which a metre is `scale`."""
        self._placed, self._missing = [], []
        for naming in namings:
            if len(naming.spots) == 0:
                continue
            ready = self._measured(naming, ratio)
            xy = to_screen(naming.spots)
            x, y = xy[:, 0], xy[:, 1]
            seen = (x > 0) & (x < room.wide) & (y > 0) & (y < room.high)
            if naming.widths is not None:
                seen &= naming.widths * scale >= naming.least * ready.wide
            inside = np.flatnonzero(seen)
            boxes = zip(inside.tolist(), xy[inside].tolist(), ready.wide[inside].tolist(), strict=True)
            for at, (px, py), wide in boxes:
                self._place_one(ready, at, (px, py, wide), room)

    def make_some(self) -> bool:
        """Makes a few missing pixmaps; whether more are missing."""
        now, self._missing = self._missing[:AT_ONCE], self._missing[AT_ONCE:]
        for key, naming in now:
            if key not in self._pixmaps:
                self._pixmaps[key] = _pixmap(naming, key[0], key[-1])
        return bool(self._missing)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.resetTransform()
        for x, y, key in self._placed:
            pixmap = self._pixmaps.get(key)
            if pixmap is not None:
                painter.drawPixmap(QPointF(x, y), pixmap)

    def _measured(self, naming: Naming, ratio: float) -> _Ready:
        found = self._ready.get(id(naming))
        if found is None or found.naming is not naming or found.ratio != ratio:
            sizes = [_size(naming, text) for text in naming.texts]
            keys = [naming.key(text, ratio) for text in naming.texts]
            found = _Ready(naming, ratio, keys, np.array([wide for wide, _ in sizes]), sizes[0][1])
            if len(self._ready) > NAMINGS:
                self._ready.clear()
            self._ready[id(naming)] = found
        return found

    def _place_one(self, ready: _Ready, at: int, box: tuple[float, float, float], room: Room) -> None:
        naming, ratio, high = ready.naming, ready.ratio, ready.high
        x, y, wide = box
        for right, down in OFFSETS:
            left, top = x - wide / 2 + right * wide, y - high / 2 + down * high
            if naming.allowed is not None and not naming.allowed(QRectF(left, top, wide, high)):
                continue
            if room.try_to_take(left, top, left + wide, top + high):
                key = ready.keys[at]
                # on whole device pixels the letters stay as sharp as they were painted
                self._placed.append((round(left * ratio) / ratio, round(top * ratio) / ratio, key))
                if key not in self._pixmaps:
                    self._missing.append((key, naming))
                return


def _size(naming: Naming, text: str) -> tuple[float, float]:
    metrics = QFontMetricsF(naming.font)
    return metrics.horizontalAdvance(text) + 2 * naming.halo_px, metrics.height() + 2 * naming.halo_px


def _pixmap(naming: Naming, text: str, ratio: float) -> QPixmap:
    wide, high = _size(naming, text)
    pixmap = QPixmap(max(1, round(wide * ratio)), max(1, round(high * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addText(naming.halo_px, naming.halo_px + QFontMetricsF(naming.font).ascent(), naming.font, text)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(naming.halo, naming.halo_px * 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, naming.colour)
    painter.end()
    return pixmap
