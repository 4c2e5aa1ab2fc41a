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

from layers.raster.label_room import LabelRoom

NAMINGS = 16  # kept measured
AT_ONCE = 16  # pixmaps made in one go, so that the GUI thread is never busy for long
OFFSETS = np.array(
    # never so far that the name leaves its spot: it would name a neighbour, or nothing
    [(0, 0), (0, -0.5), (0, 0.5), (0.5, 0), (-0.5, 0), (0.5, -0.5), (-0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)],
    np.float64,
)
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
        room: LabelRoom,
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
            x, y, wide = (np.ascontiguousarray(part[inside]) for part in (x, y, ready.wide))
            if naming.allowed is None:
                chosen = room.place(x, y, wide, ready.high, OFFSETS)
            else:
                chosen = _where_allowed(naming.allowed, room, x, y, wide, ready.high)
            self._put(ready, inside[chosen >= 0], *(part[chosen >= 0] for part in (x, y, wide, chosen)))

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
        draw, known = painter.drawPixmap, self._pixmaps.get
        for x, y, key in self._placed:
            pixmap = known(key)
            if pixmap is None:
                continue
            if key[-1] == 1.0:  # whole logical px too: twice as fast without a point for each
                draw(int(x), int(y), pixmap)
            else:
                draw(QPointF(x, y), pixmap)

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

    def _put(self, ready: _Ready, rows: Any, x: Any, y: Any, wide: Any, chosen: Any) -> None:
        """Keeps where names are painted: on whole device pixels the letters stay as sharp as they were made."""
        ratio, offsets = ready.ratio, OFFSETS[chosen]
        left = np.round((x - wide / 2 + offsets[:, 0] * wide) * ratio) / ratio
        top = np.round((y - ready.high / 2 + offsets[:, 1] * ready.high) * ratio) / ratio
        keys = [ready.keys[row] for row in rows.tolist()]
        self._placed += zip(left.tolist(), top.tolist(), keys, strict=True)
        self._missing += [(key, ready.naming) for key in keys if key not in self._pixmaps]


def _where_allowed(allowed: Allowed, room: LabelRoom, x: Any, y: Any, wide: Any, high: float) -> NDArray[np.int64]:
    """One name after the other, at offsets that its naming does not refuse."""
    chosen = np.full(len(x), -1, np.int64)
    for i in range(len(x)):
        one = slice(i, i + 1)
        for at, (right, down) in enumerate(OFFSETS.tolist()):
            left, top = x[i] + (right - 0.5) * wide[i], y[i] + (down - 0.5) * high
            free = allowed(QRectF(left, top, wide[i], high))
            if free and room.place(x[one], y[one], wide[one], high, OFFSETS[at : at + 1])[0] >= 0:
                chosen[i] = at
                break
    return chosen


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
