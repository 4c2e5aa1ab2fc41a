"""A job that one of several programs does: whoever holds its lease, for as long as that is."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from services.domain.facts import Fact
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database
from services.store.feed.line import Reload, open_feed, snapshot
from services.store.reader import Reader

log = logging.getLogger(__name__)
USUAL = timedelta(seconds=15)
FOLLOWED = timedelta(seconds=30)
LOOK, AGAIN = 1.0, 5.0


class Leased(Worker):
    """Does `_work` on a thread of its own when the lease is its own, and asks for it again every `again` seconds.

    `name` is the job's, its thread's and its lease's. Whatever goes wrong is said and tried again: a database that is
    gone for a while ends nothing, and neither does a bug in one look.
    """

    def __init__(self, name: str, database: Database, holder: str, again: float, lasts: timedelta = USUAL) -> None:
        super().__init__(name)
        self._name, self._database, self._again = name, database, again
        self._lease = Lease(database, name, holder, lasts=lasts)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._lease.take():
                    self._work()
            except Refusal as refusal:
                log.warning("%s waits: %s", self._name, refusal)
            except Exception:
                log.exception("%s stumbled", self._name)
            self._stop.wait(self._again)
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)

    def _work(self) -> None:
        """One look, or all that there is to follow until the lease or the program ends."""
        raise NotImplementedError


class Following(Leased):
    """A job that follows the facts: from one state on, every fact after it, for as long as the lease is its own."""

    def __init__(self, name: str, database: Database, holder: str) -> None:
        super().__init__(name, database, holder, AGAIN, FOLLOWED)

    def _begin(self, reader: Reader) -> None:
        """Reads what was before the first fact, in the state that it follows."""

    def _catch_up(self) -> None:
        """Does what the state of the beginning asks for."""

    def _take(self, facts: Sequence[Fact]) -> bool:
        """Takes facts (none, where nothing came); whether there is nothing more to do until others come."""
        raise NotImplementedError

    def _work(self) -> None:
        try:
            self._follow()
        except Reload:
            log.info("%s begins anew: the facts that it followed are gone", self._name)

    def _follow(self) -> None:
        _, cursor = snapshot(self._database, self._begin)
        self._catch_up()
        renewed = self._database.clock()
        with closing(open_feed(self._database)) as feed:
            while not self._stop.is_set():
                facts, cursor = feed.poll(cursor)
                idle = self._take(facts)
                if self._database.clock() - renewed > FOLLOWED / 3:
                    if not self._lease.take():
                        return
                    renewed = self._database.clock()
                if idle:
                    feed.wait(LOOK, self._stop)
