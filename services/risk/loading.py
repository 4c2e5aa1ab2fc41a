"""Brings the past into running scenarios: the signals of their windows, in slices that hold nobody up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from services.domain.scenarios import ModelKind, Scenario
from services.risk.model import RiskModel
from services.risk.running import RunningScenarios
from services.risk.standard import read_kinds
from services.risk.standing import known_kinds, with_standing
from services.risk.world import Signals, World, signals_of, world_of
from services.store.queries import signals
from services.store.reader import Reader

SLICE = timedelta(days=14)


def load_world(reader: Reader, scenarios: Iterable[Scenario] = ()) -> World:
    """The city as models see it now, with the things that these scenarios look after."""
    return with_standing(reader, world_of(reader, (kind.code for kind in read_kinds())), known_kinds(scenarios))


def load_running(
    reader: Reader,
    now: datetime,
    scenarios: Iterable[Scenario],
    models: Mapping[ModelKind, RiskModel],
    world: World | None = None,
) -> RunningScenarios:
    """The scenarios as they stand at a moment: every signal of their windows is taken, and nothing is found yet."""
    scenarios = tuple(scenarios)
    found = RunningScenarios(scenarios, world or load_world(reader, scenarios), models)
    kinds = frozenset().union(*(scenario.heard() for scenario in found.scenarios.values()))
    for block in past(reader, found.world, now - found.longest, now, kinds):
        found.take(block, now.timestamp())
    return found


def past(
    reader: Reader, world: World, begin: datetime, end: datetime | None, kinds: Iterable[str] | None = None
) -> Iterator[Signals]:
    """Signals perceived from `begin` on, oldest first, slice after slice."""
    wanted = None if kinds is None else frozenset(kinds)
    stop = end or reader_now(reader, begin)
    while begin < stop:
        until = min(begin + SLICE, stop)
        rows = signals.since(reader, begin, until if until < stop else end, wanted)
        if rows:
            yield signals_of(rows, world)
        begin = until


def reader_now(reader: Reader, begin: datetime) -> datetime:
    """A moment after the newest signal that is kept."""
    newest = signals.newest(reader)
    return begin if newest is None else newest + timedelta(milliseconds=1)
