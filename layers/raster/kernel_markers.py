"""Kernels of the markers: front to back with a set of finished pixels, the highest level first; and the nearest one.

Half-transparent rims wait on a stack and are blended back to front at the end: the picture equals the painter's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_base import KERNEL, cells, lowest_bit, mix
from layers.raster.kernel_density import is_dense


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def clear(cover: Any, rows: Any, columns: Any, pad: Any) -> None:
    """Empties the set of finished pixels; everything outside the window counts as finished: clipping for free."""
    words = (columns + 2 * pad + 63) // 64 + 1
    full = ~np.uint64(0)
    for r in range(rows):
        inside = pad <= r < rows - pad
        for w in range(words):
            cover[r, w] = np.uint64(0) if inside else full
        if inside:
            for c in range(pad):
                cover[r, c >> 6] |= np.uint64(1) << np.uint64(c & 63)
            for c in range(pad + columns, words * 64):
                cover[r, c >> 6] |= np.uint64(1) << np.uint64(c & 63)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def sprite(buf: Any, width: Any, r0: Any, sx: Any, sy: Any, cover: Any, half: Any, solid: Any, fringe: Any,
           colour: Any, level: Any, top: Any, todo: Any, todo_colour: Any) -> Any:  # fmt: skip
    """What is not finished yet of one sprite, row by row as bit masks; pushes its rim; returns the stack's height."""
    size = 2 * half + 1
    words = cover.shape[1]
    flat = cover.reshape(-1)
    bit = sx + half  # the sprite's leftmost pixel in the padded set, whose padding is 2 * half
    shift = np.uint64(bit & 63)
    back = np.uint64(64) - shift
    straddles = (bit & 63) + size > 64
    for j in range(size):
        word = np.uint64((sy - r0 + half + j) * words + (bit >> 6))
        done = flat[word] >> shift
        if straddles:
            done |= flat[word + np.uint64(1)] << back
        row = np.uint64((sy - half + j) * width + sx - half)  # may lie outside: then no bit is left to draw
        draw = solid[level, j] & ~done
        if draw:
            flat[word] |= draw << shift
            if straddles:
                flat[word + np.uint64(1)] |= draw >> back
            while draw:
                i = lowest_bit(draw)  # type: ignore[call-arg, var-annotated]
                buf[row + i] = colour[level, j, i]
                draw &= draw - np.uint64(1)
        draw = fringe[level, j] & ~done
        while draw:
            i = lowest_bit(draw)  # type: ignore[call-arg]
            if top < len(todo):
                todo[np.uint64(top)] = np.int32(row + i)
                todo_colour[np.uint64(top)] = colour[level, j, i]
                top += 1
            draw &= draw - np.uint64(1)
    return top


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def hot_markers(buf: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, hot_x: Any, hot_y: Any,
                hot_level: Any, hot: Any, level: Any, half: Any, solid: Any, fringe: Any, colour: Any, cover: Any,
                top: Any, todo: Any, todo_colour: Any, give_way: Any, field: Any, busy: Any, each: Any, off_x: Any,
                off_y: Any) -> Any:  # fmt: skip
    """The changes of one level since the index was sorted."""
    for i in range(hot):
        if hot_level[i] == level:
            fx, fy = (hot_x[i] - x0) * k, (ytop - hot_y[i]) * k
            if not (fx >= -half and fx < width + half and fy >= r0 - half and fy < r1 + half):
                continue  # outside, or taken away (NaN)
            if give_way and is_dense(field, busy, each, fx + off_x, fy + off_y):
                continue
            top = sprite(buf, width, r0, int(math.floor(fx)), int(math.floor(fy)), cover, half, solid, fringe,
                         colour, level, top, todo, todo_colour)  # fmt: skip
    return top


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def level_markers(buf: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, px: Any, py: Any, start: Any,
                  cell: Any, side: Any, level: Any, half: Any, solid: Any, fringe: Any, colour: Any, cover: Any,
                  taken: Any, todo: Any, todo_colour: Any, top: Any, thin: Any, give_way: Any, field: Any, busy: Any,
                  each: Any, off_x: Any, off_y: Any) -> Any:  # fmt: skip
    """Those of one level, the first of several on one pixel; `thin` > 1: of several in a square of so many px.

    `give_way`: not where the density has reached its first limit.
    """
    reach = half + (thin if thin > 1 else 0)  # a square that lies across the window's rim has one marker on both sides
    g0, g1 = cells(ytop - (r1 + reach) / k, ytop - (r0 - reach) / k, cell, side)
    h0, h1 = cells(x0 - reach / k, x0 + (width + reach) / k, cell, side)
    if h1 < h0:
        return top
    more = (reach // thin + 1) * thin  # squares stand still on the ground while the map is moved
    lag_x = int(math.floor(x0 * k + 0.5)) % thin + more
    lag_y = int(math.floor(r0 - ytop * k + 0.5)) % thin + more
    for g in range(g0, g1 + 1):
        row = (level * side + g) * side
        for i in range(start[row + h0], start[row + h1 + 1]):
            fx, fy = (px[i] - x0) * k, (ytop - py[i]) * k
            if not (fx >= -reach and fx < width + reach and fy >= r0 - reach and fy < r1 + reach):
                continue  # outside, or taken away (NaN)
            sx, sy = int(math.floor(fx)), int(math.floor(fy))
            b, at = np.uint64(sx + reach), np.uint64(sy - r0 + reach)
            if thin > 1:
                b = np.uint64((sx + lag_x) // thin)
                at = np.uint64((sy - r0 + lag_y) // thin)
            mark = np.uint64(1) << (b & np.uint64(63))
            if taken[at, b >> np.uint64(6)] & mark:
                continue
            taken[at, b >> np.uint64(6)] |= mark
            if give_way and is_dense(field, busy, each, fx + off_x, fy + off_y):
                continue
            if sx >= -half and sx < width + half and sy >= r0 - half and sy < r1 + half:
                top = sprite(buf, width, r0, sx, sy, cover, half, solid, fringe, colour, level, top, todo, todo_colour)
    return top


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def markers(buf: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, px: Any, py: Any, start: Any,
            cell: Any, side: Any, levels: Any, hot_x: Any, hot_y: Any, hot_level: Any, hot: Any, half: Any,
            solid: Any, fringe: Any, colour: Any, cover: Any, taken: Any, todo: Any, todo_colour: Any,
            least: Any, thin: Any, field: Any, busy: Any, dense: Any, off_x: Any, off_y: Any) -> None:  # fmt: skip
    """All markers of a window, highest level first; below level `least` they give way to the density."""
    pad = 2 * half
    clear(cover, r1 - r0 + 2 * pad, width, pad)
    top = 0
    each = 1.0 / dense
    taken[:, :] = 0
    for level in range(levels - 1, -1, -1):
        free = level < least
        if level == least - 1 and thin > 1:
            taken[:, :] = 0
        top = hot_markers(buf, width, r0, r1, x0, ytop, k, hot_x, hot_y, hot_level, hot, level, half, solid, fringe,
                          colour, cover, top, todo, todo_colour, free, field, busy, each, off_x, off_y)  # fmt: skip
        top = level_markers(buf, width, r0, r1, x0, ytop, k, px, py, start, cell, side, level, half, solid, fringe,
                            colour, cover, taken, todo, todo_colour, top, 1 if free else thin, free, field, busy, each,
                            off_x, off_y)  # fmt: skip
    for i in range(top - 1, -1, -1):
        mix(buf, todo[i], todo_colour[i], np.int64(todo_colour[i] >> np.uint32(24)))


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def nearest(px: Any, py: Any, start: Any, cell: Any, side: Any, levels: Any, x: Any, y: Any, radius: Any) -> Any:
    """Place in the index of the marker nearest to a point within a radius, -1 for none; a higher level wins."""
    g0, g1 = cells(y - radius, y + radius, cell, side)
    h0, h1 = cells(x - radius, x + radius, cell, side)
    best, least = -1, radius * radius
    for level in range(levels - 1, -1, -1):
        for g in range(g0, g1 + 1):
            row = (level * side + g) * side
            for i in range(start[row + h0], start[row + h1 + 1]):
                d = (px[i] - x) ** 2 + (py[i] - y) ** 2
                if d <= least:
                    best, least = i, d
        if best >= 0:
            return best
    return best
