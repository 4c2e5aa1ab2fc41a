"""A thread of a program's own that is told to end before anybody waits for it."""

from __future__ import annotations

import threading


class Worker:
    """Runs `_run` on one thread until `_stop` is set; one that never started can be ended too."""

    def __init__(self, name: str) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Ends soon; does not wait."""
        self._stop.set()

    def join(self, timeout: float = 10.0) -> None:
        """Waits until it has ended."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        raise NotImplementedError
