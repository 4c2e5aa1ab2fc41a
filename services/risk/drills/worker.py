"""The engine's job for drills: sends a running script's signals at their moments, ends it when its time is out."""

from __future__ import annotations

import logging
import time
from itertools import groupby

from services.domain.drills import LiveDrill
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.risk.drills.keeping import Drills
from services.risk.drills.rehearsal import DrillGround, Rehearsal
from services.risk.taking import Placing, take_signals
from services.store.engine import Database
from services.store.queries import drills

log = logging.getLogger(__name__)
TICK, IDLE, RENEWED_FOR = 0.5, 2.0, 4.0
MOST = 100  # signals of one transaction


class Drilling(Worker):
    """Of several programs on one database the holder of the lease sends; another goes on where it stopped."""

    def __init__(self, database: Database, placing: Placing, holder: str) -> None:
        super().__init__("drill")
        self._database, self._placing = database, placing
        self._drills, self._lease = Drills(database), Lease(database, "drill", holder)
        self._known: dict[int, Rehearsal | None] = {}
        self._sent: dict[int, int] = {}
        self._renewed = -RENEWED_FOR

    def _run(self) -> None:
        pause = IDLE
        while not self._stop.wait(pause):
            try:
                pause = TICK if self.step() else IDLE
            except Refusal as refusal:
                log.warning("the drill waits: %s", refusal)
                self._known.clear()
                pause = IDLE
            except Exception:  # a bug in a drill must not end the engine's day
                log.exception("the drill stumbled")
                self._known.clear()
                pause = IDLE

    def step(self) -> bool:
        """One look: sends what is due; whether a drill runs."""
        running = self._drills.running()
        if not running or not self._holds():
            self._known.clear()
            return bool(running)
        for live in running:
            rehearsal = self._rehearsal(live)
            if rehearsal is not None:
                self._send(rehearsal)
        if any(live.ends_at <= self._database.clock() for live in running):
            self._drills.end_overdue()
        return True

    def _holds(self) -> bool:
        if time.monotonic() - self._renewed > RENEWED_FOR:
            if not self._lease.take():
                return False
            self._renewed = time.monotonic()
        return True

    def _rehearsal(self, live: LiveDrill) -> Rehearsal | None:
        """The drill with what was sent of it already; None for one whose script is no longer there."""
        if live.id not in self._known:
            script = next((one for one in self._drills.scripts() if one.code == live.script), None)
            with self._database.reading() as reader:
                self._sent[live.id] = drills.sent(reader, live.id)
                ground = DrillGround.of(reader)
                sources = {source.code for source in reader.catalogue().sources if source.active}
            self._known[live.id] = None if script is None else Rehearsal(live, script, ground, sources)
        return self._known[live.id]

    def _send(self, rehearsal: Rehearsal) -> None:
        ident, due = rehearsal.drill.id, rehearsal.due(self._database.clock())
        while self._sent[ident] < due and not self._stop.is_set():
            numbers = range(self._sent[ident], min(due, self._sent[ident] + MOST))
            found = sorted((rehearsal.signal(number) for number in numbers), key=lambda signal: signal.source)
            with self._database.unit() as unit:
                for source, mine in groupby(found, key=lambda signal: signal.source):
                    take_signals(unit, source, list(mine), self._placing, ident)
                unit.commit()
            self._sent[ident] = numbers.stop
