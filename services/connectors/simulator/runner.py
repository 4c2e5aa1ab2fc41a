"""Runs a simulated shift against the door, beside people who work: one thread, off by one switch."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

import numpy as np
import shapely

from services.cases import steps
from services.cases.door import Door
from services.connectors.simulator.shift import Ground, Plan, Shift
from services.domain.areas import Level
from services.domain.catalogue import Catalogue
from services.domain.facts import PersonMoved
from services.domain.incidents import Report
from services.domain.people import Duty
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.store import queries_live
from services.store.engine import Database

log = logging.getLogger(__name__)
OFFICER = "simulator"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the simulated day goes: `speed` simulated seconds a second, looked after every `tick` seconds."""

    speed: float = 20.0
    tick: float = 0.5


class Simulator:
    """Lets a day happen in a demo city; refuses a database that holds real data.

    Of several programs on one database only the holder of the lease simulates.
    """

    def __init__(self, database: Database, door: Door, plan: Plan, pace: Pace, holder: str) -> None:
        with database.reading() as reader:
            if not reader.city().demo:
                raise Refusal(
                    "simulator.real_data",
                    "This database holds real data: the simulator never runs in it. Make a demo city with "
                    "“main.py demo --database …” instead.",
                )
        self._database, self._door, self._plan, self._pace = database, door, plan, pace
        self._lease = Lease(database, "simulator", holder)
        self._random = Random(plan.seed + 1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._shift: Shift | None = None
        self.reported = 0

    def start(self) -> None:
        """Begins the shift."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Ends the shift soon; does not wait."""
        self._stop.set()

    def join(self, timeout: float = 10.0) -> None:
        """Waits until it has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        last = self._database.clock()
        while not self._stop.wait(self._pace.tick):
            now = self._database.clock()
            try:
                if self._lease.take():
                    self.step(last, now)
            except Refusal as refusal:
                log.warning("simulator pauses: %s", refusal)
                self._stop.wait(2.0)
            last = now
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("lease runs out by itself: %s", refusal)

    def step(self, last: datetime, now: datetime) -> None:
        """What happens in one stretch of real time: reports, steps of the work, people on the move."""
        if self._shift is None:
            self._shift = Shift(self._plan, ground_of(self._database), self._catalogue())
        hour = self._local_hour(now)
        until = last + (now - last) * self._pace.speed
        stretch = now - last
        for report in self._shift.between(last, until, hour):
            share = (report.reported_at - last) / (until - last) if until > last else 0.0
            self._accept(replace(report, reported_at=last + stretch * share))
            self.reported += 1
        hours = stretch.total_seconds() * self._pace.speed / 3600
        self._work(_some(self._random, hours * self._plan.per_hour * 8))
        self._move(_some(self._random, stretch.total_seconds() * 4), now)

    def _accept(self, report: Report) -> None:
        try:
            self._door.take(report, OFFICER)
        except Refusal as refusal:
            log.info("refused: %s", refusal)

    def _work(self, count: int) -> None:
        """Officers do their part: open incidents, the oldest steps first, go one step on."""
        if count <= 0:
            return
        with self._database.reading() as reader:
            open_now = [row.id for row in queries_live.open_incidents(reader)]
        for incident in self._random.sample(open_now, min(count, len(open_now))):
            self._take_step(incident)

    def _take_step(self, incident: int) -> None:
        try:
            with self._database.unit() as unit:
                steps.take_next(incident, unit, OFFICER)
                unit.commit()
        except Refusal as refusal:
            log.info("somebody else was there: %s", refusal)

    def _move(self, count: int, now: datetime) -> None:
        """Some people on duty walk a little."""
        if count <= 0:
            return
        with self._database.unit() as unit:
            rows = [r for r in queries_live.workforce(unit) if r.duty == Duty.ON and r.lon is not None]
            for row in self._random.sample(rows, min(count, len(rows))):
                lon, lat = row.lon + self._random.gauss(0, 0.0006), row.lat + self._random.gauss(0, 0.0005)
                unit.put("people", row.id, version=row.version, lon=lon, lat=lat, position_at=now)
                unit.say(PersonMoved(row.id, row.version + 1, Duty.ON, lon, lat, now))
            unit.commit()

    def _catalogue(self) -> Catalogue:
        with self._database.reading() as reader:
            return reader.catalogue()

    def _local_hour(self, now: datetime) -> int:
        with self._database.reading() as reader:
            return now.astimezone(reader.city().zone).hour


def ground_of(database: Database) -> Ground:
    """The grids to report from; the lowest level that has borders where there are no grids."""
    with database.reading() as reader:
        for level in (Level.GRID, Level.VILLAGE, Level.TOWN, Level.CITY):
            found = [area for area in reader.areas(level, geometry=True) if area.geometry]
            if found:
                polygons = shapely.from_wkb(np.array([area.geometry for area in found], dtype=object))
                return Ground(polygons, np.array([max(1, area.households) for area in found], dtype=float))
    raise Refusal("simulator.no_areas", "This city has no borders yet: import areas, or make a demo city.")


def _some(random: Random, mean: float) -> int:
    whole = int(mean)
    return whole + (random.random() < mean - whole)
