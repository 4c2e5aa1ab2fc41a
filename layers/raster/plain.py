"""The same picture by numpy alone, without anti-aliasing: while kernels compile, and where there are none."""

from __future__ import annotations

import numpy as np

from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Line, Scene, View
from layers.raster.sprites import Sprites


def draw(frame: Frame, view: View, scene: Scene) -> None:
    """One frame, now."""
    _areas(frame, view, scene)
    for kind, line in sorted(scene.kinds, reverse=True):
        rows, columns, _ = _crossings(scene.areas.at(view.k).kept((kind,)), view)
        _line(frame, rows, columns, line)
    for index, line in scene.over:
        rows, columns, _ = _crossings(index.at(view.k), view)
        _line(frame, rows, columns, line)
    if scene.sprites is not None:
        _markers(frame, view, scene.points, scene.sprites)
    frame.view = view


def _crossings(borders: object, view: View) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Row, column and step of each crossing of a pixel row's middle by a segment."""
    seg, k = borders.seg, view.k  # type: ignore[attr-defined]
    xa, ya = (seg[:, 2] - view.x0) * k, (view.ytop - seg[:, 3]) * k
    xb, yb = (seg[:, 0] - view.x0) * k, (view.ytop - seg[:, 1]) * k
    near = (yb > 0) & (ya < view.height) & (np.minimum(xa, xb) < view.width)
    xa, ya, xb, yb, step = xa[near], ya[near], xb[near], yb[near], borders.step[near]  # type: ignore[attr-defined]
    first = np.clip(np.ceil(ya - 0.5), 0, view.height).astype(int)
    rows = np.clip(np.ceil(yb - 0.5), 0, view.height).astype(int) - first
    of = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(of)) - np.repeat(np.cumsum(rows) - rows, rows) + first[of]
    x = xa[of] + (row + 0.5 - ya[of]) * ((xb - xa) / np.where(yb > ya, yb - ya, 1))[of]
    return row, np.clip(np.ceil(x - 0.5), 0, view.width).astype(int), step[of]


def _areas(frame: Frame, view: View, scene: Scene) -> None:
    row, column, step = _crossings(scene.areas.at(view.k), view)
    wide = view.width + 1
    change = np.bincount(row * wide + column, step, view.height * wide).reshape(view.height, wide)
    numbers = np.cumsum(change, axis=1)[:, : view.width].astype(np.int64)
    numbers[(numbers < 0) | (numbers >= len(scene.colours))] = 0
    np.take(scene.colours, numbers, out=frame.pixels)
    if scene.line.strength:
        _line(frame, row, column, scene.line)


def _line(frame: Frame, row: np.ndarray, column: np.ndarray, line: Line) -> None:  # type: ignore[type-arg]
    seen = column < frame.pixels.shape[1]
    frame.pixels[row[seen], column[seen]] = np.uint32(0xFF000000 | line.colour)


def _markers(frame: Frame, view: View, points: PointIndex, sprites: Sprites) -> None:
    """Squares of five pixels in the level's colour, the highest level last."""
    hot = points.hot
    x, y = np.r_[points.x, points.hot_x[:hot]], np.r_[points.y, points.hot_y[:hot]]
    level = np.r_[points.level_of(np.arange(len(points.x))), points.hot_level[:hot]]
    px, py = (x - view.x0) * view.k, (view.ytop - y) * view.k
    inside = np.flatnonzero((px >= 2) & (px < view.width - 3) & (py >= 2) & (py < view.height - 3))
    inside = inside[np.argsort(level[inside], kind="stable")]
    colour = sprites.colour[level[inside], sprites.half, sprites.half] | np.uint32(0xFF000000)
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            frame.pixels[py[inside].astype(int) + dy, px[inside].astype(int) + dx] = colour
