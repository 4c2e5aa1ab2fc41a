"""How long it takes from an accepted report to a changed pixel in a seat of another process, on both databases.

Reports come at even times, whether or not the one before is done. A seat in a process of its own follows the database
and watches the pixels where they will lie; `lost` are those that never showed. The city is the demo city.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from services.bundle import Services, open_services
from services.commandline.bench import load
from services.demo.make import make_city
from services.domain.incidents import Report
from services.settings import Settings
from services.store.engine import Database

FOLDER = Path(__file__).resolve().parent
RATES = (10, 100)
SECONDS = 60.0
WRITERS = 8
SETTLE = 10.0  # a report not shown so long after the last one counts as lost


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: sqlite and postgresql, in each the rates, in each p50_ms, p99_ms, lost."""
    seconds = options.seconds or (3.0 if options.quick else SECONDS)
    incidents = 2000 if options.quick else None
    with tempfile.TemporaryDirectory(prefix="gridcommand-path-") as folder:
        found = {"sqlite": _measure(f"sqlite:///{folder}/city.sqlite", seconds, incidents)}
    servers = load(FOLDER.parent / "postgresql_server.py")
    with servers.running(durable=True) as server:
        found["postgresql"] = _measure(server.url(server.make()), seconds, incidents)
    return found


def _measure(url: str, seconds: float, incidents: int | None) -> dict[str, Any]:
    database = Database(url)
    database.migrate()
    make_city(database, incidents=incidents)
    database.close()
    services = open_services(Settings(url))
    try:
        return {str(rate): _one_rate(services, url, rate, seconds) for rate in RATES}
    finally:
        services.close()


def _one_rate(services: Services, url: str, rate: int, seconds: float) -> dict[str, Any]:
    """Every report at its own place, in an order that jumps about the map as a city does."""
    with services.database.reading() as reader:
        categories = [category.code for category in reader.catalogue().categories if category.active]
        source = reader.catalogue().sources[0].code
    with _seat(url) as seat:
        places = _heard(seat, "places")["places"]
        count = round(rate * seconds)
        order = random.Random(rate).sample(range(len(places)), min(count, len(places)))
        accepted: dict[int, float] = {}

        def take(place: int, category: str) -> None:
            services.door.take(Report(source, category, "路径测试", services.database.clock(), *places[place]))
            accepted[place] = time.time()

        begin = time.time()
        with ThreadPoolExecutor(WRITERS) as writers:
            taken = []
            for number, place in enumerate(order):
                time.sleep(max(0.0, begin + number / rate - time.time()))
                taken.append(writers.submit(take, place, categories[number % len(categories)]))
            for one in taken:
                one.result()
        took = time.time() - begin
        time.sleep(SETTLE if seconds > SETTLE else 3.0)
        assert seat.stdin is not None
        seat.stdin.write("\n")
        seat.stdin.flush()
        told = _heard(seat, "seen")
    late = [(told["seen"][place] - at) * 1000 for place, at in accepted.items() if told["seen"][place] is not None]
    return {
        "p50_ms": round(float(np.percentile(late, 50)), 1) if late else None,
        "p99_ms": round(float(np.percentile(late, 99)), 1) if late else None,
        "lost": len(accepted) - len(late),
        "reports": len(accepted),
        "per_s": round(len(accepted) / took, 1),
    }


@contextmanager
def _seat(url: str) -> Iterator[subprocess.Popen[str]]:
    """A seat in another process; ended at the latest with this block."""
    words = [sys.executable, str(FOLDER / "path_seat.py"), url]
    seat = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        yield seat
        seat.wait(20)
    finally:
        if seat.poll() is None:
            seat.kill()
        seat.wait()


def _heard(seat: subprocess.Popen[str], key: str) -> dict[str, Any]:
    """The seat's next line that has a key."""
    assert seat.stdout is not None
    for line in seat.stdout:
        if line.startswith("{") and key in (told := json.loads(line)):
            return told
    raise RuntimeError("the seat ended before it said anything")
