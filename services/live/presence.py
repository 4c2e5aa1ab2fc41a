"""Presence: a seat is counted while it lives, and no longer."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Callable

from services.domain.refusals import Refusal
from services.live.worker import Worker
from services.store import seats
from services.store.engine import Database

log = logging.getLogger(__name__)
RENEW_SECONDS = 5.0


class Presence(Worker):
    """Keeps one row of the database's seats fresh from a thread of its own; says no fact.

    `on_trouble(refusal)` tells from that thread of each time that it could not be written.
    """

    def __init__(
        self, database: Database, kind: str, seat: str, on_trouble: Callable[[Refusal], None] = lambda refusal: None
    ) -> None:
        super().__init__("presence")
        self._database, self._kind, self._seat, self._on_trouble = database, kind, seat, on_trouble

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
        except Refusal as refusal:
            # a row that is not renewed runs out by itself
            log.info("presence not renewed: %s", refusal)
            self._on_trouble(refusal)
