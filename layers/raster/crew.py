"""Threads that help with one piece of work at a time; who comes too late is not waited for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from layers.raster.cores import Cores

log = logging.getLogger(__name__)


class _Task:
    """Work that several do at once until none of it is left; nobody begins any more once it is closed."""

    def __init__(self, do: Callable[[int], None]) -> None:
        self._do = do
        self._changed = threading.Condition()
        self._inside, self._open = 0, True

    def help(self, member: int) -> None:
        """Takes part, unless all is done already."""
        with self._changed:
            if not self._open:
                return
            self._inside += 1
        try:
            self._do(member)
        except Exception:
            log.exception("a helping thread has failed")
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify()

    def close(self) -> None:
        """Lets nobody begin any more and waits for those who have."""
        with self._changed:
            self._open = False
            self._changed.wait_for(lambda: self._inside == 0)


class Crew:
    """So many threads besides the one that calls `work`."""

    def __init__(self, size: int) -> None:
        self.size = max(0, size)
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._cores = Cores()
        self._threads = [
            threading.Thread(target=self._run, args=(at + 1,), name=f"crew-{at + 1}", daemon=True)
            for at in range(self.size)
        ]
        for thread in self._threads:
            thread.start()

    def work(self, do: Callable[[int], None]) -> None:
        """Calls `do(member)` here (0) and on the other threads (1 …) at once; each does what is left of the work."""
        task = _Task(do)
        self._cores.keep_off_mine(self._threads)
        for _ in self._threads:
            self._tasks.put(task)
        try:
            do(0)
        finally:
            task.close()

    def close(self) -> None:
        """Ends the threads."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self, member: int) -> None:
        while (task := self._tasks.get()) is not None:
            task.help(member)
