"""Kernels of the density: markers counted in cells that stand still on the ground, smoothed, painted in flat steps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from layers.raster.density import NOWHERE, STEP
from layers.raster.kernel_base import KERNEL, cells, mix

# between the middles of four cells: below the first limit, partly so, several steps, the first step; then the others
FREE, MIXED, STEPS, BUSY = 0, 1, 2, 3
INVERSE = 1.0 / math.log(STEP)
LEAST = STEP**NOWHERE


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def corner(x0: Any, ytop: Any, k: Any, r0: Any, r1: Any, width: Any, cell: Any, margin: Any) -> Any:
    """(columns, rows, px from the field's left edge to the window's, from the field's top to row 0).

    A margin of three cells is what the window's own pixels depend on.
    """
    left, top = int(math.floor(x0 * k + 0.5)), int(math.floor(r0 - ytop * k + 0.5))
    west, north = left // cell - margin, top // cell - margin
    columns = (left + width) // cell + margin + 1 - west
    rows = (top + r1 - r0) // cell + margin + 1 - north
    return columns, rows, left - west * cell, top - north * cell - r0


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def count_markers(field: Any, above: Any, below: Any, cell: Any, off_x: Any, off_y: Any, x0: Any, ytop: Any, k: Any,
                  px: Any, py: Any, start: Any, size: Any, side: Any, levels: Any, hot_x: Any, hot_y: Any,
                  hot: Any) -> None:  # fmt: skip
    """Adds every marker to its cell in the rows above … below of a field; those taken away are NaN and lie in none."""
    columns = field.shape[1]
    field[above:below] = 0
    each, wide, top, high = 1.0 / cell, columns * cell, above * cell, below * cell
    west, north = x0 - off_x / k, ytop + off_y / k
    g0, g1 = cells(north - high / k, north - top / k, size, side)
    h0, h1 = cells(west, west + wide / k, size, side)
    for i in range(hot):
        fx, fy = (hot_x[i] - west) * k, (north - hot_y[i]) * k
        if fx >= 0 and fx < wide and fy >= top and fy < high:
            field[np.uint64(int(fy * each)), np.uint64(int(fx * each))] += 1
    if h1 < h0:
        return
    for level in range(levels):
        for g in range(g0, g1 + 1):
            row = (level * side + g) * side
            for i in range(start[row + h0], start[row + h1 + 1]):
                fx, fy = (px[i] - west) * k, (north - py[i]) * k
                if fx >= 0 and fx < wide and fy >= top and fy < high:
                    field[np.uint64(int(fy * each)), np.uint64(int(fx * each))] += 1


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def smooth(field: Any, limit: Any, cell: Any) -> None:
    """From counts to steps above the first limit, in place; the outermost two cells stay without meaning."""
    rows, columns = field.shape
    line = np.empty(columns, np.float32)
    for j in range(rows):
        line[:] = field[j]
        for i in range(2, columns - 2):
            field[j, i] = line[i - 2] + line[i + 2] + 4 * (line[i - 1] + line[i + 1]) + 6 * line[i]
    share = 1.0 / (256.0 * limit * cell * cell)
    above, before = field[0].copy(), field[1].copy()
    for j in range(2, rows - 2):
        for i in range(columns):
            here = field[j, i]
            value = above[i] + field[j + 2, i] + 4 * (before[i] + field[j + 1, i]) + 6 * here
            above[i], before[i] = before[i], here
            field[j, i] = value * share
    for j in range(2, rows - 2):
        for i in range(columns):
            value = field[j, i]
            field[j, i] = math.log(value) * INVERSE if value > LEAST else NOWHERE


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def step_of(value: Any, top: Any) -> Any:
    """The step of a value, -1 below the first limit."""
    return min(int(math.floor(value)), top) if value >= 0 else -1


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def sort_cells(field: Any, state: Any, top: Any) -> None:
    """Which step there is between the middles of each cell and the next ones right and below, or several."""
    rows, columns = field.shape
    for j in range(rows - 1):
        for i in range(columns - 1):
            a, b, c, d = field[j, i], field[j, i + 1], field[j + 1, i], field[j + 1, i + 1]
            low, high = step_of(min(a, b, c, d), top), step_of(max(a, b, c, d), top)
            if low < 0:
                state[j, i] = FREE if high < 0 else MIXED
            else:
                state[j, i] = STEPS if low < high else low + BUSY


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def is_dense(field: Any, state: Any, each: Any, x: Any, y: Any) -> Any:
    """Whether a place, in px from the field's corner, has reached the first limit."""
    px, py = x * each - 0.5, y * each - 0.5
    i, j = np.uint64(int(px)), np.uint64(int(py))
    kind = state[j, i]
    if kind != MIXED:
        return kind >= STEPS
    fx, fy, one = px - int(px), py - int(py), np.uint64(1)
    upper = field[j, i] * (1 - fx) + field[j, i + one] * fx
    lower = field[j + one, i] * (1 - fx) + field[j + one, i + one] * fx
    return upper * (1 - fy) + lower * fy >= 0


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def veil(buf: Any, a: Any, b: Any, colour: Any, alpha: Any, outside: Any) -> None:
    """One colour over a run of pixels, but not over those in the colour of outside."""
    rest = np.uint32(256 - alpha)
    red_blue = np.uint32((colour & np.uint32(0xFF00FF)) * np.uint32(alpha))
    green = np.uint32((colour & np.uint32(0xFF00)) * np.uint32(alpha))
    for p in range(np.uint64(a), np.uint64(b)):
        under = buf[p]
        mixed_rb = np.uint32(np.uint32((under & np.uint32(0xFF00FF)) * rest) + red_blue) >> np.uint32(8)
        mixed_g = np.uint32(np.uint32((under & np.uint32(0xFF00)) * rest) + green) >> np.uint32(8)
        mixed = np.uint32((mixed_rb & np.uint32(0xFF00FF)) | (mixed_g & np.uint32(0xFF00)) | np.uint32(0xFF000000))
        buf[p] = under if under == outside else mixed


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def paint(buf: Any, width: Any, a: Any, b: Any, field: Any, state: Any, cell: Any, off_x: Any, off_y: Any,
          colours: Any, alphas: Any, outside: Any) -> None:  # fmt: skip
    """The steps over rows a to b of the frame, in runs; `off_y` px lie between the field's top and row 0.

    The pixel in which a limit is crossed gets both steps by their shares, so that the limit is a clean line. Pixels in
    the colour of outside are left alone: what is smoothed would spill over the rim.
    """
    columns = field.shape[1]
    each, top = 1.0 / cell, len(colours) - 1
    for r in range(a, b):
        py = (r + 0.5 + off_y) * each - 0.5
        j = int(py)
        fy = np.float32(py - j)
        row, begin, step = r * width, 0, -1
        for i in range(2, columns - 2):
            first = i * cell + cell // 2 - off_x
            if first + cell <= 0 or first >= width:
                continue
            kind = state[j, i]
            left = right = np.float32(0.0)
            if MIXED <= kind < BUSY:
                left = field[j, i] * (1 - fy) + field[j + 1, i] * fy
                right = field[j, i + 1] * (1 - fy) + field[j + 1, i + 1] * fy
                here, there = step_of(left, top), step_of(right, top)
            else:
                here = there = np.int64(kind) - BUSY if kind >= BUSY else -1
            if here != step:
                end = max(first, begin)
                if step >= 0:
                    veil(buf, row + begin, row + end, colours[step], alphas[step], outside)
                begin, step = end, here
            while step != there:
                up = there > step
                border = step + 1 if up else step
                at = first + (border - left) / (right - left) * cell
                end = min(int(at), width)
                if end >= begin and begin < width:
                    if step >= 0:
                        veil(buf, row + begin, row + end, colours[step], alphas[step], outside)
                    high, low = (step + 1, step) if up else (step, step - 1)
                    share = 1.0 - (at - end) if up else at - end
                    alpha = alphas[high] * share + (alphas[low] * (1.0 - share) if low >= 0 else 0.0)
                    if end < width and buf[row + end] != outside:
                        colour = colours[high] if low < 0 or share >= 0.5 else colours[low]
                        mix(buf, row + end, colour, np.int64(alpha))
                    begin = end + 1
                step += 1 if up else -1
        if step >= 0 and begin < width:
            veil(buf, row + begin, row + width, colours[step], alphas[step], outside)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def dense_at(x: Any, y: Any, k: Any, limit: Any, cell: Any, px: Any, py: Any, start: Any, size: Any, side: Any,
             levels: Any, hot_x: Any, hot_y: Any, hot_level: Any, hot: Any) -> Any:  # fmt: skip
    """Whether a place (metres) has reached the first limit at a scale, just as a frame that shows it."""
    x0, ytop = math.floor(x * k) / k, math.ceil(y * k) / k
    columns, rows, off_x, off_y = corner(x0, ytop, k, 0, 1, 1, cell, 3)
    field, state = np.empty((rows, columns), np.float32), np.zeros((rows, columns), np.uint8)
    count_markers(field, 0, rows, cell, off_x, off_y, x0, ytop, k, px, py, start, size, side, levels, hot_x, hot_y, hot)
    smooth(field, limit, cell)
    sort_cells(field, state, 0)
    return is_dense(field, state, 1.0 / cell, (x - x0) * k + off_x, (ytop - y) * k + off_y)
