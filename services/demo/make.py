"""Makes a demo city in an empty database, in one transaction: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np

from services.access.seals import seal
from services.bundle import read_deadlines
from services.catalogue.tables import read_tables
from services.catalogue.writing import write_standard
from services.demo.ground.areas import areas_of
from services.demo.ground.borders import draw
from services.demo.ground.places import Places
from services.demo.history.incidents import Incidents, World, happen, incident_columns, report_columns
from services.demo.history.signals.make import perceive, write_signals
from services.demo.history.telling import read_telling
from services.demo.history.tickets import ticket_columns
from services.demo.logins import give_logins
from services.demo.people import officers_of, people_of
from services.demo.profile import Profile, read_profile
from services.demo.progress import Progress, Teller
from services.demo.records.filling import write_small
from services.domain.facts import CityRedrawn
from services.domain.incidents import PlaceStatus
from services.domain.refusals import Refusal
from services.insight.evaluation.keeping import catch_up
from services.risk.keeping import write_standard_scenarios
from services.risk.standard import read_standard
from services.risk.watching import write_standard_watch
from services.store.bulk import after_load, load_columns
from services.store.engine import Database
from services.store.reader import Reader
from services.store.unit import Unit
from services.words import N_

BATCH = 10_000
COUNTED = timedelta(days=90)
AROUND = ("holdings", "clock_stops", "requests")
CLASHES = frozenset({"store.twice", "store.deadlock", "store.busy"})
DRAWING, PEOPLING, TELLING, WRITING = (
    N_("Drawing towns, villages and grids"),
    N_("Calling people to their grids"),
    N_("Living through two years of incidents"),
    N_("Writing everything down"),
)


def has_city(database: Database) -> bool:
    """Whether the database holds anything of a city, made or real."""
    with database.reading() as reader:
        return _holds_city(reader)


def make_city(
    database: Database,
    seed: int = 1,
    incidents: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    profile: str | Profile = "yongcheng",
) -> None:
    """Makes the city of a profile or of its name, reproducible by seed and clock; takes up to twenty seconds.

    `incidents` None is the profile's own number. Raises `Refusal` where the database holds a city already, and
    demo.stopped when `stop` said so; then, as after any failure, nothing was written.
    """
    tell = Teller(progress, stop)
    plan = read_profile(profile) if isinstance(profile, str) else profile
    _refuse_city(database)
    count = plan.figures["incidents"] if incidents is None else incidents
    if count < 0:
        raise Refusal("demo.number", "{count} is no number of incidents.", count=count)
    world, people, officers = _world(database, plan, seed, tell)
    tell(TELLING, 0.35)
    rng = np.random.default_rng((seed, 3))
    happened = happen(world, count, still_open(plan, count), rng)
    tell(TELLING, 0.45, points=_open_points(happened))
    cases = incident_columns(world, happened, 1, rng)
    tell(TELLING, 0.52)
    reports = report_columns(world, happened, cases, rng)
    tickets, *around = ticket_columns(world, happened, cases, np.random.default_rng((seed, 4)))
    cases |= tickets
    tell(TELLING, 0.54)
    signals = perceive(world, read_standard().scenarios, seed, cases, reports)
    tell(WRITING, 0.55)
    with _alone(database), database.unit() as unit:
        if _holds_city(unit):
            raise _holds_already(database)
        _write_city(unit, world, people, officers)
        write_small(unit, unit.areas(geometry=True), world.places, world.telling, seed, plan.figures.get("records"))
        tell(WRITING, 0.6)
        _write_columns(unit, "incidents", cases, tell, 0.6, 0.80)
        _write_columns(unit, "reports", reports, tell, 0.80, 0.88)
        write_signals(unit, signals, lambda share: tell(WRITING, 0.88 + 0.1 * share))
        for table, columns in zip(AROUND, around, strict=True):
            load_columns(unit, table, columns)
        after_load(unit, "areas", "people", "incidents", "reports")
        _remember(unit, plan, seed, count)
        tell(WRITING, 0.99)
        unit.commit()
    seal(database)
    # what the first pages show is counted before they are asked for; the engine counts the years before
    catch_up(database, since=database.clock() - COUNTED)
    if progress is not None:
        progress(Progress(WRITING, 1.0))


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Of two that make a city at once the slower one finds the other's: that is said, not the clash of rows."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code in CLASHES and has_city(database):
            raise _holds_already(database) from None
        raise


def still_open(profile: Profile, count: int) -> int:
    """How many of so many incidents are still open: the profile's share, rounded."""
    whole = profile.figures["incidents"]
    return round(count * (whole - profile.figures["closed"]) / whole) if whole else 0


