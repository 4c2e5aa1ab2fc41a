"""All signals of a demo city, and what of them is true: made up beside the history, written with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.subjects import KEY
from services.demo.history.incidents import World
from services.demo.history.signals.background import background
from services.demo.history.signals.batches import batch_columns, with_batches
from services.demo.history.signals.heard import Heard, columns_of, joined, words
from services.demo.history.signals.junctions import junction_truths
from services.demo.history.signals.plan import SignalsPlan, read_plan
from services.demo.history.signals.regular import regular
from services.demo.history.signals.reports import report_signals
from services.demo.history.signals.stage import CITY_GRIDS, Stage
from services.demo.history.signals.stories import Teller
from services.demo.history.signals.truths import Truth, truth_columns
from services.demo.history.signals.watched import Standing, watched
from services.domain.scenarios import Scenario
from services.risk.standing import record_kinds
from services.risk.watching import read_watch
from services.store.bulk import after_load, load_columns
from services.store.queries import records
from services.store.unit import Unit

MINUTE, BATCH = 60_000, 20_000
SOON = (0.05, 0.6)  # of its cadence: how long ago every source was heard
Columns = dict[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Perceived:
    """What was made up before anything is written: signals, reports as signals, truths, the city's key of digests."""

    stage: Stage
    plan: SignalsPlan
    heard: tuple[Heard, ...]
    reports: Columns
    truths: tuple[Truth, ...]
    key: bytes


def perceive(
    world: World, scenarios: Sequence[Scenario], seed: int, incidents: Mapping[str, Sequence[Any]],
    reports: Mapping[str, Sequence[Any]],
) -> Perceived:  # fmt: skip
    """Signals of two years and the true stories behind them, from random numbers of their own."""
    plan = read_plan({scenario.code: scenario for scenario in scenarios})
    key = np.random.default_rng((seed, 5, 0)).bytes(16)
    share = len(incidents["id"]) / max(1, world.profile.figures["incidents"])
    size = share * len(world.ground.grids) / CITY_GRIDS
    stage = Stage(world, plan, size, key, np.random.default_rng((seed, 5, 1)))
    heard, truths = [background(stage)], junction_truths(world, scenarios, share)
    for number, story in enumerate(plan.stories):  # another story changes no other scenario's
        teller = Teller(stage.with_numbers(np.random.default_rng((seed, 5, 2, number))))
        teller.tell(story)
        heard += teller.heard
        truths += teller.truths
    for number, one in enumerate(plan.regular):
        more, silences = regular(stage.with_numbers(np.random.default_rng((seed, 5, 3, number))), one)
        heard.append(more)
        truths += silences
    own = report_signals(incidents, reports, key)
    last = stage.with_numbers(np.random.default_rng((seed, 5, 4)))
    return Perceived(last, plan, (*heard, _newest(last, heard, own)), own, tuple(truths), key)


def write_signals(unit: Unit, made: Perceived, tell: Callable[[float], None] = lambda share: None) -> int:
    """Writes all of it into the caller's transaction, after the base records; returns how many signals.

    `tell` hears how far it is, 0–1.
    """
    unit.remember(KEY, made.key.hex())
    stage, ground = made.stage, made.stage.ground
    kinds = record_kinds([one.scenario for one in made.plan.watched])
    after = watched(stage, made.plan.watched, Standing.of(records.standing(unit, kinds), ground.grids))
    records.looked_after(unit, after.seen)
    columns = columns_of(joined([*made.heard, after.heard]), ground, stage.rng)
    both = {name: [*made.reports[name], *columns[name]] for name in columns}
    order = np.argsort(np.array(both["received_at"], np.int64), kind="stable")
    received = np.array(both["received_at"], np.int64)[order]
    keep = order[received <= stage.now].tolist()
    ordered: Columns = {name: [column[row] for row in keep] for name, column in both.items()}
    batches = batch_columns(ordered, stage.now, stage.rng)
    load_columns(unit, "signal_batches", {name: column for name, column in batches.items() if name != "slot"})
    count = len(keep)
    whole = {"id": list(range(1, count + 1)), **with_batches(ordered, batches, stage.now), "synthetic": [True] * count}
    for at in range(0, count, BATCH):
        load_columns(unit, "signals", whole, at, at + BATCH)
        tell(min(1.0, (at + BATCH) / count))
    load_columns(unit, "truths", truth_columns([*made.truths, *after.truths], ground))
    after_load(unit, "signals", "signal_batches")
    return count


def _newest(stage: Stage, heard: Sequence[Heard], reports: Columns) -> Heard:
    """One more signal of each source that has not been heard for longer than it should be."""
    rng, now = stage.rng, stage.now
    source = np.concatenate([words(reports["source"], len(reports["source"])), *(part.source for part in heard)])
    kind = np.concatenate([words(reports["kind"], len(reports["kind"])), *(part.kind for part in heard)])
    at = np.concatenate([np.array(reports["received_at"], np.int64), *(part.at for part in heard)])
    sources, kinds, times = list[str](), list[str](), list[int]()
    for code, cadence in sorted((one.source, one.cadence_minutes * MINUTE) for one in read_watch()):
        mine = np.flatnonzero(source == code)
        if len(mine) and now - at[mine].max() > SOON[1] * cadence:
            sources.append(code)
            kinds.append(str(kind[mine[int(rng.integers(len(mine)))]]))
            times.append(now - int(rng.uniform(*SOON) * cadence))
    count = len(times)
    grid = stage.grids("home", count)
    return Heard(
        words(kinds, count), words(sources, count), np.array(times, np.int64), grid,
        stage.places.anywhere(grid, rng), words("", count), _values(stage, kinds),
    )  # fmt: skip


def _values(stage: Stage, kinds: Sequence[str]) -> NDArray[np.float64]:
    return np.array([stage.values(stage.kinds.get(kind), 1)[0] for kind in kinds], float)
