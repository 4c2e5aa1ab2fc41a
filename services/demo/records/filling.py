"""Writes a demo city's base records: the few that an ordinary demo needs at once, or all, going on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.demo.ground.places import Places
from services.demo.history.telling import Telling, read_telling
from services.demo.progress import Progress
from services.demo.records.ground import RecordGround
from services.demo.records.plan import RecordsPlan, Slice, read_plan
from services.demo.records.rows import make_rows
from services.domain.areas import Area, Level
from services.domain.facts import RecordsChanged
from services.domain.refusals import Refusal
from services.records.categories import RecordCategory, read_categories
from services.records.decompose import Decomposer
from services.records.taking import open_register, take_new
from services.store.bulk import measure
from services.store.engine import Database
from services.store.reader import Reader
from services.store.unit import Unit
from services.words import N_

FILLING = N_("Writing the base records")
DONE = "demo.records.slices"  # how many slices of the rest are written
WRITTEN = "demo.records"  # how many rows are written


@dataclass(frozen=True, slots=True)
class _Maker:
    """What the rows of a city are made from."""

    plan: RecordsPlan
    ground: RecordGround
    telling: Telling
    categories: Mapping[str, RecordCategory]
    decomposer: Decomposer
    seed: int
    now: int

    def write(self, unit: Unit, part: Slice) -> int:
        """Writes one slice; returns the register's id."""
        rows = self.plan.rows[part.entry]
        register = open_register(unit, rows.kind, rows.source, synthetic=True)
        batch = make_rows(self.plan, part, self.ground, self.telling, self.categories, self.now, self.seed)
        take_new(unit, register, batch, self.decomposer)
        return register


def write_small(
    unit: Unit, areas: Sequence[Area], places: Places, telling: Telling, seed: int, total: int | None = None
) -> None:
    """The records that the first warnings need, in the caller's transaction.

    `areas` with their geometry, `places` in the grids among them; `total`: how many a whole demo of this city has.
    """
    plan = read_plan(_grids(areas), total)
    now = round(unit.now.timestamp() * 1000)
    maker = _Maker(plan, RecordGround(areas, places), telling, read_categories(), Decomposer(areas), seed, now)
    for part in plan.small():
        maker.write(unit, part)
    measure(unit, "registers", "records", "record_sums")
    unit.remember(WRITTEN, str(sum(part.end - part.begin for part in plan.small())))


def is_demo(database: Database) -> bool:
    """Whether the database holds a demo city."""
    with database.reading() as reader:
        return bool(reader.setting("demo.profile"))


def fill(
    database: Database,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """Writes all the rest, slice by slice, each committed; called again, it goes on. Returns how many there are.

    Raises `Refusal` where there is no demo city, and demo.records_stopped when `stop` said so.
    """
    with database.reading() as reader:
        maker, done, written = _maker(reader, round(database.clock().timestamp() * 1000))
    rest = maker.plan.rest()
    for number, part in enumerate(rest[done:], done + 1):
        if stop is not None and stop():
            raise Refusal(
                "demo.records_stopped",
                "Stopped: {count} base records are in and stay. The same command goes on.",
                count=written,
            )
        if progress is not None:
            progress(Progress(FILLING, (number - 1) / len(rest)))
        with database.unit() as unit:
            if int(unit.setting(DONE, "0")) != number - 1:
                raise Refusal("demo.records_twice", "Another program writes the base records of this city just now.")
            register = maker.write(unit, part)
            written += part.end - part.begin
            unit.remember(DONE, str(number))
            unit.remember(WRITTEN, str(written))
            unit.say(RecordsChanged((register,)))
            unit.commit()
    with database.unit() as unit:
        measure(unit, "registers", "records", "record_sums")
        unit.commit()
    if progress is not None:
        progress(Progress(FILLING, 1.0))
    return written


def _maker(reader: Reader, now: int) -> tuple[_Maker, int, int]:
    settings = reader.settings()
    if not settings.get("demo.profile"):
        raise Refusal(
            "demo.records_no_city", "There is no demo city in this database to which base records could be added."
        )
    areas = reader.areas(geometry=True)
    plan = read_plan(_grids(areas), json.loads(settings["demo.figures"]).get("records"))
    maker = _Maker(
        plan, RecordGround(areas), read_telling(), read_categories(), Decomposer(areas, bulk=True),
        int(settings["demo.seed"]), now,
    )  # fmt: skip
    return maker, int(settings.get(DONE, "0")), int(settings.get(WRITTEN, "0"))


def _grids(areas: Sequence[Area]) -> int:
    return sum(area.level is Level.GRID for area in areas)
