"""The guard with real processes: killed, hanging, ending, and a guard that is itself gone."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.walls.guarding import Guard, Heart, Patience, guarded

QUICK = Patience(first=20.0, silent=1.5, pauses=(0.05, 0.1), look=0.02)
BEATING = """
import os, sys, time
while True:
    os.write(1, b".")
    time.sleep(0.05)
"""
HANGING = """
import os, sys, time
os.write(1, b".")
time.sleep(600)
"""


@pytest.fixture
def guard_of() -> Iterator[Callable[..., Guard]]:
    """Guards a small program on a thread; all of them end with the test."""
    made: list[tuple[Guard, threading.Thread]] = []

    def start(program: str, *arguments: str, patience: Patience = QUICK) -> Guard:
        guard = Guard([sys.executable, "-c", program, *arguments], patience)
        thread = threading.Thread(target=guard.run)
        made.append((guard, thread))
        thread.start()
        return guard

    yield start
    for guard, thread in made:
        guard.ask_to_stop()
        thread.join(15)
        assert not thread.is_alive()
        assert guard.process is None or guard.process.poll() is not None


def wait_for(what: Callable[[], bool]) -> None:
    """Waits until it is so, and fails where it never is."""
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_that_a_wall_that_is_killed_is_started_again(guard_of) -> None:
    guard = guard_of(BEATING)
    wait_for(lambda: guard._beats > 2)
    first = guard.process
    os.kill(first.pid, signal.SIGKILL)
    wait_for(lambda: guard.starts == 2 and guard.process is not first and guard._beats > 2)
    assert first.poll() == -signal.SIGKILL
    assert str(-signal.SIGKILL) in guard.why


def test_that_a_wall_that_hangs_is_ended_and_started_again(guard_of) -> None:
    guard = guard_of(HANGING, patience=Patience(first=20.0, silent=0.3, pauses=(0.05,), look=0.02))
    wait_for(lambda: guard.starts >= 2)
    assert "beat" in guard.why


def test_that_a_wall_that_never_beats_is_ended_after_its_first_patience(guard_of) -> None:
    guard = guard_of("import time; time.sleep(600)", patience=Patience(first=0.3, pauses=(0.05,), look=0.02))
    wait_for(lambda: guard.starts >= 2)


def test_that_a_wall_that_was_closed_is_not_started_again() -> None:
    guard = Guard([sys.executable, "-c", "pass"], QUICK)
    assert guard.run() == 0
    assert guard.starts == 1


def test_that_the_pauses_grow_while_it_falls_again_and_again(tmp_path: Path) -> None:
    mark = tmp_path / "falls"
    program = f"import pathlib, sys; p = pathlib.Path({str(mark)!r}); n = int(p.read_text()) if p.exists() else 0; "
    program += "p.write_text(str(n + 1)); sys.exit(0 if n == 3 else 3)"
    paused: list[float] = []

    class Watched(Guard):
        def run(self) -> int:
            wait = self._stop.wait
            self._stop.wait = lambda s=None: (paused.append(s), wait(0))[1]  # type: ignore[method-assign]
            return super().run()

    guard = Watched([sys.executable, "-c", program], Patience(pauses=(1.0, 2.0, 5.0), look=0.02))
    assert guard.run() == 0
    assert guard.starts == 4
    assert [pause for pause in paused if pause != 0.02] == [1.0, 2.0, 5.0]
    assert guard.why == "ended with 3" or guard.why.startswith("ended")


def test_that_a_seat_hears_that_its_guard_is_gone() -> None:
    ear, mouth = os.pipe()
    heart = Heart(mouth)
    assert heart.beat()
    assert os.read(ear, 10) == b"."
    os.close(ear)
    assert not heart.beat()
    os.close(mouth)


def test_that_a_guard_that_stands_still_does_not_stop_the_wall() -> None:
    ear, mouth = os.pipe()
    heart = Heart(mouth)
    for _ in range(200_000):
        assert heart.beat()
    os.close(ear)
    os.close(mouth)


def test_that_the_guarded_seat_has_a_heart_and_no_guard() -> None:
    assert guarded(["wall", "--guard", "--wall", "hall"]) == ["wall", "--wall", "hall", "--heart"]
