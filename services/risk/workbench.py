"""The workbench: what a scenario, as somebody has just set it, would have raised, and how right it would have been."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.domain.incidents import Severity
from services.domain.outcomes import Outcomes
from services.domain.scenarios import ModelKind, Scenario
from services.insight.outcomes import outcomes_of
from services.risk.keeping import check
from services.risk.loading import load_world, past
from services.risk.model import RiskModel
from services.risk.replay import Raised, replay
from services.risk.world import World, joined
from services.store.engine import Database
from services.store.queries import warnings
from services.store.reader import AREAS_VERSION, Reader

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Week:
    """The warnings of one week (from its Monday on the city's clock), by level."""

    begin: date
    counts: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a scenario would have raised from `begin` to `end`, oldest first, and how that compares with what is known.

    `outcomes` hold numbers of rows of `raised`: a row has the outcome of the warning that was closed for the same
    situation at about that time. `signals` is how many were looked at, `seconds` how long it took.
    """

    scenario: Scenario
    begin: datetime
    end: datetime
    raised: tuple[Raised, ...]
    counts: Mapping[Severity, int]
    weeks: tuple[Week, ...]
    outcomes: Outcomes
    signals: int
    seconds: float


class Workbench:
    """Back-tests over one database; the city is read once and kept as long as its borders hold."""

    def __init__(self, database: Database, models: Mapping[ModelKind, RiskModel]) -> None:
        self._database, self.models = database, models
        self._lock = threading.Lock()
        self._world: tuple[tuple[str, tuple[str, ...]], World] | None = None

    def try_out(self, scenario: Scenario, back: timedelta = YEAR, stop: Callable[[], bool] = lambda: False) -> BackTest:
        """What it would have raised in the time back from now. Raises `Refusal` for one that could never run."""
        begun = time.monotonic()
        with self._database.reading() as reader:
            check(scenario, reader)
            world = self._world_for(reader, scenario)
            end = self._database.clock()
            begin = end - back
            signals = joined(list(past(reader, world, begin - scenario.window, end, scenario.heard())))
            raised = replay(scenario, world, self.models[scenario.model], signals, begin, end, stop)
            known = warnings.closed_of(reader, scenario.code, begin)
            outcomes = _compared(reader, raised, known, scenario.lasts)
        return BackTest(
            scenario, begin, end, raised, _counted(raised), _weekly(raised, begin, end, world), outcomes,
            len(signals), time.monotonic() - begun,
        )  # fmt: skip

    def world(self, scenario: Scenario) -> World:
        """The city as the models see it, for what has to be drawn beside."""
        with self._database.reading() as reader:
            return self._world_for(reader, scenario)

    def _world_for(self, reader: Reader, scenario: Scenario) -> World:
        kinds = tuple(sorted(kind for kind in scenario.heard() if kind.startswith("record:")))
        key = (reader.setting(AREAS_VERSION, "0"), kinds)
        with self._lock:
            if self._world is None or self._world[0] != key:
                self._world = (key, load_world(reader, [scenario]))
            return self._world[1]


def _counted(raised: Sequence[Raised]) -> dict[Severity, int]:
    return {level: sum(one.level is level for one in raised) for level in Severity}


def _weekly(raised: Sequence[Raised], begin: datetime, end: datetime, world: World) -> tuple[Week, ...]:
    """Every week between, also those without any."""
    monday = _monday(begin, world)
    weeks: dict[date, dict[Severity, int]] = {}
    while monday <= end.astimezone(world.zone).date():
        weeks[monday] = dict.fromkeys(Severity, 0)
        monday += timedelta(days=7)
    for one in raised:
        weeks[_monday(one.raised_at, world)][one.level] += 1
    return tuple(Week(day, counts) for day, counts in weeks.items())


def _monday(moment: datetime, world: World) -> date:
    day = moment.astimezone(world.zone).date()
    return day - timedelta(days=day.weekday())


def _compared(reader: Reader, raised: Sequence[Raised], known: Sequence[Any], lasts: timedelta) -> Outcomes:
    """Outcomes by rows of `raised`: those of warnings of the same situation that stood at about the same time."""
    of_row: dict[int, Any] = {}
    for at, one in enumerate(raised):
        fits = (
            row for row in known
            if _is_same(row, one) and row.first_at <= one.last_at + lasts and one.raised_at <= row.ended_at + lasts
        )  # fmt: skip
        found = next(fits, None)
        if found is not None:
            of_row[at] = found
    judged = outcomes_of(reader, list(of_row.values()))
    rows: dict[int, list[int]] = {}
    for at, row in of_row.items():
        rows.setdefault(row.id, []).append(at)

    def named(idents: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted({at for ident in idents for at in rows[ident]}))

    unknown = {*range(len(raised))} - of_row.keys() | {at for ident in judged.unknown for at in rows[ident]}
    return Outcomes(
        named(judged.true), named(judged.averted), named(judged.false), tuple(sorted(unknown)), judged.leads
    )


def _is_same(row: Any, one: Raised) -> bool:
    if row.situation == one.situation:
        return True
    if not (row.situation.startswith("spot:") and one.situation.startswith("spot:")) or row.lon is None:
        return False
    near = 2 * (one.radius_m or 0.0) / 111_320.0
    return bool(abs(row.lon - (one.place.lon or 0.0)) < near and abs(row.lat - (one.place.lat or 0.0)) < near)
