"""How the C library keeps memory that is no longer used: a program that runs for months must give it back."""

from __future__ import annotations

import ctypes
import sys

BIG = 4 << 20  # bytes: pictures of the map and columns of a city; smaller blocks are quicker to keep
_MMAP_THRESHOLD = -3  # malloc.h of glibc


def give_big_blocks_back() -> bool:
    """Has every big block go back to the system when it is freed; False where the C library is not glibc.

    Left alone glibc raises its own limit to 32 MB as blocks come and go, and from then on keeps them: a wall whose
    scenes change stood at twice what it used.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL("libc.so.6").mallopt(_MMAP_THRESHOLD, BIG))
    except (OSError, AttributeError):  # another C library
        return False
