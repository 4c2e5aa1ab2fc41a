"""Kernels of the borders: thin and wide lines, and the soft band inside the line of a city.

Segments are those that `kernel_areas.clip` has seen, in pixels. Fixed point along lines: positions times `ONE`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_base import KERNEL, ONE, mix, packed, spread


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def share(buf: Any, p: Any, q: Any, channels: Any, strength: Any, along: Any) -> None:
    """Two neighbouring pixels share one step of a line by the fraction of its place."""
    part = (((along >> 16) & 255) * strength) >> 8
    second = channels * part
    first = channels * strength - second
    buf[p] = packed(spread(np.int64(buf[p])) * (256 - strength + part) + first)
    buf[q] = packed(spread(np.int64(buf[q])) * (256 - part) + second)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def steep(buf: Any, width: Any, r0: Any, r1: Any, xa: Any, ya: Any, yb: Any, slope: Any, inside: Any, colour: Any,
          strength: Any) -> None:  # fmt: skip
    """A line that moves less in columns than in rows: two neighbours of each row share it."""
    a, b = max(int(math.ceil(ya)), r0), min(int(math.ceil(yb)), r1)
    if a >= b:
        return
    x, dx = int((xa + (a - ya) * slope) * ONE), int(slope * ONE)
    if inside:
        channels, row = spread(np.int64(colour)), np.uint64(a * width)
        for _ in range(b - a):
            p = row + np.uint64(x >> 24)
            share(buf, p, p + np.uint64(1), channels, strength, x)
            x += dx
            row += np.uint64(width)
        return
    for r in range(a, b):
        c = x >> 24
        part = (((x >> 16) & 255) * strength) >> 8
        x += dx
        if 0 <= c < width:
            mix(buf, r * width + c, colour, strength - part)
        if 0 <= c + 1 < width:
            mix(buf, r * width + c + 1, colour, part)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def flat(buf: Any, width: Any, r0: Any, r1: Any, xa: Any, ya: Any, xb: Any, slope: Any, inside: Any, colour: Any,
         strength: Any) -> None:  # fmt: skip
    """A line that moves more in columns than in rows: two neighbours of each column share it."""
    a, b = max(int(math.ceil(xa)), 0), min(int(math.ceil(xb)), width)
    if a >= b:
        return
    y, dy = int((ya + (a - xa) * slope) * ONE), int(slope * ONE)
    if inside:
        channels, wide = spread(np.int64(colour)), np.uint64(width)
        for c in range(np.uint64(a), np.uint64(b)):
            p = np.uint64(y >> 24) * wide + c
            share(buf, p, p + wide, channels, strength, y)
            y += dy
        return
    for c in range(a, b):
        r = y >> 24
        part = (((y >> 16) & 255) * strength) >> 8
        y += dy
        if r0 <= r < r1:
            mix(buf, r * width + c, colour, strength - part)
        if r0 <= r + 1 < r1:
            mix(buf, r * width + c + width, colour, part)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def lines(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, n: Any, colour: Any, strength: Any) -> None:
    """Anti-aliased borders of one pixel; each shared border comes once and is half-open at its end."""
    for i in range(n):
        xa, ya = seen[i, 0] - np.float32(0.5), seen[i, 1] - np.float32(0.5)
        xb, yb = seen[i, 2] - np.float32(0.5), seen[i, 3] - np.float32(0.5)
        dx, dy = np.float64(xb) - xa, np.float64(yb) - ya
        inside = min(xa, xb) >= 0 and max(xa, xb) < width - 1 and ya >= r0 and yb < r1 - 1
        if abs(dx) <= dy:
            steep(buf, width, r0, r1, xa, ya, yb, dx / dy if dy > 0 else 0.0, inside, colour, strength)
        elif dx < 0:
            flat(buf, width, r0, r1, xb, yb, xa, dy / dx, inside, colour, strength)
        else:
            flat(buf, width, r0, r1, xa, ya, xb, dy / dx, inside, colour, strength)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def span(buf: Any, width: Any, r0: Any, r1: Any, upright: Any, line: Any, begin: Any, reach: Any, colour: Any,
         strength: Any) -> None:  # fmt: skip
    """One row (or column, where not upright) of a wide line: `reach` pixels from `begin`, both in 24.8 fixed point."""
    at = begin >> 8
    part = min(256 - (begin & 255), reach)
    while reach > 0:
        c, r = (at, line) if upright else (line, at)
        if 0 <= c < width and r0 <= r < r1:
            mix(buf, r * width + c, colour, (part * strength) >> 8)
        reach -= part
        part = min(256, reach)
        at += 1


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def knee(buf: Any, width: Any, r0: Any, r1: Any, x: Any, y: Any, radius: Any, colour: Any, strength: Any) -> None:
    """A disc where two wide segments meet, so that no notch is left between them."""
    for r in range(max(r0, int(math.floor(y - radius))), min(r1, int(math.ceil(y + radius)) + 1)):
        for c in range(max(0, int(math.floor(x - radius))), min(width, int(math.ceil(x + radius)) + 1)):
            cover = radius + 0.5 - math.sqrt((c - x) ** 2 + (r - y) ** 2)
            if cover > 0:
                mix(buf, r * width + c, colour, int(min(1.0, cover) * strength))


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def wide_lines(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, n: Any, colour: Any, strength: Any,
               px: Any) -> None:  # fmt: skip
    """Lines of `px` pixels across, whatever their direction."""
    for i in range(n):
        xa, ya = np.float64(seen[i, 0]) - 0.5, np.float64(seen[i, 1]) - 0.5
        xb, yb = np.float64(seen[i, 2]) - 0.5, np.float64(seen[i, 3]) - 0.5
        dx, dy = xb - xa, yb - ya
        length = math.sqrt(dx * dx + dy * dy)
        if length == 0.0:
            continue
        upright = abs(dx) <= dy
        reach = int(px * length / max(abs(dx), dy) * 256)
        back = 128 - reach // 2
        if upright:
            for r in range(max(int(math.ceil(ya)), r0), min(int(math.ceil(yb)), r1)):
                span(buf, width, r0, r1, True, r, int((xa + (r - ya) * dx / dy) * 256) + back, reach, colour, strength)
        else:
            left, right = min(xa, xb), max(xa, xb)
            for c in range(max(int(math.ceil(left)), 0), min(int(math.ceil(right)), width)):
                span(buf, width, r0, r1, False, c, int((ya + (c - xa) * dy / dx) * 256) + back, reach, colour, strength)
        if px > 2.0:
            knee(buf, width, r0, r1, xb, yb, px / 2 - 0.5, colour, strength)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def soften(soft: Any, here: Any, alpha: Any) -> None:
    """Keeps the strongest alpha of a pixel."""
    p = np.uint64(here)
    soft[p] = max(soft[p], alpha)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def fading(px: Any, size: Any) -> Any:
    """The alphas of a disc, strongest at the middle: row and column `size` - 1."""
    fade = np.zeros((2 * size - 1, 2 * size - 1), np.uint8)
    for j in range(2 * size - 1):
        for i in range(2 * size - 1):
            far = math.sqrt((i - size + 1) ** 2 + (j - size + 1) ** 2)
            fade[j, i] = np.uint8(170.0 * max(0.0, 1.0 - far / px))
    return fade


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def soft_side(soft: Any, width: Any, r0: Any, r1: Any, xa: Any, ya: Any, xb: Any, yb: Any, step: Any, across: Any,
              size: Any) -> None:  # fmt: skip
    """One segment's side of the band; `across`: the alphas from its line outwards to both sides."""
    dx, dy = np.float64(xb) - xa, np.float64(yb) - ya
    if abs(dx) <= dy and dy > 0:  # with more to its right the inside is there, else to its left
        left, right = (0 if step > 0 else size - 1), (size if step > 0 else 1)
        for r in range(max(int(ya), r0), min(int(yb) + 1, r1)):
            x = int(xa + (r + 0.5 - ya) * dx / dy)
            row, at = (r - r0) * width, size - 1 - x
            for c in range(max(0, x - left), min(width, x + right)):
                soften(soft, row + c, across[np.uint64(at + c)])
    elif dx != 0:
        over = (dx > 0) == (step > 0)  # above a line that goes down to the right is its right
        up, down = (size - 1 if over or step == 0 else 0), (1 if over and step != 0 else size)
        for c in range(max(int(min(xa, xb)), 0), min(int(max(xa, xb)) + 1, width)):
            y = int(ya + (c + 0.5 - xa) * dy / dx)
            for r in range(max(r0, y - up), min(r1, y + down)):
                soften(soft, (r - r0) * width + c, across[np.uint64(r - y + size - 1)])


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def soft_band(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, which: Any, n: Any, step: Any, outside: Any,
              colour: Any, px: Any, soft: Any) -> None:  # fmt: skip
    """A band of `px` pixels that fades inwards from the border; pixels in the colour of outside are left alone."""
    if n == 0:
        return
    size = int(px) + 1
    fade = fading(px, size)
    across = fade[size - 1]
    top, bottom = r1, r0
    for i in range(n):
        xa, ya, xb, yb = seen[i, 0], seen[i, 1], seen[i, 2], seen[i, 3]
        top, bottom = min(top, int(ya) - size), max(bottom, int(yb) + size + 1)
        soft_side(soft, width, r0, r1, xa, ya, xb, yb, step[which[i]], across, size)
        x, y = int(xb), int(yb)
        for r in range(max(r0, y - size + 1), min(r1, y + size)):
            row, at = (r - r0) * width, size - 1 - x
            ring = fade[r - y + size - 1]
            for c in range(max(0, x - size + 1), min(width, x + size)):
                soften(soft, row + c, ring[np.uint64(at + c)])
    lay_soft(buf, width, r0, max(top, r0), min(bottom, r1), outside, colour, soft)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def lay_soft(buf: Any, width: Any, r0: Any, top: Any, bottom: Any, outside: Any, colour: Any, soft: Any) -> None:
    """Lays the band over the rows that may have some of it, and leaves `soft` empty."""
    eights, first = soft.view(np.uint64), r0 * width
    for word in range(((top - r0) * width) >> 3, ((bottom - r0) * width + 7) >> 3):
        if eights[word] != 0:
            for here in range(np.uint64(word * 8), np.uint64(word * 8 + 8)):
                if soft[here] and buf[here + np.uint64(first)] != outside:
                    mix(buf, here + np.uint64(first), colour, np.int64(soft[here]))
            eights[word] = 0
