from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.cases.door import Door
from services.domain.areas import Level
from services.domain.incidents import PlaceStatus, Report
from services.live.picture import Picture, load_picture
from services.store.engine import Database


def load(city: Database) -> Picture:
    with city.reading() as reader:
        return load_picture(reader, city.clock())


def test_that_an_empty_city_has_a_picture(database: Database) -> None:
    picture = load(database)
    assert len(picture.areas) == len(picture.incidents) == len(picture.people) == 0
    assert picture.reported_total == picture.closed_total == 0
    assert picture.incident_at(1) == picture.person_at(1) == -1


def test_that_every_recent_report_is_counted_once_or_apart(
    city: Database, door: Door, a_report: Callable[..., Report], clock: Any
) -> None:
    for number in range(12):
        door.take(a_report(lon=116.31 + 0.02 * (number % 7), category="leak" if number % 2 else "noise"))
    door.take(a_report(lon=None))
    door.take(a_report(lon=116.35, reported_at=clock() - timedelta(days=31)))
    picture = load(city)
    counted = int(picture.recent[picture.areas.at_level(Level.CITY)].sum())
    with city.reading() as reader:
        assert counted + sum(picture.recent_apart.values()) == reader.count("incidents") - 1
    assert picture.recent_apart[PlaceStatus.UNLOCATED] == 1
    assert picture.recent_apart[PlaceStatus.OUTSIDE] == 1
    for level in (Level.TOWN, Level.VILLAGE, Level.GRID):
        assert int(picture.recent[picture.areas.at_level(level)].sum()) == counted


@pytest.mark.parametrize(
    ("later", "outdated"),
    [
        (timedelta(minutes=59), False),
        (timedelta(minutes=61), True),
        (timedelta(hours=9, minutes=27), True),
        (timedelta(hours=9, minutes=28), True),
    ],
)
def test_that_a_picture_knows_when_time_made_it_untrue(city: Database, later: timedelta, outdated: bool) -> None:
    assert load(city).is_outdated(city.clock() + later) is outdated


def test_that_midnight_alone_makes_it_untrue(city: Database, clock: Any) -> None:
    clock.now = datetime.fromisoformat("2026-11-23T23:50:00+08:00")
    picture = load(city)
    assert not picture.is_outdated(clock() + timedelta(minutes=9))
    assert picture.is_outdated(clock() + timedelta(minutes=10))
