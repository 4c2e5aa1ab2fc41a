"""Live signals of a demo city: every kind at its own rate, what reports by the clock, visits, now and then a story."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import accumulate
from random import Random

import shapely

from services.cases.subjects import digest_of, subject_key
from services.connectors.simulator.shift import Ground
from services.connectors.simulator.tales import Tale, tale
from services.demo.history.signals.plan import Kind, SignalsPlan, read_plan
from services.domain.areas import AreaKind
from services.domain.incidents import Place, PlaceStatus
from services.domain.refusals import Refusal
from services.domain.scenarios import Scenario
from services.domain.signals import Signal
from services.risk.keeping import running
from services.risk.standing import MARK, record_kinds
from services.risk.taking import take_signals
from services.store.engine import Database
from services.store.queries import records, signals, truths
from services.store.reader import Reader

log = logging.getLogger(__name__)
CITY_GRIDS = 3_824  # of the city that the rates are those of
ANOTHER_WAS_FASTER = frozenset({"store.changed", "store.twice", "store.busy", "store.deadlock"})
HEARD = timedelta(days=60)  # what has not reported for so long is gone
EARLY = 0.95  # of its time, when something reports again, or is visited
LOOK = timedelta(minutes=1)  # between looks at what is due
AT_ONCE = 60  # visits of one look
FIRST, PAUSE = timedelta(minutes=2), timedelta(minutes=20)  # until the first story, and between two


@dataclass(slots=True)
class Clockwork:
    """A thing that reports every so often, silent ones apart."""

    signal: Signal
    every: timedelta


class Perceiving:
    """Makes signals of the stretch of time that passes and gives them in, source by source, in one transaction."""

    def __init__(self, database: Database, ground: Ground, random: Random, zone: tzinfo) -> None:
        self._database, self._ground, self._random, self._zone = database, ground, random, zone
        with database.reading() as reader:
            self._scenarios = running(reader)
            self._plan: SignalsPlan = read_plan({scenario.code: scenario for scenario in self._scenarios})
            self._kept_out = _forgotten(reader)
            self._clockworks = _clockworks(reader, self._plan, self._kept_out, database.clock())
        with database.unit() as unit:
            self._key = subject_key(unit)
            unit.commit()
        self._tale: Tale | None = None
        self._next = database.clock() + FIRST
        self._looked: datetime | None = None
        self._size = len(ground.polygons) / CITY_GRIDS
        self._homes = list(accumulate(ground.weights.tolist()))

    def step(self, last: datetime, now: datetime, speed: float) -> int:
        """What was perceived between two moments of real time, of which the day passes so many times faster."""
        found = [*self._noise(last, now, speed), *self._story(now)]
        reports = [one for one in self._clockworks if now - one.signal.at >= EARLY * one.every]
        for one in reports:
            found.append(replace(one.signal, at=now))
        if self._looked is None:  # while the demo was closed people went on visiting
            found += self._visits(now)
            self._looked = now
        elif now - self._looked >= LOOK:
            due = self._visits(now)
            found += due if len(due) <= AT_ONCE else self._random.sample(due, AT_ONCE)
            self._looked = now
        if not found or not self._give(found):
            return 0
        for one in reports:
            one.signal = replace(one.signal, at=now)
        return len(found)

    def _give(self, found: Sequence[Signal]) -> bool:
        by_source: dict[str, list[Signal]] = {}
        for signal in found:
            by_source.setdefault(signal.source, []).append(signal)
        try:
            with self._database.unit() as unit:
                for source in sorted(by_source):
                    if unit.has_source(source):
                        take_signals(unit, source, by_source[source])
                unit.commit()
        except Refusal as refusal:
            if refusal.code not in ANOTHER_WAS_FASTER:
                raise
            log.info("not taken this time: %s", refusal)
            return False
        return True

    # ---- noise ---------------------------------------------------------------------------------------------------

    def _noise(self, last: datetime, now: datetime, speed: float) -> list[Signal]:
        local, seconds = now.astimezone(self._zone), (now - last).total_seconds()
        days = seconds * speed / 86_400 * self._size
        found = []
        for kind in self._plan.kinds:
            rhythm = (
                kind.hours[local.hour] / kind.hours.mean()
                * kind.weekdays[local.weekday()] / kind.weekdays.mean()
                * kind.months[local.month - 1] / kind.months.mean()
            )  # fmt: skip
            for _ in range(_some(self._random, float(kind.a_day * rhythm * days))):
                found.append(self._one(kind, last + (now - last) * self._random.random()))
        return found

    def _one(self, kind: Kind, at: datetime) -> Signal:
        subject = ""
        if kind.subject == "who":
            subject = self.somebody()
        elif kind.subject:
            subject = f"thing:{self._plan.things[kind.subject].name}{self._random.randint(1, 99_999):05d}"
        source = self._random.choice(kind.sources)
        return Signal(source, kind.code, at, self.place(kind.where), subject, self.value(kind.code))

    # ---- what is due ---------------------------------------------------------------------------------------------

    def _visits(self, now: datetime) -> list[Signal]:
        """Visits and inspections of what is due, but for those that the maker of the city left alone."""
        found: list[Signal] = []
        with self._database.reading() as reader:
            for one in self._plan.watched:
                columns = records.standing(reader, record_kinds([one.scenario]))
                for ident, _, _, lon, lat, town, village, grid, checked, due in zip(*columns, strict=True):
                    subject = f"{MARK}{ident}"
                    since = None if checked is None else now - datetime.fromtimestamp(checked / 1000, UTC)
                    if subject in self._kept_out or (since is not None and since < EARLY * timedelta(days=due)):
                        continue
                    status = PlaceStatus.UNLOCATED if grid is None else PlaceStatus.LOCATED
                    place = Place(status, lon, lat, town, village, grid)
                    found.append(Signal(one.source, one.kind, now, place, subject))
        return found

    # ---- stories -------------------------------------------------------------------------------------------------

    def _story(self, now: datetime) -> list[Signal]:
        """The next signals of the story that goes on; begins another one from time to time."""
        if self._tale is None:
            if now < self._next:
                return []
            self._tale = tale(self._scenarios, self, now.astimezone(self._zone), self._random)
            self._next = now + PAUSE
            if self._tale is None:
                return []
            log.info("a story begins: %s", self._tale.scenario.code)
        due = self._tale.until(now)
        if not self._tale.left:
            self._tale = None
        return due

    def sources(self, scenario: Scenario, kind: str) -> Sequence[str]:
        """The sources that bring a kind and that a scenario believes."""
        known = next((one.sources for one in self._plan.kinds if one.code == kind), ("grid_worker", "hotline"))
        return [source for source in known if not scenario.sources or source in scenario.sources] or known

    def value(self, code: str) -> float:
        """A value of a kind."""
        kind = next((one for one in self._plan.kinds if one.code == code), None)
        if kind is None or kind.value is None:
            return 1.0
        low, high = kind.value
        return round(low + (high - low) * self._random.betavariate(1.4, 3.0), 1)

    def somebody(self) -> str:
        """A person whom nobody knows."""
        number = f"1{self._random.randint(30, 99)}0000{self._random.randint(0, 9999):04d}"
        return digest_of(number, self._key)

    def place(
        self, where: str = "home", grid: int | None = None, metres: float = 0.0, near: Place | None = None
    ) -> Place:
        """A place of a sort; in a grid (row), or so near to another one where that is inside."""
        row = self.grid(where) if grid is None else grid
        polygon = self._ground.polygons[row]
        lon, lat = self._point(polygon)
        if near is not None and near.lon is not None and near.lat is not None:
            north = self._random.gauss(0, metres) / 111_320
            east = self._random.gauss(0, metres) / (111_320 * math.cos(math.radians(near.lat)))
            if shapely.contains_xy(polygon, near.lon + east, near.lat + north):
                lon, lat = near.lon + east, near.lat + north
        town, village, ident = self._ground.areas[row] if self._ground.areas else (None, None, None)
        return Place(PlaceStatus.LOCATED, round(lon, 6), round(lat, 6), town, village, ident)

    def grid(self, where: str) -> int:
        """The row of a grid that is such a place, by households."""
        kinds = self._ground.kinds
        row = 0
        for _ in range(8):
            row = self._random.choices(range(len(kinds)), cum_weights=self._homes)[0]
            rural = int(kinds[row]) == int(AreaKind.RURAL)
            if where in ("home", "even") or rural == (where == "rural"):
                break
        return row

    def _point(self, polygon: shapely.Polygon) -> tuple[float, float]:
        west, south, east, north = polygon.bounds
        for _ in range(30):
            lon, lat = self._random.uniform(west, east), self._random.uniform(south, north)
            if shapely.contains_xy(polygon, lon, lat):
                return lon, lat
        inside = polygon.representative_point()
        return inside.x, inside.y


def _forgotten(reader: Reader) -> frozenset[str]:
    """Who is silent in truth: of them nothing is heard until somebody goes there."""
    made_at = int(reader.setting("demo.made_at", "0"))
    return truths.subjects_since(reader, datetime.fromtimestamp(made_at / 1000, UTC))


def _clockworks(reader: Reader, plan: SignalsPlan, silent: frozenset[str], now: datetime) -> list[Clockwork]:
    every = {one.kind: timedelta(hours=one.scenario.parameters.get("every_hours", 0.0) or 24.0) for one in plan.regular}
    return [
        Clockwork(
            Signal(
                row.source, row.kind, row.at,
                Place(PlaceStatus(row.place), row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
                row.subject, row.value,
            ),
            every[row.kind],
        )
        for row in signals.newest_by_subject(reader, every, now - HEARD)
        if row.subject not in silent
    ]  # fmt: skip


def _some(random: Random, mean: float) -> int:
    whole = int(mean)
    return whole + (random.random() < mean - whole)
