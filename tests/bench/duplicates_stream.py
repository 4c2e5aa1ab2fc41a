"""Simulated days whose duplicates are known, taken in like any others: the ground on which proposals are measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.duplicates.candidate import Draft
from services.cases.duplicates.finder import Duplicates, draft_of
from services.cases.intake import Rules
from services.connectors.simulator.runner import ground_of
from services.connectors.simulator.shift import Habits, Plan, Shift, first_of
from services.demo.catalogue import read_tables
from services.demo.history.telling import read_telling
from services.demo.make import make_city
from services.domain.incidents import Report
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.live.advance import advance
from services.live.picture import Picture, load_picture
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

BEGIN = datetime(2026, 11, 23, 0, tzinfo=UTC)


@dataclass
class Moment:
    """The clock of a simulated day."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Arrival:
    """A report that opened an incident: what it says, and the earlier incidents that it truly repeats."""

    report: Report
    incident: int
    draft: Draft
    truly: set[int]
    picture: Picture


@dataclass
class Day:
    """A demo city in a file of its own, in which simulated time goes on."""

    folder: Path
    incidents: int
    clock: Moment = field(default_factory=Moment)

    def open(self, name: str) -> tuple[Database, Duplicates]:
        """The city at its beginning: a copy for each stretch."""
        made = self.folder / "city.sqlite"
        if not made.exists():
            first = Database(f"sqlite:///{made}", self.clock)
            first.migrate()
            make_city(first, incidents=self.incidents)
            first.close()
        copy = self.folder / f"{name}.sqlite"
        copy.write_bytes(made.read_bytes())
        self.clock.now = BEGIN
        database = Database(f"sqlite:///{copy}", self.clock)
        return database, Duplicates(database)

    def arrivals(self, database: Database, per_hour: float, hours: int, seed: int) -> Iterator[Arrival]:
        """The incidents that a stretch of days opens, each as it comes; what intake folds by itself is none."""
        shift = Shift(
            Plan(per_hour, seed),
            ground_of(database),
            read_tables().catalogue,
            Habits(read_tables().usual, read_telling()),
        )
        door = Door(database, Rules(Atlas(database), read_deadlines()))
        holding: dict[str, set[int]] = defaultdict(set)
        picture, cursor = snapshot(database, lambda reader: load_picture(reader, self.clock.now))
        with closing(open_feed(database)) as feed:
            for hour in range(hours):
                begin = BEGIN + timedelta(hours=hour)
                for report in shift.between(begin, begin + timedelta(hours=1), (hour + 8) % 24):
                    self.clock.now = max(self.clock.now, report.reported_at)
                    try:
                        done = door.take(report)
                    except Refusal:
                        continue
                    facts, cursor = feed.poll(cursor)
                    picture, _ = advance(picture, facts)
                    truly = set(holding[first_of(report.external)]) - {done.incident}
                    holding[first_of(report.external)].add(done.incident)
                    if done.new:
                        with database.reading() as reader:
                            found: Any = reader.incident(done.incident)
                        yield Arrival(report, done.incident, draft_of(found), truly, picture)
