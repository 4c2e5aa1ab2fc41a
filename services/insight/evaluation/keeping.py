"""Keeps what each case counts true: by the facts that come in, and by looking for cases that are behind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta

from services.domain.evaluation import contribution
from services.domain.facts import Fact, IncidentChanged, IncidentReported, ReportFolded
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database
from services.store.feed.line import Reload, open_feed, snapshot
from services.store.queries import evaluation
from services.store.unit import Unit

log = logging.getLogger(__name__)
SLICE = 1_000  # cases of one transaction: no other writer waits long for it
LOOK = 1.0
AGAIN = 5.0
LASTS = timedelta(seconds=30)


def catch_up(
    database: Database,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] | None = None,
    since: datetime | None = None,
) -> int:
    """Makes every contribution anew that is missing or of another version; returns how many.

    `since`: of cases reported from then on alone.
    """
    after = done = 0
    while not stop():
        with database.reading() as reader:
            wanted = evaluation.behind(reader, after, SLICE, since)
        if not wanted:
            break
        keep(database, wanted)
        after, done = wanted[-1], done + len(wanted)
        if progress is not None:
            progress(done)
    return done


def rebuild(database: Database, progress: Callable[[int], None] | None = None) -> int:
    """Throws everything away and makes it anew; what was kept by facts is the same as what this makes."""
    with database.unit() as unit:
        evaluation.forget(unit)
        unit.commit()
    return catch_up(database, progress=progress)


def keep(database: Database, wanted: Sequence[int]) -> None:
    """Makes the contributions of these incidents anew, from their rows of this moment."""
    for at in range(0, len(wanted), SLICE):
        with database.unit() as unit:
            _keep(unit, wanted[at : at + SLICE])
            unit.commit()


def _keep(unit: Unit, wanted: Sequence[int]) -> None:
    zone = unit.city().zone
    found = evaluation.facts_of(unit, wanted)
    evaluation.keep(unit, [(ident, version, keys, contribution(facts, zone)) for ident, version, keys, facts in found])


def incidents_of(facts: Sequence[Fact]) -> list[int]:
    """The incidents that facts are about, each once."""
    kinds = (IncidentReported, IncidentChanged, ReportFolded)
    return list(dict.fromkeys(fact.incident.id for fact in facts if isinstance(fact, kinds)))


class Evaluating(Worker):
    """Keeps evaluation by the feed from a thread of its own; of several programs the lease's holder does it."""

    def __init__(self, database: Database, holder: str) -> None:
        super().__init__("evaluation")
        self._database = database
        self._lease = Lease(database, "evaluation", holder, lasts=LASTS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._lease.take():
                    self._follow()
            except Refusal as refusal:
                log.warning("evaluation waits: %s", refusal)
            except Reload:
                continue
            self._stop.wait(AGAIN)
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)

    def _follow(self) -> None:
        """From where the feed stands now: what was before is caught up, what comes is followed."""
        _, cursor = snapshot(self._database, lambda reader: None)
        catch_up(self._database, self._stop.is_set)
        renewed = self._database.clock()
        with closing(open_feed(self._database)) as feed:
            while not self._stop.is_set():
                facts, cursor = feed.poll(cursor)
                keep(self._database, incidents_of(facts))
                if self._database.clock() - renewed > LASTS / 3:
                    if not self._lease.take():
                        return
                    renewed = self._database.clock()
                if not facts:
                    feed.wait(LOOK, self._stop)
