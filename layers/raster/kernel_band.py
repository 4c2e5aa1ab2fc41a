"""One kernel call for a whole band of the frame, so that the interpreter's lock is asked for once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_areas import clip, fill, lines
from layers.raster.kernel_base import KERNEL
from layers.raster.kernel_markers import markers


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def border(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, n: Any, colour: Any, strength: Any, passes: Any) -> None:
    """Lines of `passes` tenths of a pixel: drawn again beside themselves until they are as wide."""
    lines(buf, width, r0, r1, seen, n, colour, strength)
    offset = np.float32(0.0)
    while passes > 12:
        passes -= 10
        step = np.float32(min(passes, 10) / 10.0)
        offset += step
        for side in range(2):
            seen[:n, side] += offset
            seen[:n, side + 2] += offset
            lines(buf, width, r0, r1, seen, n, colour, strength)
            seen[:n, side] -= offset
            seen[:n, side + 2] -= offset


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def draw_band(buf: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any,
              seg: Any, low: Any, tall: Any, step: Any, lut: Any, line: Any, strength: Any, passes: Any,
              seg2: Any, low2: Any, tall2: Any, step2: Any, line2: Any, strength2: Any, passes2: Any,
              seg3: Any, low3: Any, tall3: Any, step3: Any, line3: Any, strength3: Any, passes3: Any,
              px: Any, py: Any, start: Any, cell: Any, side: Any, levels: Any, hot_x: Any, hot_y: Any, hot_level: Any,
              hot: Any, half: Any, solid: Any, fringe: Any, colour: Any,
              chunk: Any, cover: Any, taken: Any, todo: Any, todo_colour: Any) -> None:  # fmt: skip
    """Areas with their lines, two more levels of lines over them, then markers; in chunks that fit into the cache."""
    base, count = np.empty(chunk + 1, np.int64), np.empty(chunk + 1, np.int64)
    most = max(len(seg), len(seg2), len(seg3))
    seen, seen_step = np.empty((most, 4), np.float32), np.empty(most, np.int32)
    for a in range(r0, r1, chunk):
        b = min(a + chunk, r1)
        n = clip(seg, low, tall, step, x0, ytop, k, width, a, b, seen, seen_step, base, count)
        fill(buf, width, lut, a, b, seen, seen_step, n, base, count)
        if strength > 0:
            border(buf, width, a, b, seen, n, line, strength, passes)
        if len(seg2):
            n = clip(seg2, low2, tall2, step2, x0, ytop, k, width, a, b, seen, seen_step, base, count)
            border(buf, width, a, b, seen, n, line2, strength2, passes2)
        if len(seg3):
            n = clip(seg3, low3, tall3, step3, x0, ytop, k, width, a, b, seen, seen_step, base, count)
            border(buf, width, a, b, seen, n, line3, strength3, passes3)
        if len(px) or hot:
            markers(buf, width, a, b, x0, ytop, k, px, py, start, cell, side, levels, hot_x, hot_y, hot_level, hot,
                    half, solid, fringe, colour, cover, taken, todo, todo_colour)  # fmt: skip
