"""The small demo city to simulate in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.bundle import Services, open_services
from services.commandline.bench import load
from services.connectors.simulator.runner import ground_of
from services.connectors.simulator.shift import Habits, Plan, Shift
from services.demo.catalogue import read_tables
from services.demo.history.telling import read_telling
from services.demo.make import make_city
from services.demo.profile import Profile, read_profile
from services.settings import Settings
from services.store.engine import Clock, Database

_demo = load(Path(__file__).parents[2] / "demo" / "conftest.py")
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


class Ticking:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> datetime:
        """Goes on; the new time."""
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return read_profile("small", _demo.write_profile(tmp_path_factory.mktemp("profiles")))


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def demo(fresh_database: Callable[[str], str], small: Profile, clock: Clock) -> Iterator[Services]:
    """The small demo city in an embedded database, with the bundle of services over it."""
    yield from _settled(fresh_database("sqlite"), small, clock)


@pytest.fixture(params=["sqlite", "postgresql"])
def demo_in_either(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], str], small: Profile, clock: Clock
) -> Iterator[Services]:
    """The same in a database of each kind."""
    yield from _settled(fresh_database(request.param), small, clock)


def _settled(url: str, small: Profile, clock: Clock) -> Iterator[Services]:
    bundle = open_services(Settings(url), clock)
    make_city(bundle.database, incidents=300, profile=small)
    yield bundle
    bundle.close()


@pytest.fixture
def make_shift(tmp_path: Path, small: Profile) -> Callable[..., Shift]:
    """Makes shifts over the small city's ground."""
    database = Database(f"sqlite:///{tmp_path}/ground.sqlite")
    database.migrate()
    make_city(database, incidents=0, profile=small)
    ground, tables = ground_of(database), read_tables()
    database.close()

    def make(per_hour: float = 6.0, seed: int = 1) -> Shift:
        return Shift(Plan(per_hour, seed), ground, tables.catalogue, Habits(tables.usual, read_telling()))

    return make
