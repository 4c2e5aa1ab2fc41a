"""Keeps a seat's heap in few pieces: each thread that asks something would get one of its own and never fill it."""

from __future__ import annotations

import ctypes
import sys

ARENA_MAX = -8  # M_ARENA_MAX of malloc.h
ARENAS = 2  # one for the GUI thread, one for all that work beside it; Python lets one at a time allocate anyhow


def keep_in_few_pieces() -> bool:
    """Says so to the C library, before threads begin; False where it has no such heap (musl, Windows, macOS)."""
    if not sys.platform.startswith("linux"):
        return False
    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    return tell is not None and tell(ARENA_MAX, ARENAS) == 1
