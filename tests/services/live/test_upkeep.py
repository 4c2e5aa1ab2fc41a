from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.domain.facts import CityRedrawn
from services.live import upkeep
from services.live.lease import Lease
from services.live.upkeep import KEEP, Upkeep
from services.store.engine import Clock, Database

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def clock(ticking: Any) -> Clock:
    """A clock that is moved on."""
    return ticking


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(upkeep, "LOOK", timedelta(seconds=0.05))
    yield
    assert not [thread for thread in threading.enumerate() if thread.name == "upkeep"]


def say(database: Database) -> None:
    with database.unit() as unit:
        unit.say(CityRedrawn("x"))
        unit.commit()


def facts(database: Database) -> int:
    with database.reading() as reader:
        return reader.count("facts")


def test_that_a_feed_is_kept_short_while_a_seat_is_open(city: Database, clock: Any, until: Until) -> None:
    say(city)
    clock.go_on(seconds=KEEP.total_seconds() + 60)
    say(city)
    keeper = Upkeep(city, "one")
    keeper.start()
    until(lambda: facts(city) == 1)
    keeper.join()
    with city.reading() as reader:
        assert reader.setting("lease.engine") == ""


def test_that_one_of_several_does_it(city: Database, clock: Any) -> None:
    say(city)
    clock.go_on(seconds=KEEP.total_seconds() + 60)
    assert Lease(city, "engine", "other").take()
    Upkeep(city, "one").work(threading.Event(), seconds=0.2)
    assert facts(city) == 1


def test_that_a_database_that_is_away_for_a_while_ends_nothing(
    postgresql: Any, fresh_database: Callable[[str], str], until: Until
) -> None:
    database = Database(fresh_database("postgresql"))
    name = str(database.url.database)
    keeper = Upkeep(database, "one")
    postgresql.shut_out(name)
    keeper.start()
    postgresql.let_in(name)

    def holds() -> bool:
        with database.reading() as reader:
            return reader.setting("lease.engine").startswith("one")

    until(holds)
    keeper.join()
    database.close()
