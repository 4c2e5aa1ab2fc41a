"""The same picture by numpy alone, without anti-aliasing: while kernels compile, and where there are none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layers.raster.density import Density
from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Line, Scene, View
from layers.raster.sprites import Sprites

Steps = NDArray[np.int64]


def draw(frame: Frame, view: View, scene: Scene) -> None:
    """One frame, now."""
    _areas(frame, view, scene)
    density = scene.density if scene.sprites is not None else None
    steps = _density(frame, view, scene, density) if density is not None else None
    for kind, line in sorted(scene.kinds, reverse=True):
        rows, columns, _ = _crossings(scene.areas.at(view.k).kept((kind,)), view)
        _line(frame, rows, columns, line)
    for index, line in scene.over:
        rows, columns, _ = _crossings(index.at(view.k), view)
        _line(frame, rows, columns, line)
    if scene.sprites is not None:
        _markers(frame, view, scene.points, scene.sprites, steps, density.least if density is not None else 0)
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
    if len(row) == 0:
        frame.pixels[:] = scene.colours[0]
        return
    numbers = np.zeros((view.height, view.width + 1), np.int32)
    np.add.at(numbers.reshape(-1), row * (view.width + 1) + column, step)
    np.cumsum(numbers, axis=1, out=numbers)
    numbers[(numbers < 0) | (numbers >= len(scene.colours))] = 0
    np.take(scene.colours, numbers[:, : view.width], out=frame.pixels)
    if scene.line.strength:
        _line(frame, row, column, scene.line)


def _line(frame: Frame, row: np.ndarray, column: np.ndarray, line: Line) -> None:  # type: ignore[type-arg]
    seen = column < frame.pixels.shape[1]
    frame.pixels[row[seen], column[seen]] = np.uint32(0xFF000000 | line.colour)


def _density(frame: Frame, view: View, scene: Scene, density: Density) -> Steps:
    """Lays the steps over the areas; gives the step of each pixel."""
    points, outside = scene.points, scene.colours[0] if density.within else 0
    left, top = round(view.x0 * view.k), round(-view.ytop * view.k)
    aside, down = left % density.cell, top % density.cell
    x, y = np.r_[points.x, points.hot_x[: points.hot]], np.r_[points.y, points.hot_y[: points.hot]]
    px, py = (x - view.x0) * view.k + aside, (view.ytop - y) * view.k + down
    steps = np.floor(density.steps(px, py, view.width + aside, view.height + down)[down:, aside:]).astype(np.int64)
    steps = np.minimum(steps, len(density.colours) - 1)
    seen = (steps >= 0) & (frame.pixels != outside)
    under, over, alpha = frame.pixels[seen], density.colours[steps[seen]], density.alphas[steps[seen]]
    mixed = np.full(len(under), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = ((over >> shift & 255) * alpha + (under >> shift & 255) * (256 - alpha)) >> 8
        mixed |= channel.astype(np.uint32) << np.uint32(shift)
    frame.pixels[seen] = mixed
    return steps


def _markers(
    frame: Frame, view: View, points: PointIndex, sprites: Sprites, steps: Steps | None = None, least: int = 0
) -> None:
    """Squares of five pixels in the level's colour, the highest level last; those below `least` not upon a step."""
    hot = points.hot
    x, y = np.r_[points.x, points.hot_x[:hot]], np.r_[points.y, points.hot_y[:hot]]
    level = np.r_[points.level_of(np.arange(len(points.x))), points.hot_level[:hot]]
    px, py = (x - view.x0) * view.k, (view.ytop - y) * view.k
    inside = np.flatnonzero((px >= 2) & (px < view.width - 3) & (py >= 2) & (py < view.height - 3))
    if steps is not None:
        free = steps[py[inside].astype(int), px[inside].astype(int)] < 0
        inside = inside[free | (level[inside] >= least)]
    inside = inside[np.argsort(level[inside], kind="stable")]
    colour = sprites.colour[level[inside], sprites.half, sprites.half] | np.uint32(0xFF000000)
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            frame.pixels[py[inside].astype(int) + dy, px[inside].astype(int) + dx] = colour
