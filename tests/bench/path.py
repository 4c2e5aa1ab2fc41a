"""How long it takes from an accepted report to a changed pixel in a seat of another process, on both databases.

Reports come at even times, whether or not the one before is done. A seat in a process of its own follows the database
and watches the pixels where they will lie; `lost` are those that never showed. The city is the demo city; where it has
fewer free pixels than there are reports, incidents are voided some seconds later and their places used again. Levels
III and IV only: the outline and the glyph that a town wears for the upper two would lie over some of the places.
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
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from services.bundle import Services, open_services
from services.commandline.bench import load
from services.demo.make import make_city
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, Report, Severity
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
    with _seat(url) as seat:
        shift = Shift(services, _heard(seat, "places")["places"], rate)
        took = shift.run(round(rate * seconds))
        time.sleep(SETTLE if seconds > SETTLE else 3.0)
        assert seat.stdin is not None
        seat.stdin.write("\n")
        seat.stdin.flush()
        late = shift.late(_heard(seat, "seen")["seen"])
        shift.void(time.time() + 1e6)
    return {
        "p50_ms": round(float(np.percentile(late, 50)), 1) if late else None,
        "p99_ms": round(float(np.percentile(late, 99)), 1) if late else None,
        "lost": len(shift.accepted) - len(late),
        "reports": len(shift.accepted),
        "per_s": round(len(shift.accepted) / took, 1),
    }


class Shift:
    """Reports at a steady rate, each at a free place; a place is free again when its incident was voided."""

    def __init__(self, services: Services, places: list[tuple[float, float]], rate: int) -> None:
        self._services, self._places, self._rate = services, places, rate
        with services.database.reading() as reader:
            catalogue = reader.catalogue()
        self._source = catalogue.sources[0].code
        self._categories = [category.code for category in catalogue.categories if category.active]
        self._order = random.Random(rate).sample(range(len(places)), len(places))
        self._stays = len(places) / rate / 2
        self._lying: deque[tuple[float, int]] = deque()
        self.accepted: list[tuple[int, float]] = []

    def run(self, count: int) -> float:
        """So many reports; returns the seconds it took."""
        begin, taken = time.time(), list[Future[None]]()
        with ThreadPoolExecutor(WRITERS) as writers:
            for number in range(count):
                time.sleep(max(0.0, begin + number / self._rate - time.time()))
                taken.append(writers.submit(self._take, number))
                if count > len(self._places) and number % max(1, self._rate // 4) == 0:
                    taken.append(writers.submit(self.void, time.time()))
            for one in taken:
                one.result()
        return time.time() - begin

    def _take(self, number: int) -> None:
        place = self._order[number % len(self._order)]
        category = self._categories[number % len(self._categories)]
        report = Report(
            self._source, category, "路径测试", self._services.database.clock(), *self._places[place],
            severity=(Severity.YELLOW, Severity.BLUE)[number % 2],
        )  # fmt: skip
        done = self._services.door.take(report)
        at = time.time()
        self.accepted.append((place, at))
        self._lying.append((at + self._stays, done.incident))

    def void(self, now: float) -> None:
        """Takes away what has lain long enough, in one transaction."""
        due = []
        while self._lying and self._lying[0][0] <= now:
            due.append(self._lying.popleft()[1])
        if due:
            with self._services.database.unit() as unit:
                for incident in due:
                    version = unit.live_incident(incident).version
                    unit.put("incidents", incident, version=version, state=int(IncidentState.VOIDED))
                    unit.say(IncidentChanged(unit.live_incident(incident)))
                unit.commit()

    def late(self, seen: list[tuple[int, float]]) -> list[float]:
        """Milliseconds from each acceptance to its own showing; without those that never showed."""
        shown = defaultdict[int, list[float]](list)
        for place, at in seen:
            shown[place].append(at)
        found = []
        for place, at in self.accepted:
            # a seat may be quicker than the thread that took the report is told that it is done
            own = [moment for moment in shown[place] if at - 0.5 <= moment < at + self._stays]
            if own:
                found.append(max(0.0, own[0] - at) * 1000)
        return found


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
