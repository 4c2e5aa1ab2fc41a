"""The upkeep of a database while programs use it: keeps the feed short, and drops what was attached to nothing."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database
from services.store.feed.line import prune
from services.store.queries.files import forget_unused

log = logging.getLogger(__name__)
KEEP = timedelta(days=3)
LOOK = timedelta(minutes=1)
UNUSED = timedelta(days=1)
CLEANED_EVERY = 3600.0


class Upkeep(Worker):
    """Does the upkeep from a thread of its own; of several programs on one database the lease's holder does it.

    A database that is gone for a while ends nothing: it is said, and tried again.
    """

    def __init__(self, database: Database, holder: str) -> None:
        super().__init__("upkeep")
        self._database = database
        self._lease = Lease(database, "engine", holder, lasts=3 * LOOK)
        self._cleaned = -CLEANED_EVERY

    def _run(self) -> None:
        self.work(self._stop)

    def work(self, stop: threading.Event, seconds: float | None = None) -> None:
        """Looks at once and then every minute for what there is to do, until it is told to stop or the time is over."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            try:
                if self._lease.take():
                    prune(self._database, KEEP)
                    self._clean()
            except Refusal as refusal:
                log.warning("the upkeep waits: %s", refusal)
            left = LOOK.total_seconds() if end is None else min(LOOK.total_seconds(), end - time.monotonic())
            if left <= 0 or stop.wait(left):
                break
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)

    def _clean(self) -> None:
        """Drops attachments of orders that never came to be."""
        now = time.monotonic()
        if now - self._cleaned < CLEANED_EVERY:
            return
        self._cleaned = now
        with self._database.unit() as unit:
            forget_unused(unit, unit.now - UNUSED)
            unit.commit()