def _world(
    database: Database, plan: Profile, seed: int, tell: Teller
) -> tuple[World, dict[str, Sequence[Any]], list[dict[str, Any]]]:
    tables, telling, now = read_tables(), read_telling(), database.clock()
    tell(DRAWING, 0.0)
    borders = draw(plan, np.random.default_rng((seed, 1)), tell.part(DRAWING, 0.0, 0.28))
    tell(DRAWING, 0.29, borders=borders.grids, outlines=borders.towns)
    rng = np.random.default_rng((seed, 2))
    ground = areas_of(plan, borders, rng)
    places = Places(borders.grids)
    world = World(plan, tables, telling, ground, places, read_deadlines(), now)
    tell(PEOPLING, 0.31)
    return (
        world,
        people_of(plan, ground, places, telling, now, rng),
        officers_of(ground, tables.catalogue, telling, rng),
    )


def _write_city(unit: Unit, world: World, people: dict[str, Sequence[Any]], officers: list[dict[str, Any]]) -> None:
    load_columns(unit, "areas", world.ground.columns)
    write_standard(unit, world.tables.catalogue, "system", N_("the standard lists"))
    unit.add_many("officers", officers)
    give_logins(unit)
    write_standard_scenarios(unit)
    write_standard_watch(unit)
    load_columns(unit, "people", people)


def _write_columns(
    unit: Unit, table: str, columns: dict[str, Sequence[Any]], tell: Teller, begin: float, end: float
) -> None:
    count = len(next(iter(columns.values())))
    for at in range(0, count, BATCH):
        load_columns(unit, table, columns, at, at + BATCH)
        tell(WRITING, begin + (end - begin) * min(1.0, (at + BATCH) / count))


def _remember(unit: Unit, plan: Profile, seed: int, count: int) -> None:
    """The city's settings, and what was made: by that it is checked when the city has lived on."""
    made = {
        "demo.profile": plan.key,
        "demo.figures": json.dumps(dict(plan.figures)),
        "demo.seed": str(seed),
        "demo.incidents": str(count),
        "demo.closed": str(count - still_open(plan, count)),
        "demo.made_at": str(round(unit.now.timestamp() * 1000)),
        # a demo is looked at by one person, who may take every step of a ticket
        "desk.four_eyes": "0",
    }
    for key, value in {**plan.city.settings(), **made}.items():
        unit.remember(key, value)
    unit.other_areas()
    unit.note("system", "make", "city/demo", after=f"profile={plan.key} seed={seed} incidents={count}")
    unit.say(CityRedrawn("areas"))


def _holds_city(reader: Reader) -> bool:
    return bool(reader.city().name_zh) or any(
        reader.count(table) for table in ("areas", "incidents", "people", "sources")
    )


def _refuse_city(database: Database) -> None:
    if has_city(database):
        raise _holds_already(database)


def _holds_already(database: Database) -> Refusal:
    return Refusal(
        "demo.not_empty",
        "{database} holds a city already, and nothing is made over it. Name an empty one: main.py demo --database "
        "sqlite:///FILE",
        database=database.name,
    )


def _open_points(found: Incidents) -> Any:
    where = found.where
    rows = np.flatnonzero((found.lives.closed < 0) & (where.status == PlaceStatus.LOCATED))
    return np.column_stack([where.lon[rows], where.lat[rows]])
