"""Signals at a steady rate into a database that an engine and a seat of other processes follow, and when it is told.

Probes are signals of a scenario of the benchmark's own (one signal in a grid is a warning), each in another grid, among
so many others of all kinds that all scenarios have their work. Batches hold at most a hundred signals of one source.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import shapely

from services.bundle import Services, open_services
from services.domain.areas import Level
from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import Per, Scenario, VersionState
from services.domain.signals import Signal
from services.risk.bodies import body_of
from services.risk.keeping import running, write_standard_scenarios
from services.risk.taking import take_signals
from services.settings import Settings
from services.store.queries import scenarios as kept

ROOT = Path(__file__).resolve().parents[2]
SEAT = Path(__file__).resolve().parent / "risk_seat.py"
BATCH = 100
PROBES_IN_BATCH = 1
SETTLE = 15.0
PROBE = "bench.probe"


def measure(url: str, rate: int, seconds: float) -> dict[str, Any]:
    """Late of each probe at so many signals a second: p50 and p99 in ms, lost, and the rate that was reached."""
    services = open_services(Settings(url))
    try:
        add_probe(services)
        with (
            _program([sys.executable, str(SEAT), url]) as seat,
            _program([sys.executable, str(ROOT / "main.py"), "engine", "--database", url]),
        ):
            _ready(seat)
            _settled(services)
            return _pour(services, seat, rate, seconds)
    finally:
        services.close()


def add_probe(services: Services) -> None:
    """The scenario that probes belong to: of a usual one's making, for a kind that no other listens to."""
    with services.database.unit() as unit:
        write_standard_scenarios(unit)
        known = running(unit)
        heard = frozenset().union(*(scenario.heard() for scenario in known))
        free = [c.code for c in unit.catalogue().categories if c.active and c.department and c.code not in heard]
        usual = next(scenario for scenario in known if scenario.model == "frequency")
        probe: Scenario = replace(
            usual, code=PROBE, kinds=(free[0],), per=Per.GRID, window=timedelta(hours=6), sources=(), weights={},
            filters=type(usual.filters)(), parameters={"threshold": 1}, harm=1.0,
        )  # fmt: skip
        kept.add_version(unit, body_of(probe), "bench", VersionState.APPROVED, "bench", "bench")
        unit.commit()


def _pour(services: Services, seat: Any, rate: int, seconds: float) -> dict[str, Any]:
    with services.database.reading() as reader:
        grids = reader.areas(Level.GRID, geometry=True)
        villages = {area.id: area.parent for area in reader.areas(Level.VILLAGE)}
        sources = [source.code for source in reader.catalogue().sources]
        scenarios = running(reader)
    kinds = sorted(frozenset().union(*(s.heard() for s in scenarios if s.code != PROBE)))
    kinds = [kind for kind in kinds if not kind.startswith(("record:", "source"))]
    probe = next(scenario for scenario in scenarios if scenario.code == PROBE).kinds[0]
    middles = shapely.get_coordinates(shapely.point_on_surface(shapely.from_wkb([g.geometry for g in grids])))
    places = [
        Place(PlaceStatus.LOCATED, float(x), float(y), villages[grid.parent], grid.parent, grid.id)
        for grid, (x, y) in zip(grids, middles, strict=True)
    ]
    random, committed, count = Random(1), dict[int, float](), round(rate * seconds / BATCH)
    order = random.sample(range(len(places)), min(count * PROBES_IN_BATCH, len(places)))
    begin = time.time()
    for number in range(count):
        time.sleep(max(0.0, begin + number * BATCH / rate - time.time()))
        now = services.database.clock()
        signals = [
            Signal("", random.choice(kinds), now, random.choice(places), f"thing:{random.randrange(50_000)}")
            for _ in range(BATCH - PROBES_IN_BATCH)
        ]
        chosen = order[number * PROBES_IN_BATCH : (number + 1) * PROBES_IN_BATCH]
        signals += [Signal("", probe, now, places[at]) for at in chosen]
        with services.database.unit() as unit:
            taken = take_signals(unit, random.choice(sources), signals)
            unit.commit()
        done = time.time()
        if taken.rows != len(signals):
            raise RuntimeError(f"signals were refused: {taken.refused[:3]}")
        committed |= {places[at].grid or 0: done for at in chosen}
    took = time.time() - begin
    time.sleep(SETTLE if seconds > SETTLE else 5.0)
    seen = _ended(seat)
    first = {grid: at for at, scenario, grid in seen.values() if scenario == PROBE}
    late = sorted(1000 * (first[grid] - at) for grid, at in committed.items() if grid in first)
    return {
        "signal_to_seat_p50_ms": round(float(np.percentile(late, 50)), 1) if late else None,
        "signal_to_seat_p99_ms": round(float(np.percentile(late, 99)), 1) if late else None,
        "lost": len(committed) - len(late),
        "probes": len(committed),
        "signals_per_s": round(count * BATCH / took),
        "warnings": len(seen),
        "scenarios": len(scenarios) - 1,
    }


def _settled(services: Services) -> None:
    """Waits until the engine has taken the past in: by then its lease is held and a first look is over."""
    end = time.time() + 120
    while time.time() < end:
        with services.database.reading() as reader:
            if reader.setting("lease.risk") and reader.setting("risk.ready"):
                return
        time.sleep(0.2)
    raise RuntimeError("the engine did not get ready")


@contextmanager
def _program(command: list[str]) -> Iterator[Any]:
    found = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield found
    finally:
        if found.poll() is None:
            found.terminate()
            try:
                found.wait(20)
            except subprocess.TimeoutExpired:
                found.kill()
        found.wait()


def _ready(seat: Any) -> None:
    if json.loads(seat.stdout.readline()) != "ready":
        raise RuntimeError("the seat did not get ready")


def _ended(seat: Any) -> dict[str, Any]:
    seat.stdin.close()
    found: dict[str, Any] = json.loads(seat.stdout.readline())
    return found
