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


@intrinsic  # type: ignore[untyped-decorator]
def add_to(typing: Any, counter: Any, amount: Any) -> Any:
    """Adds to an int64 array of one and gives what it was before: threads share work without a lock."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.atomic_rmw("add", array.data, arguments[1], "seq_cst")

    return types.int64(counter, types.int64), build


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def spread(colour: Any) -> Any:
    """The three channels of 0x??RRGGBB as one int64 with room between them, so that one product does for all."""
    return np.int64((colour & 0xFF00FF) | ((colour & 0xFF00) << 24))


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def packed(channels: Any) -> Any:
    """Products of `spread` by parts of 256, as a pixel."""
    return np.uint32(((channels >> 8) & 0xFF00FF) | ((channels >> 32) & 0xFF00) | 0xFF000000)


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def mix(buf: Any, at: Any, colour: Any, alpha: Any) -> None:
    """Lays a colour over the pixel at `at`; alpha 0–256. The unsigned index spares a test for negative ones."""
    p = np.uint64(at)
    buf[p] = packed(spread(np.int64(buf[p])) * (256 - alpha) + spread(np.int64(colour)) * alpha)


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


@njit(inline="always", **KERNEL)  # type: ignore[untyped-decorator]
def cells(low: Any, high: Any, cell: Any, side: Any) -> Any:
    """First and last cell of a stretch; what lies outside the extent is kept in the cells at the rim."""
    first, last = low / cell, high / cell  # limited before they become whole: what is too large for an integer has none
    return (int(min(first, side - 1)) if first > 0 else 0), (int(min(last, side - 1)) if last > 0 else 0)
