"""The engine of risk: from a signal's commit to the warning on a seat, what a tick costs, whether it is right.

Keys of --json: scenarios, signal_to_seat_p99_ms, lost, tick_ms, full_equals_incremental, ratio_to_sql, scheduled_s,
scan, fever, models; and apart for each database how the load went. `--quick` uses a small city and a short load.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from services.commandline.bench import load
from services.demo.make import make_city
from services.store.engine import Database

FOLDER = Path(__file__).resolve().parent
RATE = 1000
SECONDS = 30.0


def run(options: argparse.Namespace) -> dict[str, Any]:
    """All figures; PostgreSQL's load is the one that counts, SQLite's is printed beside it."""
    seconds = options.seconds or (5.0 if options.quick else SECONDS)
    incidents = 2000 if options.quick else None
    poured, ticking = load(FOLDER / "risk_load.py"), load(FOLDER / "risk_tick.py")
    with tempfile.TemporaryDirectory(prefix="gridcommand-risk-") as folder:
        url = f"sqlite:///{folder}/city.sqlite"
        _make(url, incidents, 1)
        found: dict[str, Any] = ticking.figures(url)
        other = f"sqlite:///{folder}/other.sqlite"
        _make(other, incidents, 2)
        found |= _truth(url, other)
        found["sqlite"] = poured.measure(url, RATE, seconds)
    servers = load(FOLDER.parent / "postgresql_server.py")
    with servers.running(durable=True) as server:
        url = server.url(server.make())
        _make(url, incidents, 1)
        found["postgresql"] = poured.measure(url, RATE, seconds)
    for name in ("signal_to_seat_p99_ms", "lost"):
        found[name] = found["postgresql"][name]
    found |= load(FOLDER / "risk_scan.py").scan_figures()
    return found


def _make(url: str, incidents: int | None, seed: int) -> None:
    database = Database(url)
    database.migrate()
    make_city(database, seed=seed, incidents=incidents)
    database.close()


def _truth(url: str, other: str) -> dict[str, Any]:
    """How right the models are on the city they were tuned on, and on one that nobody looked at."""
    truth = load(FOLDER / "risk_truth.py")
    found: dict[str, Any] = {}
    for name, address in (("models", url), ("models_other_city", other)):
        database = Database(address)
        try:
            found[name] = truth.model_figures(database)["models"]
        finally:
            database.close()
    return found
