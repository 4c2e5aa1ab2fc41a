"""Presence: a seat is counted while it lives, and no longer; everybody sees which case it has open."""

from __future__ import annotations

import logging
import os
import platform
import threading
import uuid
from collections.abc import Callable

from services.domain.refusals import Refusal
from services.live.worker import Worker
from services.store import seats
from services.store.engine import Database

log = logging.getLogger(__name__)
RENEW_SECONDS = 5.0
GATHER_SECONDS = 0.25  # a hand that walks down the queue opens many cases, and stays at one


class Looking:
    """What one seat has open: put by its window, written by its presence; never a lock on anything.

    `seat` names it among all seats of a database; `changed` is set when there is something new to be written.
    """

    def __init__(self, seat: str = "") -> None:
        self.seat = seat or uuid.uuid4().hex
        self.changed = threading.Event()
        self._now: tuple[str, int | None] = ("", None)

    @property
    def now(self) -> tuple[str, int | None]:
        """The login of who looks, and the incident; None for none."""
        return self._now

    def put(self, login: str, incident: int | None) -> None:
        """Somebody has that incident open from now on."""
        if (login, incident) != self._now:
            self._now = (login, incident)
            self.changed.set()


class Presence(Worker):
    """Keeps one row of the database's seats fresh from a thread of its own; says no fact.

    `on_trouble(refusal)` tells from that thread of each time that it could not be written.
    """

    def __init__(
        self,
        database: Database,
        kind: str,
        looking: Looking,
        on_trouble: Callable[[Refusal], None] = lambda refusal: None,
    ) -> None:
        super().__init__("presence")
        self._database, self._kind, self._looking, self._on_trouble = database, kind, looking, on_trouble

    def ask_to_stop(self) -> None:
        """Ends soon; does not wait."""
        super().ask_to_stop()
        self._looking.changed.set()

    def _run(self) -> None:
        seat, host, pid = self._looking.seat, platform.node()[:100], os.getpid()
        while not self._stop.is_set():
            self._looking.changed.clear()
            login, incident = self._looking.now
            self._try(lambda unit: seats.renew(unit, seat, self._kind, host, pid, login, incident))  # noqa: B023
            if self._looking.changed.wait(RENEW_SECONDS):
                self._stop.wait(GATHER_SECONDS)
        self._try(lambda unit: seats.leave(unit, seat))

    def _try(self, do: seats.Doing) -> None:
        try:
            with self._database.unit() as unit:
                do(unit)
                unit.commit()
        except Refusal as refusal:
            # a row that is not renewed runs out by itself
            log.info("presence not renewed: %s", refusal)
            self._on_trouble(refusal)
