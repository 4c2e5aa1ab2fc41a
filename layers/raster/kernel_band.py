"""One kernel call for all that a thread does for a frame, so that the interpreter's lock is asked for once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from layers.raster.kernel_areas import clip, fill
from layers.raster.kernel_base import KERNEL, add_to
from layers.raster.kernel_density import corner, count_markers, paint, smooth, sort_cells
from layers.raster.kernel_lines import lines, soft_band, wide_lines
from layers.raster.kernel_markers import gather, markers

THIN = 12  # tenths of a pixel: up to here a line is one pixel, its strength tells the rest


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def border(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, n: Any, colour: Any, strength: Any, tenths: Any) -> None:
    """Lines of so many tenths of a pixel."""
    if tenths <= THIN:
        lines(buf, width, r0, r1, seen, n, colour, strength)
    else:
        wide_lines(buf, width, r0, r1, seen, n, colour, strength, tenths / 10.0)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def own_lines(buf: Any, width: Any, r0: Any, r1: Any, seen: Any, which: Any, n: Any, kind: Any, line: Any,
              strength: Any, tenths: Any) -> None:  # fmt: skip
    """The lines between the areas, each by the kind of its segment: first the last kinds, kind 1 on top of them."""
    rest = seen[n:]
    for at in range(len(line) - 1, -1, -1):
        if strength[at] > 0:
            m = np.uint64(0)
            for i in range(np.uint64(n)):
                if kind[np.uint64(which[i])] == at:
                    rest[m, 0], rest[m, 1], rest[m, 2], rest[m, 3] = seen[i, 0], seen[i, 1], seen[i, 2], seen[i, 3]
                    m += np.uint64(1)
            border(buf, width, r0, r1, rest, np.int64(m), line[at], strength[at], tenths[at])


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def draw_band(buf: Any, width: Any, r0: Any, r1: Any, x0: Any, ytop: Any, k: Any,
              seg: Any, low: Any, tall: Any, step: Any, kind: Any, lut: Any, line: Any, strength: Any, tenths: Any,
              over_seg: Any, over_low: Any, over_step: Any, over_start: Any, over_tall: Any, over_line: Any,
              over_strength: Any, over_tenths: Any,
              rim_seg: Any, rim_low: Any, rim_tall: Any, rim_step: Any, rim_colour: Any, rim_px: Any,
              px: Any, py: Any, start: Any, cell: Any, side: Any, levels: Any, hot_x: Any, hot_y: Any, hot_level: Any,
              hot: Any, half: Any, solid: Any, fringe: Any, colour: Any, spans: Any,
              limit: Any, dense: Any, dense_colours: Any, dense_alphas: Any, least: Any, thin: Any, within: Any,
              counts: Any, off_x: Any, off_y: Any,
              chunk: Any, cover: Any, todo: Any, todo_colour: Any, seen: Any, which: Any, base: Any, change: Any,
              bits: Any, soft: Any) -> None:  # fmt: skip
    """Areas, the band inside the outermost line, density, lines of this level and of others over it, then markers.

    In chunks of rows that stay in the cache until they are finished. `counts`: the markers in the cells of the band.
    """
    reach = 1 + tenths.max() // 10
    field, state = counts.copy(), np.zeros(counts.shape, np.uint8)
    outside = lut[0] if within else np.uint32(0)  # of no pixel
    if least > 0:
        smooth(field, limit, dense)
        sort_cells(field, state, len(dense_colours) - 1)
    spots = gather(width, r0, r1, x0, ytop, k, px, py, start, cell, side, levels, hot_x, hot_y, hot_level, hot, half,
                   least, thin, field, state, dense, off_x, off_y)  # fmt: skip
    for a in range(r0, r1, chunk):
        b = min(a + chunk, r1)
        n = clip(seg, low, tall, step, x0, ytop, k, width, a, b, reach, seen, which, base)
        fill(buf, width, lut, a, b, seen, which, n, step, base, change, bits)
        if rim_px > 0:
            m = clip(rim_seg, rim_low, rim_tall, rim_step, x0, ytop, k, width, a, b, rim_px + 1, seen[n:],
                     which[n:], base)  # fmt: skip
            soft_band(buf, width, a, b, seen[n:], which[n:], m, rim_step, lut[0], rim_colour, np.float64(rim_px), soft)
        if least > 0:
            paint(buf, width, a, b, field, state, dense, off_x, off_y, dense_colours, dense_alphas, outside)
        own_lines(buf, width, a, b, seen, which, n, kind, line, strength, tenths)
        for i in range(len(over_line)):
            p, q = over_start[i], over_start[i + 1]
            n = clip(over_seg[p:q], over_low[p:q], over_tall[i], over_step[p:q], x0, ytop, k, width, a, b,
                     1 + over_tenths[i] // 10, seen, which, base)  # fmt: skip
            border(buf, width, a, b, seen, n, over_line[i], over_strength[i], over_tenths[i])
        if len(spots):
            markers(buf, width, a, b, spots, half, solid, fringe, colour, spans, cover, todo, todo_colour)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def band_cells(height: Any, bands: Any, n: Any, cell: Any, margin: Any, off_y: Any) -> Any:
    """First and last row, half-open, of a field's cells that band `n` depends on."""
    top, bottom = off_y + height * n // bands, off_y + height * (n + 1) // bands
    return top // cell - margin, bottom // cell + margin + 1


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def draw_bands(buf: Any, width: Any, height: Any, bands: Any, taken: Any, x0: Any, ytop: Any, k: Any, areas: Any,
               over: Any, rim: Any, points: Any, sprites: Any, density: Any, shared: Any,
               room: Any) -> None:  # fmt: skip
    """Band after band of a frame, until all are taken: `taken` counts them for all threads that draw it.

    First the markers in the cells of the density, in as many parts: `shared` has room for them, and counts the parts
    that are taken and those that are done. Nobody waits for a part: who needs it sooner counts it for himself.
    """
    flat, begun, done = shared
    cell, least, half = density[1], density[4], sprites[0]
    px, py, start, size, side, levels, hot_x, hot_y, _, hot = points
    margin = 3 + (half + cell - 1) // cell
    columns, rows, off_x, off_y = 1, 1, 0, 0
    if least > 0:
        columns, rows, off_x, off_y = corner(x0, ytop, k, 0, height, width, cell, margin)
    counts = flat[: rows * columns].reshape(rows, columns)
    while least > 0:
        n = add_to(begun, 1)  # type: ignore[call-arg, var-annotated]
        if n >= bands:
            break
        count_markers(counts, rows * n // bands, rows * (n + 1) // bands, cell, off_x, off_y, x0, ytop, k, px, py,
                      start, size, side, levels, hot_x, hot_y, hot)  # fmt: skip
        add_to(done, 1)  # type: ignore[call-arg]
    while True:
        n = add_to(taken, 1)  # type: ignore[call-arg]
        if n >= bands:
            return
        top, below = 0, 1
        if least > 0:
            top, below = band_cells(height, bands, n, cell, margin, off_y)
            if add_to(done, 0) < bands:  # type: ignore[call-arg]
                counts = np.empty((rows, columns), np.float32)
                count_markers(counts, top, below, cell, off_x, off_y, x0, ytop, k, px, py, start, size, side, levels,
                              hot_x, hot_y, hot)  # fmt: skip
            else:
                counts = flat[: rows * columns].reshape(rows, columns)
        draw_band(buf, width, height * n // bands, height * (n + 1) // bands, x0, ytop, k, *areas, *over, *rim,
                  *points, *sprites, *density, counts[top:below], off_x, off_y - top * cell, *room)  # fmt: skip
