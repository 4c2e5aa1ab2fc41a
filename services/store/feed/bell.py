"""The bell of the feed on PostgreSQL: wakes the seats soon after a commit, outside the transaction that it tells of.

NOTIFY takes a lock of the whole cluster at commit, so it must not slow down a case. A single commit is told at once; in
a burst, one writer tells of all that committed in its 20 ms.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from services.domain.refusals import Refusal

log = logging.getLogger(__name__)
CHANNEL = "gridcommand_facts"
LOCK = 4114810002
TOGETHER = 0.02


class Bell:
    """One thread of a writing process; starts with the first ring. A bell that can't ring costs only time."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._rung, self._stop = threading.Event(), threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._told = 0.0

    def ring(self) -> None:
        """Something was committed; returns at once."""
        self._rung.set()
        with self._starting:
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Rings for what is still to be told, then ends."""
        with self._starting:
            self._stop.set()
            self._rung.set()
            thread = self._thread
        if thread is not None:
            thread.join(2.0)

    def _run(self) -> None:
        connection: Any = None
        while True:
            self._rung.wait()
            self._rung.clear()
            last = self._stop.is_set()
            try:
                if connection is None:
                    connection = self._connect()
                    connection.execute("set synchronous_commit = off")
                self._tell(connection)
            except Exception as error:  # the driver's or a refusal: seats poll, so nothing is lost
                log.info("the bell is silent: %s", error)
                _drop(connection)
                connection = None
                if not isinstance(error, Refusal) and not type(error).__module__.startswith("psycopg"):
                    raise
            if last:
                break
        _drop(connection)

    def _tell(self, connection: Any) -> None:
        if not connection.execute("select pg_try_advisory_lock(%s)", (LOCK,)).fetchone()[0]:
            return  # who holds it has not told yet, and tells of us as well
        time.sleep(max(0.0, self._told + TOGETHER - time.monotonic()))
        self._told = time.monotonic()
        connection.execute("select pg_advisory_unlock(%s)", (LOCK,))
        connection.execute(f"notify {CHANNEL}")


def _drop(connection: Any) -> None:
    if connection is not None:
        with suppress(Exception):
            connection.close()
