from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from services.commandline import bench
from services.demo.make import make_city
from services.store.engine import Database

FOLDER = Path(__file__).parent


@pytest.mark.timeout(300)
def test_that_a_tick_of_the_short_bench_equals_a_recomputation(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/city.sqlite"
    database = Database(url)
    database.migrate()
    make_city(database, seed=1, incidents=300)
    database.close()
    ticking = bench.load(FOLDER / "risk_tick.py")
    ticking.TICKS = 3
    found = ticking.figures(url)
    assert found["unequal"] == []
    assert found["full_equals_incremental"] is True
    assert found["scenarios"] >= found["streaming"] > 0
    assert 0 < found["tick_ms"] <= found["tick_p95_ms"]
    assert found["ratio_to_sql"] > 0
    assert found["scheduled_s"]


@pytest.mark.timeout(120)
def test_that_the_scan_of_the_short_bench_finds_what_was_published() -> None:
    scanning = bench.load(FOLDER / "risk_scan.py")
    if not (scanning.data_folder() / "ny_leukaemia.csv").is_file():
        pytest.skip("the public data of clusters is not here: set GRIDCOMMAND_DATA")
    found = scanning.run(argparse.Namespace(quick=True, seconds=None))
    assert set(found) == {"scan", "fever"}
    first, second = found["scan"]["clusters"]
    assert (first["places"], round(first["observed"]), round(first["rr"], 2)) == (26, 85, 1.84)
    assert (second["places"], round(second["observed"])) == (8, 38)
    assert len(found["fever"]["clusters"]) == 3
    assert found["fever"]["below_05"] == 0
