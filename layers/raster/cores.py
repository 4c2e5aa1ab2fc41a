"""Keeps threads of one picture on cores of their own, where the system lets us (Linux).

A scheduler puts a thread that wakes where its waker is or where it ran last; behind a kernel that never pauses it would
wait there until the frame is done, while another core has nothing to do.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Sequence


class Cores:
    """The cores this program may use; does nothing where there is but one, or where the system does not tell."""

    def __init__(self) -> None:
        self._all: set[int] = os.sched_getaffinity(0) if sys.platform == "linux" else set()
        self._here = _core_teller() if len(self._all) > 1 else None
        self._kept_off = -1

    def keep_off_mine(self, threads: Sequence[threading.Thread]) -> None:
        """Lets threads run on any core but the one that the caller is on just now."""
        if self._here is None:
            return
        here = self._here()
        if here == self._kept_off or here not in self._all:
            return
        try:
            for thread in threads:
                if thread.native_id is not None:
                    os.sched_setaffinity(thread.native_id, self._all - {here})
        except OSError:  # a jail that forbids it: the scheduler's own choice will do
            self._here = None
        self._kept_off = here


def _core_teller() -> Callable[[], int] | None:
    try:
        return ctypes.CDLL(None).sched_getcpu  # type: ignore[no-any-return]
    except (OSError, AttributeError):  # a C library without it
        return None
