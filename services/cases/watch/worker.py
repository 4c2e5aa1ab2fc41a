"""The watch as a job of the engine."""

from __future__ import annotations

import logging
from datetime import timedelta

from services.cases.watch.look import Watch
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database

log = logging.getLogger(__name__)
LOOK = 2.0
LASTS = timedelta(seconds=20)


class Watching(Worker):
    """Looks every few seconds; of several programs the lease's holder does it, and two at once do no harm."""

    def __init__(self, database: Database, watch: Watch, holder: str) -> None:
        super().__init__("watch")
        self._watch = watch
        self._lease = Lease(database, "watch", holder, lasts=LASTS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._lease.take():
                    self._watch.look(self._stop.is_set)
            except Refusal as refusal:
                log.warning("the watch waits: %s", refusal)
            except Exception:  # a bug in one look must not end all looks
                log.exception("the watch stumbled")
            self._stop.wait(LOOK)
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)
