"""Presence: a seat is counted while it lives, and no longer."""

from __future__ import annotations

import logging
import os
import platform
import threading

from services.domain.refusals import Refusal
from services.store import seats
from services.store.engine import Database

log = logging.getLogger(__name__)
RENEW_SECONDS = 5.0


class Presence:
    """Keeps one row of the database's seats fresh from a thread of its own; says no fact."""

    def __init__(self, database: Database, kind: str, seat: str) -> None:
        self._database, self._kind, self._seat = database, kind, seat
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """The seat is there from now on."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """The seat leaves soon; does not wait."""
        self._stop.set()

    def join(self, timeout: float = 10.0) -> None:
        """Waits until it has left."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            self._try(lambda unit: seats.renew(unit, self._seat, self._kind, platform.node()[:100], os.getpid()))
            if self._stop.wait(RENEW_SECONDS):
                break
        self._try(lambda unit: seats.leave(unit, self._seat))

    def _try(self, do: seats.Doing) -> None:
        try:
            with self._database.unit() as unit:
                do(unit)
                unit.commit()
        except (
            Refusal
        ) as refusal:  # the seat's status line says it already; a row that is not renewed runs out by itself
            log.info("presence not renewed: %s", refusal)
