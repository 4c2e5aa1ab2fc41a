"""Threads of one picture on cores of their own."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from layers.raster.cores import Cores

many = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs Linux and two cores"
)


@many
def test_that_a_thread_may_run_everywhere_but_on_the_callers_core() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        Cores().keep_off_mine([thread])
        left = os.sched_getaffinity(0) - os.sched_getaffinity(thread.native_id or 0)
        assert len(left) == 1
    finally:
        end.set()
        thread.join()


@many
def test_that_a_thread_that_has_ended_disturbs_nobody() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    cores = Cores()
    cores.keep_off_mine([thread])
    cores.keep_off_mine([thread])


def test_that_nothing_happens_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    Cores().keep_off_mine([threading.current_thread()])
