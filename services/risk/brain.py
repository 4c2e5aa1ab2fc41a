"""What the engine of risk knows between two facts: running scenarios, those of drills apart, and standing warnings."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import Finding, LiveWarning
from services.risk.fitting import Fitted, Fitting
from services.risk.handling.by_itself import ask_outcomes, expire, run_out
from services.risk.keeping import running
from services.risk.loading import load_running
from services.risk.model import RiskModel, Scheduled
from services.risk.raising import Raising
from services.risk.running import RunningScenarios
from services.risk.silent_sources import SilentSources, silent_scenario
from services.risk.world import signals_of
from services.store.engine import Database
from services.store.queries import signals
from services.store.reader import Reader
from services.store.unit import Unit

log = logging.getLogger(__name__)
SLOWLY = 5.0  # seconds between looks at what runs out
CALM = 15.0  # seconds after the beginning without anything costly: seats open then
SETTLED, OFTEN = timedelta(minutes=1), timedelta(minutes=10)  # base records are taken in anew then, no more often
IN_DRILLS = frozenset({ModelKind.SURGE})  # what the real past lets expect; where a scan saw clusters is no exercise
Care = Callable[[Unit, datetime], int]


class Brain:
    """One state of the engine. Not for two threads at once; `broken` says that it must be loaded anew."""

    def __init__(
        self, database: Database, live: RunningScenarios, models: Mapping[ModelKind, RiskModel], raising: Raising,
        scenarios: Sequence[Scenario], areas: str,
    ) -> None:  # fmt: skip
        self._database, self.live, self._models, self._raising = database, live, models, raising
        self._scenarios = tuple(scenarios)
        self._drills: dict[int, RunningScenarios] = {}
        self._silent = SilentSources()
        self._slow = 0.0
        self._fitting, self._areas = Fitting(database), areas
        self._fits: dict[ModelKind, Future[Fitted]] = {}
        self._fitted: dict[ModelKind, tuple[Any, float]] = {}
        self._loaded_at = database.clock()
        self._records: tuple[datetime, datetime] | None = None  # the first and last change since then
        self._begun = time.monotonic()
        self.broken = False
        self.care: tuple[Care, ...] = (run_out, expire, ask_outcomes)

    @classmethod
    def load(cls, database: Database, reader: Reader, now: datetime, models: Mapping[ModelKind, RiskModel]) -> Brain:
        """From the tables: signals of the windows, warnings that stand."""
        scenarios = running(reader)
        live = load_running(reader, now, scenarios, models)
        raising = Raising({s.code: s for s in (*scenarios, silent_scenario())}, models)
        raising.load(reader, now)
        return cls(database, live, models, raising, scenarios, reader.areas_version())

    def is_outdated(self, now: datetime) -> bool:
        """Whether it has to be loaded anew: when base records that are looked after changed, and have come to rest.

        While they go on changing, and after it was loaded, every ten minutes at most.
        """
        if self.broken or self._records is None:
            return self.broken
        first, last = self._records
        return now >= max(min(last + SETTLED, first + OFTEN), self._loaded_at + OFTEN)

    def go_on_from(self, before: Brain) -> None:
        """Takes over from the state before what no table holds: fits, and drills that run.

        Not where scenarios or borders are others, nor from a state that stumbled.
        """
        if before.broken or (before._areas, before._scenarios) != (self._areas, self._scenarios):
            return
        self._drills, self._silent, self._begun = before._drills, before._silent, before._begun
        scheduled = self.live.scheduled()
        for kind, (fitted, at) in before._fitted.items():
            if kind in scheduled:
                scheduled[kind].adopt(fitted, at)
                self._fitted[kind] = (fitted, at)

    def close(self) -> None:
        """Ends what runs beside."""
        self._fitting.close()

    # ---- facts ---------------------------------------------------------------------------------------------------

    def hear(self, changed: Iterable[LiveWarning]) -> None:
        """What people did with warnings."""
        ended = [warning for warning in changed if not warning.state.stands]
        if ended:
            with self._database.reading() as reader:
                for warning in ended:
                    self._raising.forget(warning.id, warning.state, reader, self._database.clock())

    def hear_records(self) -> None:
        """Base records have changed; they are looked at anew where a scenario looks after any."""
        if self.live.world.record_kinds:
            now = self._database.clock()
            self._records = (self._records[0] if self._records else now, now)

    def perceive(self, batches: Mapping[int, int | None], single: Sequence[int]) -> None:
        """Signals that arrived, by their batches (with the drill of each) and one by one."""
        if not batches and not single:
            return
        with self._database.reading() as reader:
            rows = signals.of_batches(reader, batches, single)
        found = signals_of(rows, self.live.world)
        now = self._database.clock()
        for drill in sorted(set(found["drill"].tolist())):
            state = self.live if drill == 0 else self._drill(drill)
            state.take(found[found["drill"] == drill], now.timestamp())
            self._write(_of(drill, state.findings(now.timestamp())), drill, now)

    def _drill(self, drill: int) -> RunningScenarios:
        """A drill begins with no signals of the past and never touches the real state."""
        if drill not in self._drills:
            begun = RunningScenarios(self._scenarios, self.live.world, self._models)
            for kind in self._fitted.keys() & IN_DRILLS:
                self._compare(begun, kind, self._fitted[kind][0])
            self._drills[drill] = begun
        return self._drills[drill]

    def _compare(self, drill: RunningScenarios, kind: ModelKind, fitted: Any) -> None:
        """A drill's signals are compared with what was fitted to the real past."""
        model = drill.scheduled().get(kind)
        if model is not None:
            model.adopt(fitted, self._database.clock().timestamp())

    # ---- time ----------------------------------------------------------------------------------------------------

    def pass_time(self) -> None:
        """What time alone brings."""
        now = self._database.clock()
        self._write(self.live.findings(now.timestamp()), 0, now)
        self._raising.looked()
        for drill, state in self._drills.items():
            self._write(_of(drill, state.findings(now.timestamp())), drill, now)
        self._fit(now)
        if time.monotonic() - self._slow >= SLOWLY:
            self._slow = time.monotonic()
            self._look_after(now)

    def _look_after(self, now: datetime) -> None:
        with self._database.reading() as reader:
            silent = self._silent.findings(reader, now)
        self._write(silent, 0, now)
        for care in self.care:
            with self._database.unit() as unit:
                if care(unit, now):
                    unit.commit()

    def _write(self, findings: Sequence[Finding], drill: int, now: datetime) -> None:
        wanted = self._raising.wanted(findings, drill, now)
        if wanted:
            with self._database.unit() as unit:
                self._raising.write(unit, wanted)
                unit.commit()

    # ---- models with a timetable ---------------------------------------------------------------------------------

    def _fit(self, now: datetime) -> None:
        """Lets what is due run beside, and takes what is ready."""
        if time.monotonic() - self._begun < CALM:
            return
        for kind, running_model in self.live.scheduled().items():
            future = self._fits.get(kind)
            if future is not None and future.done():
                del self._fits[kind]
                self._adopt(kind, running_model, future, now)
            elif future is None and not self._fits and running_model.due(now.timestamp()):
                self._fits[kind] = self._fitting.begin(kind, now)

    def _adopt(self, kind: ModelKind, scheduled: Scheduled, future: Future[Fitted], now: datetime) -> None:
        try:
            fitted = future.result()
            if fitted.areas == self._areas:
                scheduled.adopt(fitted.value, now.timestamp())
                self._fitted[kind] = (fitted.value, now.timestamp())
                for drill in self._drills.values() if kind in IN_DRILLS else ():
                    self._compare(drill, kind, fitted.value)
        except Exception:
            log.exception("the timetable of %s failed; it is tried again when it is due", kind)


def _of(drill: int, findings: list[Finding]) -> list[Finding]:
    """What a drill's own signals led to: what stands in the city and is overdue by itself is no part of an exercise."""
    return findings if drill == 0 else [finding for finding in findings if finding.signals]
