"""The compiled way of asking a raster: millions of points a second, those that arithmetic can't decide left to others.

Compiled when first called, a second or two, and not kept: only whoever has millions of points comes here.
"""

from __future__ import annotations

from typing import Any

from numba import njit

KERNEL: dict[str, Any] = {"nogil": True, "boundscheck": False, "error_model": "numpy"}
UNSURE = -3
# bound of the rounding error of an orientation, as multiple of its two products
ERROR = 4.0 * 2.220446049250313e-16


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def covers(x: Any, y: Any, corners: Any, begin: Any, end: Any) -> Any:
    """1 inside, 0 outside of the rings whose edges are begin … end (x, y, next x, next y); UNSURE within rounding."""
    inside = 0
    for i in range(begin, end):
        x1, y1, x2, y2 = corners[i, 0], corners[i, 1], corners[i, 2], corners[i, 3]
        if (y1 > y) != (y2 > y):
            a, b = (x2 - x1) * (y - y1), (x - x1) * (y2 - y1)
            side = a - b
            if abs(side) <= ERROR * (abs(a) + abs(b)):
                return UNSURE
            if (side > 0) == (y2 > y1):
                inside ^= 1
        elif y1 == y and (x1 == x or (y2 == y and min(x1, x2) <= x <= max(x1, x2))):
            return UNSURE
    return inside


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def find(lon: Any, lat: Any, frame: Any, cells: Any, members: Any, first: Any, edges: Any, corners: Any,
         found: Any) -> None:  # fmt: skip
    """Position of the smallest area at each point, -1 for none, UNSURE where only an exact test can tell.

    `frame`: west, south and the sides of a cell; a cell holds a position, -1, or -2 - n, where the areas that may be
    met in it are members[first[n]:first[n + 1]], smallest first; area p has the edges edges[p] … edges[p + 1].
    """
    rows, columns = cells.shape
    west, south, dx, dy = frame[0], frame[1], frame[2], frame[3]
    for i in range(len(lon)):
        x, y = lon[i], lat[i]
        u, v = (x - west) / dx, (y - south) / dy
        found[i] = -1
        if not (0.0 <= u < columns and 0.0 <= v < rows):
            continue
        cell = cells[int(v), int(u)]
        if cell > -2:
            found[i] = cell
            continue
        n = -2 - cell
        for j in range(first[n], first[n + 1]):
            area = members[j]
            there = covers(x, y, corners, edges[area], edges[area + 1])
            if there != 0:
                found[i] = area if there == 1 else UNSURE
                break
