"""What all kernels share: how they are compiled, the lowest bit, and the mixing of colours."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.raster import numba_cache

numba_cache.prepare()

from llvmlite import ir  # noqa: E402 - numba's cache folder must be known before its first import
from numba import njit, types  # noqa: E402
from numba.extending import intrinsic  # noqa: E402

# no fastmath: a vertex that two segments share must fall on the same row for both, bit for bit
KERNEL: dict[str, Any] = {"nogil": True, "cache": True, "boundscheck": False, "error_model": "numpy"}
ONE = 1 << 24  # positions along a line are stepped in 40.24 fixed point


@intrinsic  # type: ignore[untyped-decorator]
def lowest_bit(typing: Any, bits: Any) -> Any:
    """The number of the lowest set bit of a uint64 that is not zero; one machine instruction."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), build


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def mix(buf: Any, at: Any, colour: Any, alpha: Any) -> None:
    """Lays a colour over the pixel at `at`; alpha 0–256. The unsigned index spares a test for negative ones."""
    p = np.uint64(at)
    under = buf[p]
    rest = 256 - alpha
    red_blue = ((under & 0xFF00FF) * rest + (colour & 0xFF00FF) * alpha) >> 8
    green = ((under & 0xFF00) * rest + (colour & 0xFF00) * alpha) >> 8
    buf[p] = np.uint32((red_blue & 0xFF00FF) | (green & 0xFF00) | 0xFF000000)


@njit(**KERNEL)  # type: ignore[untyped-decorator]
def first_at_least(ascending: Any, value: Any) -> Any:
    """The first index of an ascending array whose value is not below `value`."""
    a, b = 0, len(ascending)
    while a < b:
        middle = (a + b) >> 1
        if ascending[middle] < value:
            a = middle + 1
        else:
            b = middle
    return a
