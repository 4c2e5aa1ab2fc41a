"""What one tick of all streaming scenarios costs, and whether their state equals a recomputation from all signals."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from services.domain.scenarios import ModelKind
from services.risk.keeping import running
from services.risk.loading import load_running, load_world, past
from services.risk.registry import models
from services.risk.world import SIGNAL, Signals, World, joined
from services.store.engine import Database
from services.store.queries.signals import counted
from services.store.reader import Reader

SIGNALS = 1000
TICKS = 40


def figures(url: str) -> dict[str, Any]:
    """Keys: scenarios, tick_ms (median of so many ticks of 1,000 new signals), full_equals_incremental, ratio_to_sql
    (the same counts by one SQL statement a scenario, against a tick), scheduled_s by model.
    """
    database, known = Database(url), models()
    try:
        now = database.clock()
        with database.reading() as reader:
            scenarios = running(reader)
            streaming = [s for s in scenarios if known[s.model].every is None or s.model is ModelKind.SURGE]
            world = load_world(reader, scenarios)
            state = load_running(reader, now, streaming, known, world)
            everything = [joined(list(past(reader, world, now - state.longest, now)))]
            fits, scheduled_s = _scheduled(reader, now, scenarios, known, world)
        for kind, running_model in state.scheduled().items():
            running_model.adopt(fits[kind], now.timestamp())  # a surge's threshold is compared with what was fitted
        state.findings(now.timestamp())
        took, busy, moment = list[float](), list[float](), now.timestamp()
        for tick in range(TICKS):
            moment += 1.0
            block = a_block(world, moment, tick)
            everything.append(block)
            begin, work = time.perf_counter(), time.process_time()
            state.take(block, moment)
            state.findings(moment)
            took.append(time.perf_counter() - begin)
            busy.append(time.process_time() - work)
        whole = joined(everything)
        unequal = [
            s.code
            for s in streaming
            if not _same(state.table(s.code), known[s.model].recompute(s, world, whole, moment))
        ]
        tick_ms = 1000 * float(np.median(took))
        with database.reading() as reader:
            begin = time.perf_counter()
            for scenario in streaming:
                counted(reader, scenario.heard(), now - scenario.window)
            sql = time.perf_counter() - begin
        return {
            "scenarios": len(scenarios),
            "streaming": len(streaming),
            "tick_ms": round(tick_ms, 2),
            "tick_cpu_ms": round(1000 * float(np.median(busy)), 2),
            "tick_p95_ms": round(1000 * float(np.percentile(took, 95)), 2),
            "full_equals_incremental": not unequal,
            "unequal": unequal,
            "ratio_to_sql": round(1000 * sql / tick_ms, 1),
            "scheduled_s": scheduled_s,
        }
    finally:
        database.close()


def a_block(world: World, moment: float, seed: int) -> Signals:
    """A thousand new signals of all kinds and places, for subjects that are known and for new ones."""
    rng, random = np.random.default_rng(seed), Random(seed)
    found = np.zeros(SIGNALS, SIGNAL)
    grids = np.flatnonzero(world.areas.level == world.areas.level.max())
    grid = rng.choice(grids, SIGNALS)
    village = world.areas.parent[grid]
    found["id"] = 10_000_000 + seed * SIGNALS + np.arange(SIGNALS)
    found["at"] = moment - rng.uniform(0, 60, SIGNALS)
    found["kind"] = rng.integers(0, len(world.kinds), SIGNALS)
    found["source"] = rng.integers(0, len(world.sources), SIGNALS)
    found["subject"] = [world.subjects.number(f"thing:{random.randrange(50_000)}") for _ in range(SIGNALS)]
    found["value"], found["place"] = 1.0, 1
    found["grid"], found["village"], found["town"] = grid, village, world.areas.parent[village]
    found["x"], found["y"] = rng.uniform(-20_000, 20_000, SIGNALS), rng.uniform(-20_000, 20_000, SIGNALS)
    found["lon"], found["lat"] = np.vectorize(world.lonlat)(found["x"], found["y"])
    return found


def _same(one: Any, other: Any) -> bool:
    """Keys and times exactly, counts exactly, rates to 1e-9."""
    if len(one) != len(other) or not np.array_equal(one["key"], other["key"]):
        return False
    return np.array_equal(one["last"], other["last"]) and bool(
        np.allclose(one["count"], other["count"], rtol=1e-9, atol=0)
    )


def _scheduled(
    reader: Reader, now: datetime, scenarios: Any, known: Any, world: World
) -> tuple[dict[ModelKind, Any], dict[str, float]]:
    """What each model with a timetable makes of the past, and how long that took."""
    fits: dict[ModelKind, Any] = {}
    seconds: dict[str, float] = {}
    for kind, model in known.items():
        mine = [scenario for scenario in scenarios if scenario.model is kind]
        if model.every is None or not mine:
            continue
        kinds = frozenset().union(*(scenario.heard() for scenario in mine))
        signals = joined(list(past(reader, world, now - timedelta(days=731), now, kinds)))
        begin = time.perf_counter()
        fits[kind] = model.open(mine, world).fit(signals, now.timestamp())
        seconds[str(kind)] = round(time.perf_counter() - begin, 2)
    return fits, seconds
