"""Base records: points placed a second (compiled and in numpy), whole decomposition, rows taken in, a full demo."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from services.demo.history.telling import read_telling
from services.demo.make import make_city
from services.demo.profile import read_profile
from services.demo.records.filling import fill
from services.demo.records.ground import RecordGround
from services.demo.records.plan import Slice, read_plan
from services.demo.records.rows import make_rows
from services.domain.areas import Level
from services.domain.people import SYSTEM
from services.domain.records import RecordFilter, RecordKind
from services.geo.locate import Locator
from services.records.categories import read_categories
from services.records.decompose import Decomposer
from services.records.ledger import LedgerGroup, Ledgers
from services.records.taking import open_register, take
from services.store.engine import Database

POINTS, QUICK_POINTS = 2_429_000, 100_000
ROWS, QUICK_ROWS = 100_000, 5_000
BATCH = 5_000
TIMES = 5


def run(options: argparse.Namespace) -> dict[str, Any]:
    """All figures; `--quick` on a demo city without its two million records."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/city.sqlite")
        database.migrate()
        begun = time.perf_counter()
        make_city(database, incidents=2_000 if options.quick else None)
        city_s = time.perf_counter() - begun
        with database.reading() as reader:
            areas = reader.areas(geometry=True)
        found: dict[str, Any] = {"cores": os.cpu_count(), "placing": _placing(areas, options.quick)}
        found["decomposing"] = _decomposing(areas, options.quick)
        found["taking"] = _taking(database, areas, options.quick)
        if not options.quick:
            found["full_demo"] = _full(database, Path(folder) / "city.sqlite", city_s)
        found["reading"] = _reading(database)
        database.close()
    return found


def _placing(areas: Any, quick: bool) -> dict[str, Any]:
    """Points of where people live, each to grid, village, town and city; the same points by every way."""
    rng = np.random.default_rng(1)
    ground = RecordGround(areas)
    at = ground.points(ground.choose("home", QUICK_POINTS if quick else POINTS, rng), rng)
    lon, lat = np.ascontiguousarray(at[:, 0]), np.ascontiguousarray(at[:, 1])
    found: dict[str, Any] = {"points": len(lon)}
    answers = []
    for name, bulk, numba in (("numba", True, True), ("numpy", True, False), ("plain", False, False)):
        with _numba(numba):
            begun = time.perf_counter()
            locator = Locator(areas, bulk=bulk)
            locator.locate(lon[:1000], lat[:1000])
            found[f"{name}_prepared_s"] = round(time.perf_counter() - begun, 2)
            took, worked = _least(lambda: answers.append(locator.locate(lon, lat)))  # noqa: B023
            found[f"{name}_per_s"], found[f"{name}_per_cpu_s"] = round(len(lon) / took), round(len(lon) / worked)
    found["all_agree"] = all(
        np.array_equal(one.grid, answers[0].grid) and np.array_equal(one.town, answers[0].town) for one in answers
    )
    found["placed"] = int((answers[0].grid > 0).sum())
    return found


def _decomposing(areas: Any, quick: bool) -> dict[str, Any]:
    """Whole decomposition of invented rows: places, stated areas, reasons."""
    batch = _rows(areas, QUICK_ROWS if quick else ROWS)
    found: dict[str, Any] = {"rows": len(batch)}
    for name, numba in (("numba", True), ("numpy", False)):
        with _numba(numba):
            decomposer = Decomposer(areas, bulk=True)
            decomposer.decompose(batch.lon[:1000], batch.lat[:1000], batch.stated[:1000])
            took, worked = _least(lambda: decomposer.decompose(batch.lon, batch.lat, batch.stated))  # noqa: B023
            found[f"{name}_per_s"], found[f"{name}_per_cpu_s"] = round(len(batch) / took), round(len(batch) / worked)
    return found


def _taking(database: Database, areas: Any, quick: bool) -> dict[str, Any]:
    """Rows taken into a register in batches as an import does: first new, then again as they are."""
    batch = _rows(areas, QUICK_ROWS if quick else ROWS)
    found: dict[str, Any] = {"rows": len(batch)}
    decomposer = Decomposer(areas)
    for name in ("new", "again"):
        begun = time.perf_counter()
        for at in range(0, len(batch), BATCH):
            with database.unit() as unit:
                register = open_register(unit, RecordKind.HOUSE, "police")
                take(unit, register, batch.some(range(at, min(at + BATCH, len(batch)))), decomposer)
                unit.commit()
        found[f"{name}_per_s"] = round(len(batch) / (time.perf_counter() - begun))
    return found


def _full(database: Database, path: Path, city_s: float) -> dict[str, Any]:
    """The rest of a whole demo."""
    with database.unit() as unit:  # what the other parts took in is none of it
        for table in ("record_sums", "records"):
            others = "select id from registers where not synthetic"
            unit.connection.exec_driver_sql(f"delete from {table} where register_id in ({others})")
        unit.commit()
    before, begun = path.stat().st_size, time.perf_counter()
    count = fill(database)
    took = time.perf_counter() - begun
    with database.reading() as reader:
        rows = reader.count("records")
    return {
        "records": rows, "expected": count, "city_s": round(city_s, 1), "records_s": round(took, 1),
        "seconds": round(city_s + took, 1), "rows_per_s": round(rows / took),
        "megabytes": round((path.stat().st_size - before) / 1e6),
    }  # fmt: skip


def _reading(database: Database) -> dict[str, Any]:
    """The ledger, and the longest lists behind its figures, in milliseconds."""
    ledgers = Ledgers(database)
    ledger = ledgers.read(SYSTEM, LedgerGroup.REGISTER)
    found: dict[str, Any] = {"records": ledger.whole.total, "missed": ledger.whole.missed}
    found["adds_up"] = sum(line.tally.total for line in ledger.lines) == ledger.whole.total
    for group in LedgerGroup:
        found[f"by_{group.name.lower()}_ms"] = _ms(lambda: ledgers.read(SYSTEM, group))  # noqa: B023
    found["list_of_all_ms"] = _ms(lambda: ledgers.ids(SYSTEM, RecordFilter()))
    found["list_to_mend_ms"] = _ms(lambda: ledgers.ids(SYSTEM, RecordFilter(missed=Level.GRID)))
    ids = ledgers.ids(SYSTEM, RecordFilter(missed=Level.GRID))[0][:200].tolist()
    found["page_ms"] = _ms(lambda: ledgers.records(ids))
    return found


def _rows(areas: Any, count: int) -> Any:
    plan = read_plan(len([area for area in areas if area.level is Level.GRID]), read_profile().figures["records"])
    entry = next(at for at, rows in enumerate(plan.rows) if rows.category == "dwelling")
    part, ground = Slice(entry, 0, count), RecordGround(areas)
    return make_rows(plan, part, ground, read_telling(), read_categories(), 1_795_000_000_000, 1)


@contextmanager
def _numba(wanted: bool) -> Iterator[None]:
    before = os.environ.get("GRIDCOMMAND_NO_NUMBA")
    os.environ["GRIDCOMMAND_NO_NUMBA"] = "" if wanted else "1"
    try:
        yield
    finally:
        os.environ.pop("GRIDCOMMAND_NO_NUMBA")
        if before is not None:
            os.environ["GRIDCOMMAND_NO_NUMBA"] = before


def _least(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor, the least of a few: others may want the machine too."""
    took, worked = [], []
    for _ in range(TIMES):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        took.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    return min(took), min(worked)


def _ms(work: Callable[[], object]) -> float:
    return round(1000 * _least(work)[0], 1)
