"""Kernels of the markers: front to back with a set of finished pixels, the highest level first; and the nearest one.

Half-transparent rims wait on a stack and are blended back to front at the end: the picture equals the painter's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_base import KERNEL, cells, lowest_bit, mix
from layers.raster.kernel_density import STEPS, is_dense


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
           colour: Any, spans: Any, level: Any, top: Any, todo: Any, todo_colour: Any) -> Any:  # fmt: skip
    """What is not finished yet of one sprite, row by row as bit masks; pushes its rim; returns the stack's height."""
    size = 2 * half + 1
    words = cover.shape[1]
    flat = cover.reshape(-1)
    bit = sx + half  # the sprite's leftmost pixel in the padded set, whose padding is 2 * half
    shift = np.uint64(bit & 63)
    back = np.uint64(64) - shift
    straddles = (bit & 63) + size > 64
    for j in range(spans[level, 0], spans[level, 1]):
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
def gather_hot(spots: Any, n: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, hot_x: Any, hot_y: Any,
               hot_level: Any, hot: Any, level: Any, half: Any, give_way: Any, field: Any, state: Any, each: Any,
               off_x: Any, off_y: Any) -> Any:  # fmt: skip
    """The changes of one level since the index was sorted."""
    for i in range(hot):
        if hot_level[i] == level:
            fx, fy = (hot_x[i] - x0) * k, (ytop - hot_y[i]) * k
            if not (fx >= -half and fx < width + half and fy >= r0 - half and fy < r1 + half):
                continue  # outside, or taken away (NaN)
            if give_way and is_dense(field, state, each, fx + off_x, fy + off_y):
                continue
            spots[n, 0], spots[n, 1], spots[n, 2] = int(math.floor(fx)), int(math.floor(fy)), level
            n += 1
    return n


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def find_room(room: Any, g0: Any, g1: Any, h0: Any, h1: Any, cell: Any, side: Any, x0: Any, ytop: Any, k: Any,
              state: Any, dense: Any, off_x: Any, off_y: Any) -> None:  # fmt: skip
    """Sets a bit for each cell in rows g0 to g1 that reaches a place below the first limit."""
    rows, columns = state.shape
    per_px, lag, one = 1.0 / (k * cell), x0 / cell, np.uint64(1)
    for g in range(g0, g1 + 1):
        row = room[g - g0]
        row[:] = 0
        if g == 0 or g == side - 1:
            row[:] = ~np.uint64(0)  # what lies outside the extent is in there too
            continue
        low = ((ytop - (g + 1) * cell) * k + off_y - 1.0) / dense - 0.5
        high = ((ytop - g * cell) * k + off_y + 1.0) / dense - 0.5
        j0, j1 = max(int(math.floor(low)), 0), min(int(math.floor(high)), rows - 1)
        row[0] |= one
        row[(side - 1) >> 6] |= one << np.uint64((side - 1) & 63)
        following = h0
        for i in range(columns):
            free = False
            for j in range(j0, j1 + 1):
                free |= state[j, i] < STEPS
            if free:
                left = lag + ((i + 0.5) * dense - off_x - 1.0) * per_px
                last = min(int(math.floor(left + (dense + 2.0) * per_px)), h1)
                following = max(int(math.floor(left)), following)
                while following <= last:
                    row[following >> 6] |= one << np.uint64(following & 63)
                    following += 1


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def stretches(row: Any, h0: Any, h1: Any, runs: Any) -> Any:
    """The set bits from h0 to h1 as pairs of first and last; how many."""
    n = 0
    for w in range(h0 >> 6, (h1 >> 6) + 1):
        bits = row[w]
        while bits:
            first = w * 64 + np.int64(lowest_bit(bits))  # type: ignore[call-arg]
            gap = ~bits & (~np.uint64(0) << np.uint64(first & 63))
            end = w * 64 + np.int64(lowest_bit(gap)) if gap else w * 64 + 64  # type: ignore[call-arg]
            bits = bits & (~np.uint64(0) << np.uint64(end & 63)) if gap else np.uint64(0)
            runs[2 * n], runs[2 * n + 1] = max(first, h0), min(end - 1, h1)
            n += runs[2 * n + 1] >= runs[2 * n]
    return n


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def gather_level(spots: Any, n: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, px: Any, py: Any,
                 start: Any, cell: Any, side: Any, level: Any, half: Any, taken: Any, thin: Any, give_way: Any,
                 field: Any, state: Any, dense: Any, off_x: Any, off_y: Any, room: Any, room_from: Any,
                 runs: Any) -> Any:  # fmt: skip
    """Those of one level, the first of several on one pixel; `thin` > 1: of several in a square of so many px.

    `give_way`: not where the density has reached its first limit; `room`, if not empty, has the cells to look at.
    """
    reach = half + (thin if thin > 1 else 0)  # a square that lies across the window's rim has one marker on both sides
    g0, g1 = cells(ytop - (r1 + reach) / k, ytop - (r0 - reach) / k, cell, side)
    h0, h1 = cells(x0 - reach / k, x0 + (width + reach) / k, cell, side)
    if h1 < h0:
        return n
    more = (reach // thin + 1) * thin  # squares stand still on the ground while the map is moved
    lag_x = int(math.floor(x0 * k + 0.5)) % thin + more
    lag_y = int(math.floor(r0 - ytop * k + 0.5)) % thin + more
    each = 1.0 / dense
    for g in range(g0, g1 + 1):
        row = (level * side + g) * side
        runs[0], runs[1], many = h0, h1, 1
        if start[row + h0] == start[row + h1 + 1]:
            continue
        if give_way and len(room):
            many = stretches(room[g - room_from], h0, h1, runs)
        for run in range(many):
            for i in range(start[row + runs[2 * run]], start[row + runs[2 * run + 1] + 1]):
                fx, fy = (px[i] - x0) * k, (ytop - py[i]) * k
                if not (fx >= -reach and fx < width + reach and fy >= r0 - reach and fy < r1 + reach):
                    continue  # outside, or taken away (NaN)
                if give_way and is_dense(field, state, each, fx + off_x, fy + off_y):
                    continue
                sx, sy = int(math.floor(fx)), int(math.floor(fy))
                b, at = np.uint64(sx + reach), np.uint64(sy - r0 + reach)
                if thin > 1:
                    b = np.uint64((sx + lag_x) // thin)
                    at = np.uint64((sy - r0 + lag_y) // thin)
                mark = np.uint64(1) << (b & np.uint64(63))
                if taken[at, b >> np.uint64(6)] & mark:
                    continue
                taken[at, b >> np.uint64(6)] |= mark
                if sx >= -half and sx < width + half and sy >= r0 - half and sy < r1 + half:
                    spots[n, 0], spots[n, 1], spots[n, 2] = sx, sy, level
                    n += 1
    return n


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def gather(width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any, px: Any, py: Any, start: Any, cell: Any,
           side: Any, levels: Any, hot_x: Any, hot_y: Any, hot_level: Any, hot: Any, half: Any, least: Any, thin: Any,
           field: Any, state: Any, dense: Any, off_x: Any, off_y: Any) -> Any:  # fmt: skip
    """The markers that a window shows as (column, row, level), highest level first: once, for all its chunks of rows.

    Below level `least` they give way to the density.
    """
    g0, g1 = cells(ytop - (r1 + half + thin) / k, ytop - (r0 - half - thin) / k, cell, side)
    h0, h1 = cells(x0 - half / k, x0 + (width + half) / k, cell, side)
    most, low = np.int64(hot), 0
    for level in range(levels if h1 >= h0 else 0):
        found = start[(level * side + g1) * side + side] - start[(level * side + g0) * side]
        most += found
        low += found if level < least else 0
    spots = np.empty((most, 3), np.int32)
    if most == 0:
        return spots
    runs = np.empty(2 * side + 4, np.int64)
    crowded = low > (g1 + 1 - g0) * side  # else looking at each costs less than knowing where to look
    room = np.empty((g1 + 1 - g0 if crowded else 0, (side + 63) // 64), np.uint64)
    if crowded:
        find_room(room, g0, g1, h0, h1, cell, side, x0, ytop, k, state, dense, off_x, off_y)
    taken = np.zeros((r1 - r0 + 4 * half, (width + 4 * half + 63) // 64 + 1), np.uint64)
    n, each = 0, 1.0 / dense
    for level in range(levels - 1, -1, -1):
        free = level < least
        square = 1 if free else thin
        if level == least - 1 and thin > 1:
            taken[:] = 0
        n = gather_hot(spots, n, width, r0, r1, x0, ytop, k, hot_x, hot_y, hot_level, hot, level, half, free, field,
                       state, each, off_x, off_y)  # fmt: skip
        n = gather_level(spots, n, width, r0, r1, x0, ytop, k, px, py, start, cell, side, level, half, taken, square,
                         free, field, state, dense, off_x, off_y, room, g0, runs)  # fmt: skip
    return spots[:n]


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def markers(buf: Any, width: Any, r0: Any, r1: Any, spots: Any, half: Any, solid: Any, fringe: Any, colour: Any,
            spans: Any, cover: Any, todo: Any, todo_colour: Any) -> None:  # fmt: skip
    """Those of the gathered markers that reach into rows r0 to r1."""
    pad = 2 * half
    clear(cover, r1 - r0 + 2 * pad, width, pad)
    top = 0
    for i in range(np.uint64(len(spots))):
        sy = np.int64(spots[i, 1])
        if sy >= r0 - half and sy < r1 + half:
            top = sprite(buf, width, r0, np.int64(spots[i, 0]), sy, cover, half, solid, fringe, colour, spans,
                         np.int64(spots[i, 2]), top, todo, todo_colour)  # fmt: skip
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
