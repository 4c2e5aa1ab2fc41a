"""Runs a simulated shift against the door, beside people who work: one thread, off by one switch."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random

import numpy as np
import shapely

from services.cases.desk import ANOTHER_WAS_FASTER, Desk
from services.cases.door import Door
from services.cases.rulebook import RuleBook
from services.connectors.simulator.people import Walkers
from services.connectors.simulator.perceiving import Perceiving
from services.connectors.simulator.shift import Ground, Habits, Plan, Shift
from services.connectors.simulator.staff import Staff, read_words
from services.demo.catalogue import read_tables
from services.demo.history.telling import read_telling
from services.domain.areas import Area, Level
from services.domain.incidents import IncidentState, Report
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store import queries_live
from services.store.engine import Database

log = logging.getLogger(__name__)
OFFICER = "simulator"
RENEWED_FOR = timedelta(seconds=5)  # a third of what the lease lasts
PAUSE = 2.0  # seconds after trouble
STEPS_EACH = 8  # steps that an incident takes in its life
MOVES = 4  # people who move in a second
# how soon the next step is taken, against the others: filed and assigned in minutes, worked on for long
URGENCY = {
    IncidentState.REPORTED: 60.0, IncidentState.FILED: 40.0, IncidentState.ASSIGNED: 20.0, IncidentState.RETURNED: 20.0,
    IncidentState.ACCEPTED: 8.0, IncidentState.IN_PROGRESS: 1.0, IncidentState.FINISHED: 3.0,
    IncidentState.VERIFIED: 5.0, IncidentState.SUSPENDED: 0.02,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the simulated day goes: `speed` simulated seconds a second, looked after every `tick` seconds."""

    speed: float = 20.0
    tick: float = 0.5


class Simulator(Worker):
    """Lets a day happen in a demo city; refuses a database that holds real data.

    Of several programs on one database only the holder of the lease simulates.
    """

    def __init__(self, database: Database, door: Door, plan: Plan, pace: Pace, holder: str) -> None:
        super().__init__("simulator")
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
        self._walkers = Walkers(database, Random(plan.seed + 2))
        self._shift: Shift | None = None
        self._perceiving: Perceiving | None = None
        self._staff: Staff | None = None
        self._zone: tzinfo = UTC
        self._renewed: datetime | None = None
        self.reported = 0

    def _run(self) -> None:
        last, paused = self._database.clock(), ""
        while not self._stop.wait(self._pace.tick):
            now = self._database.clock()
            try:
                if self._holds_lease(now):
                    self.step(last, now)
                if paused:
                    log.warning("simulator goes on")
                paused = ""
            except Refusal as refusal:
                if refusal.code != paused:  # an outage is said once, not with every try
                    log.warning("simulator pauses: %s", refusal)
                paused = refusal.code
                self._stop.wait(PAUSE)
            except Exception as bug:  # a bug of the simulator must not end the seat's day
                if repr(bug) != paused:
                    log.exception("simulator pauses")
                paused = repr(bug)
                self._stop.wait(PAUSE)
            last = now
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("lease runs out by itself: %s", refusal)

    def _holds_lease(self, now: datetime) -> bool:
        """Whether this one simulates; renewed now and then, since every renewal is written."""
        if self._renewed is None or now - self._renewed > RENEWED_FOR:
            self._renewed = now if self._lease.take() else None
        return self._renewed is not None

    def step(self, last: datetime, now: datetime) -> None:
        """What happens in one stretch of real time: reports, steps of the work, people on the move."""
        if self._shift is None:
            with self._database.reading() as reader:
                self._zone, catalogue = reader.city().zone, reader.catalogue()
            habits = Habits(read_tables().usual, read_telling())
            ground = ground_of(self._database)
            self._shift = Shift(self._plan, ground, catalogue, habits)
            self._perceiving = Perceiving(self._database, ground, Random(self._plan.seed + 3), self._zone)
            owners = {category.code: category.department for category in catalogue.categories}
            desk = Desk(self._database, RuleBook())
            self._staff = Staff(self._database, desk, self._random, owners, read_words())
        until = last + (now - last) * self._pace.speed
        stretch = now - last
        for report in self._shift.between(last, until, now.astimezone(self._zone).hour):
            share = (report.reported_at - last) / (until - last) if until > last else 0.0
            self._accept(replace(report, reported_at=last + stretch * share))
            self.reported += 1
        if self._perceiving is not None:
            self._perceiving.step(last, now, self._pace.speed)
        hours = stretch.total_seconds() * self._pace.speed / 3600
        self._work(_some(self._random, hours * self._plan.per_hour * STEPS_EACH))
        self._walkers.move(_some(self._random, stretch.total_seconds() * MOVES), now)

    def _accept(self, report: Report) -> None:
        try:
            self._door.take(report, OFFICER)
        except Refusal as refusal:
            log.info("refused: %s", refusal)

    def _work(self, count: int) -> None:
        """Officers do their part: open incidents go one step on, new ones rather than those that take long."""
        if count <= 0 or self._staff is None:
            return
        minds_desk = self._staff.minds_desk()
        with self._database.reading() as reader:
            rows = [row for row in queries_live.open_incidents(reader) if row.state in URGENCY]
        chosen = self._random.choices(rows, [URGENCY[row.state] for row in rows], k=count) if rows else []
        for row in {row.id: row for row in chosen}.values():
            try:
                self._staff.take(row, minds_desk)
            except Refusal as refusal:
                if not refusal.code.startswith("desk.") and refusal.code not in ANOTHER_WAS_FASTER:
                    raise
                log.info("somebody else was there: %s", refusal)


def ground_of(database: Database) -> Ground:
    """The grids to report from; the lowest level that has borders where there are no grids."""
    with database.reading() as reader:
        for level in (Level.GRID, Level.VILLAGE, Level.TOWN, Level.CITY):
            found = [area for area in reader.areas(level, geometry=True) if area.geometry]
            if found:
                polygons = shapely.from_wkb(np.array([area.geometry for area in found], dtype=object))
                homes = np.array([max(1, area.households) for area in found], dtype=float)
                kinds = np.array([int(area.kind) for area in found], dtype=np.int8)
                return Ground(polygons, homes, kinds, _ids(found, reader.areas()))
    raise Refusal("simulator.no_areas", "This city has no borders yet: import areas, or make a demo city.")


def _ids(found: Sequence[Area], areas: Sequence[Area]) -> tuple[tuple[int | None, int | None, int | None], ...]:
    """The ids of the town, village and grid that each area is."""
    known = {area.id: area for area in areas}
    ids = []
    for area in found:
        path: dict[Level, int] = {}
        above: Area | None = area
        while above is not None:
            path[above.level] = above.id
            above = known.get(above.parent or 0)
        ids.append((path.get(Level.TOWN), path.get(Level.VILLAGE), path.get(Level.GRID)))
    return tuple(ids)


def _some(random: Random, mean: float) -> int:
    whole = int(mean)
    return whole + (random.random() < mean - whole)
