"""The guard of an unattended wall: starts the seat again after a crash, and when its heart falls silent."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

log = logging.getLogger(__name__)
HEART = "--heart"  # told to the seat that is guarded
BEAT = b"."


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: how long the seat may take to its first beat, and between two beats; pauses before it is started again.

    `pauses` grow with each fall in a row; one that has run for `sound` seconds begins with the first again.
    """

    first: float = 180.0
    silent: float = 20.0
    pauses: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 60.0)
    sound: float = 600.0
    look: float = 0.2


class Guard:
    """Runs a command and keeps it running; ends when the command ends by itself with 0, or when it is told to.

    The command writes a byte to its standard output each second. `starts` counts how often it was started, `why` says
    why it was started again the last time.
    """

    def __init__(
        self,
        command: Sequence[str],
        patience: Patience | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command, self._patience, self._steady = list(command), patience or Patience(), steady
        self._stop = threading.Event()
        self._beat = 0.0
        self._beats = 0
        self.starts = 0
        self.why = ""
        self.process: subprocess.Popen[bytes] | None = None

    def ask_to_stop(self) -> None:
        """Ends the seat, and the guard with it."""
        self._stop.set()

    def run(self) -> int:
        """Guards until the seat ends in order (0) or the guard is told to stop (0)."""
        falls = 0
        while not self._stop.is_set():
            began = self._steady()
            code = self._once()
            if code == 0 or self._stop.is_set():
                return 0
            falls = 0 if self._steady() - began >= self._patience.sound else falls
            pause = self._patience.pauses[min(falls, len(self._patience.pauses) - 1)]
            falls += 1
            log.warning("the wall %s; it is started again in %s s", self.why, pause)
            self._stop.wait(pause)
        return 0

    def _once(self) -> int:
        """One life of the seat; its exit code, or −1 where it was ended because it was silent."""
        self._beat, self._beats = self._steady(), 0
        process = self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE)
        self.starts += 1
        ear = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
        ear.start()
        try:
            while process.poll() is None:
                if self._stop.wait(self._patience.look):
                    _end(process)
                    return 0
                if self._is_silent():
                    self.why = "gave no beat any more"
                    process.kill()
                    process.wait()
                    return -1
            code = process.returncode
            self.why = f"ended with {code}"
            return code
        finally:
            ear.join(1.0)
            if process.stdout is not None:
                process.stdout.close()

    def _listen(self, pipe: IO[bytes]) -> None:
        while os.read(pipe.fileno(), 4096):
            self._beat = self._steady()
            self._beats += 1

    def _is_silent(self) -> bool:
        may = self._patience.silent if self._beats else self._patience.first
        return self._steady() - self._beat > may


class Heart:
    """The seat's side: one byte a second to whoever guards it. A guard that is gone is told by `beat` giving False."""

    def __init__(self, pipe: int = 1) -> None:
        self._pipe = pipe
        if hasattr(os, "set_blocking"):
            os.set_blocking(pipe, False)  # a guard that stands still must not stop the wall

    def beat(self) -> bool:
        """One beat."""
        try:
            os.write(self._pipe, BEAT)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True


def guarded(arguments: Sequence[str]) -> list[str]:
    """The arguments of the seat that is guarded: the same without the guard, with a heart."""
    return [*(word for word in arguments if word != "--guard"), HEART]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a seat in order, or at once where it does not follow."""
    process.terminate()
    try:
        process.wait(10.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
