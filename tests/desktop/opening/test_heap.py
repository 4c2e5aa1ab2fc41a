from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.opening import heap

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import re, threading
from desktop.opening.heap import keep_in_few_pieces
if not keep_in_few_pieces():
    print("none"); raise SystemExit
go, done = threading.Barrier(13), threading.Barrier(13)
def work():
    go.wait(); kept = [bytes(5000) for _ in range(200)]; done.wait(); del kept
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads: thread.start()
go.wait(); done.wait()
for thread in threads: thread.join()
import ctypes
libc = ctypes.CDLL(None); libc.fflush(None); libc.malloc_stats(); libc.fflush(None)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems keep no heap for each thread")
def test_that_a_dozen_threads_share_two_pieces_of_the_heap() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    if done.stdout.strip() == "none":
        pytest.skip("this C library keeps no heap for each thread")
    assert 1 <= done.stderr.count("Arena ") <= 2


def test_that_another_system_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap.sys, "platform", "win32")
    assert heap.keep_in_few_pieces() is False
