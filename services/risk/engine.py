"""The engine of risk: every signal that commits is given to every scenario, and what they find becomes warnings."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from services.domain.facts import (
    CityRedrawn,
    Fact,
    IncidentReported,
    RecordsChanged,
    ReportFolded,
    ScenariosChanged,
    SignalsArrived,
    WarningChanged,
)
from services.domain.scenarios import ModelKind
from services.live.advance import NOTHING, Touched
from services.live.leased import Leased
from services.live.tail import WHOLE, Tail
from services.risk.brain import Brain
from services.risk.model import RiskModel
from services.risk.registry import models as all_models
from services.store.engine import Database
from services.store.reader import Reader

log = logging.getLogger(__name__)
LOOK = 1.0
RENEWED_FOR = 4.0
READY = "risk.ready"
SOON = 5.0  # seconds until whoever did not get the lease tries again


class RiskEngine(Leased):
    """Runs where the lease lets it: of several programs on one database one perceives risk for all.

    The change tail brings facts exactly once and in order; anything that goes wrong between a fact and its warning
    makes the engine begin anew from the tables, where every signal and every warning is.
    """

    def __init__(
        self, database: Database, holder: str, models: Mapping[ModelKind, RiskModel] | None = None,
        first: Callable[[Database, threading.Event], None] = lambda database, stop: None,
    ) -> None:  # fmt: skip
        """`first` is waited for before anything is looked at."""
        super().__init__("risk", database, holder, SOON)
        self._first = first
        self._models = all_models() if models is None else models
        self._lock = threading.Lock()
        self.brain: Brain | None = None

    def _run(self) -> None:
        self._first(self._database, self._stop)
        super()._run()

    def _work(self) -> None:
        """Perceives for as long as the lease holds."""
        tail = Tail(self._database, self._load, self._advance, lambda brain, touched: None, clock=self._database.clock)
        tail.start()
        renewed, told = time.monotonic(), False
        try:
            while not self._stop.wait(LOOK):
                if time.monotonic() - renewed > RENEWED_FOR:
                    if not self._lease.take():
                        return
                    renewed = time.monotonic()
                self._tick()
                if self.brain is not None and not told:
                    told = self._say_ready()
        finally:
            tail.join()
            with self._lock:
                if self.brain is not None:
                    self.brain.close()
                self.brain = None

    def _say_ready(self) -> bool:
        """Writes down since when risk is perceived: whoever sees no warning may ask whether anybody looks."""
        with self._database.unit() as unit:
            unit.remember(READY, unit.now.isoformat())
            unit.commit()
        return True

    # ---- on the tail's thread ------------------------------------------------------------------------------------

    def _load(self, reader: Reader, now: datetime) -> Brain:
        with self._lock:
            before, self.brain = self.brain, None
            if before is not None:
                before.close()
            brain = Brain.load(self._database, reader, now, self._models)
            if before is not None:
                brain.go_on_from(before)
            self.brain = brain
            return brain

    def _advance(self, brain: Brain, facts: Sequence[Fact]) -> tuple[Brain, Touched]:
        if brain.broken or any(isinstance(fact, CityRedrawn | ScenariosChanged) for fact in facts):
            return brain, WHOLE
        batches = {fact.batch: fact.drill for fact in facts if isinstance(fact, SignalsArrived)}
        single = [fact.signal for fact in facts if isinstance(fact, IncidentReported | ReportFolded) and fact.signal]
        changed = [fact.warning for fact in facts if isinstance(fact, WarningChanged)]
        with self._lock:
            try:
                brain.hear(changed)
                if any(isinstance(fact, RecordsChanged) for fact in facts):
                    brain.hear_records()
                brain.perceive(batches, single)
            except BaseException:
                brain.broken = True
                raise
        return brain, NOTHING

    # ---- on its own thread ---------------------------------------------------------------------------------------

    def _tick(self) -> None:
        """What time alone brings: windows move on, shelves run out, warnings expire, sources fall silent."""
        with self._lock:
            brain = self.brain
            if brain is None or brain.broken:
                return
            try:
                brain.pass_time()
            except BaseException:
                brain.broken = True
                raise
