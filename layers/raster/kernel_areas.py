"""Kernels of the areas: which segments a window sees, the fill between them, the area at a point.

Screen from world: sx = (x - x0) * k, sy = (ytop - y) * k; a pixel belongs to the area at its centre. A window is
columns [0, width) and rows [r0, r1) of a flat buffer of 0xffRRGGBB pixels.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_base import KERNEL, ONE, first_at_least, lowest_bit


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def clip(seg: Any, low: Any, tall: Any, step: Any, x0: Any, ytop: Any, k: Any, width: Any, r0: Any, r1: Any,
         margin: Any, seen: Any, which: Any, base: Any) -> Any:  # fmt: skip
    """Segments to screen: fills `seen` (xa, ya, xb, yb; a above b) and `which` they are; returns how many.

    Those left of the window only add to `base` (the area at its left edge, as differences by row), those right of it
    change nothing. `margin`: how many pixels beyond the window a line may still reach into it.
    """
    rows = r1 - r0
    base[:] = 0
    n = np.uint64(0)
    begin = first_at_least(low, np.float32(ytop - (r1 + margin) / k - tall))
    end = first_at_least(low, np.float32(ytop - (r0 - margin) / k))
    left, right, above, below = -margin, width + margin, r0 - margin, r1 + margin
    for i in range(begin, end):
        ya = np.float32((ytop - seg[i, 3]) * k)
        yb = np.float32((ytop - seg[i, 1]) * k)
        if yb < above or ya > below:
            continue
        xa = np.float32((seg[i, 2] - x0) * k)
        xb = np.float32((seg[i, 0] - x0) * k)
        if xa > right and xb > right:
            continue
        if xa < left and xb < left:
            base[min(max(int(math.ceil(ya - np.float32(0.5))) - r0, 0), rows)] += step[i]
            base[min(max(int(math.ceil(yb - np.float32(0.5))) - r0, 0), rows)] -= step[i]
            continue
        seen[n, 0], seen[n, 1], seen[n, 2], seen[n, 3] = xa, ya, xb, yb
        which[n] = i
        n += np.uint64(1)
    return np.int64(n)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def fill_run(buf: Any, a: Any, b: Any, limit: Any, lut: Any, area: Any, top: Any) -> None:
    """One run in eights that may overrun into the next run (which repairs it), never beyond `limit`.

    Where areas overlap the running sum is no area's number: such pixels show as outside.
    """
    colour = lut[np.uint64(area if 0 <= area < top else 0)]
    p, e = np.uint64(a), np.uint64(b)
    if b + 8 <= limit:
        while p < e:
            for t in range(8):
                buf[p + np.uint64(t)] = colour
            p += np.uint64(8)
    else:
        while p < e:
            buf[p] = colour
            p += np.uint64(1)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def cross(width: Any, r0: Any, r1: Any, seen: Any, which: Any, n: Any, step: Any, base: Any, change: Any,
          bits: Any) -> None:  # fmt: skip
    """Where segments cross rows: the steps add up in `change` by pixel, `bits` tells which pixels have one."""
    stride, words = np.uint64(change.shape[1]), np.uint64(bits.shape[1])
    steps, marks = change.reshape(-1), bits.reshape(-1)
    for i in range(n):
        xa, ya, xb, yb, v = seen[i, 0], seen[i, 1], seen[i, 2], seen[i, 3], step[np.uint64(which[i])]
        a = max(int(math.ceil(ya - np.float32(0.5))), r0)
        b = min(int(math.ceil(yb - np.float32(0.5))), r1)
        if a >= b or v == 0:
            continue
        slope = (np.float64(xb) - xa) / (np.float64(yb) - ya)
        x = int((xa + (a + 0.5 - ya) * slope - 0.5) * ONE) + ONE - 1
        dx = int(slope * ONE)
        for q in range(np.uint64(a - r0), np.uint64(b - r0)):
            c = x >> 24
            x += dx
            if c <= 0:
                base[q] += v
                base[q + np.uint64(1)] -= v
            elif c < width:
                u = np.uint64(c)
                steps[q * stride + u] += v
                marks[q * words + (u >> np.uint64(6))] |= np.uint64(1) << (u & np.uint64(63))


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def fill(buf: Any, width: Any, lut: Any, r0: Any, r1: Any, seen: Any, which: Any, n: Any, step: Any,
         base: Any, change: Any, bits: Any) -> None:  # fmt: skip
    """Fills every pixel once. Steps meet in a table of pixels, a bit set tells which to visit: no sorting.

    `change` int32 and `bits` uint64 have a row for each of the window's; both are all zero before and afterwards.
    """
    cross(width, r0, r1, seen, which, n, step, base, change, bits)
    top, left, words = len(lut), 0, np.uint64((width + 63) >> 6)
    for q in range(np.uint64(0), np.uint64(r1 - r0)):
        left += base[q]
        area, row = left, (r0 + np.int64(q)) * width
        a, limit = row, row + width
        for w in range(np.uint64(0), words):
            word = bits[q, w]
            if word == 0:
                continue
            bits[q, w] = 0
            while word:
                c = (w << np.uint64(6)) + lowest_bit(word)  # type: ignore[call-arg]
                word &= word - np.uint64(1)
                v = change[q, c]
                change[q, c] = 0
                if v != 0:
                    b = row + np.int64(c)
                    fill_run(buf, a, b, limit, lut, area, top)
                    area += v
                    a = b
        fill_run(buf, a, limit, limit, lut, area, top)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def area_at(seg: Any, low: Any, tall: Any, step: Any, x: Any, y: Any) -> Any:
    """The number of the area at a point, 0 outside: the rule of the fill at one point, exact."""
    area = 0
    for i in range(first_at_least(low, np.float32(y - tall)), first_at_least(low, np.float32(y))):
        if seg[i, 1] < y and seg[i, 3] >= y:
            at = seg[i, 0] + (y - seg[i, 1]) * (seg[i, 2] - seg[i, 0]) / (seg[i, 3] - seg[i, 1])
            if at <= x:
                area += step[i]
    return area
