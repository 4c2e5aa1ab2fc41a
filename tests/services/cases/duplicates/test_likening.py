"""What came while nobody looked is still told to be a duplicate, once, and cheaply."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from services.cases.door import Door
from services.cases.duplicates.likening import Likening, liken, likeness
from services.domain.facts import LikenessFound
from services.domain.incidents import IncidentState, Report
from services.insight.queue_reading import QueueReading
from services.live.advance import advance
from services.live.picture import load_picture
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

MakeReport = Callable[..., Report]


@pytest.fixture
def clock(ticking: Any) -> Any:
    return ticking


@pytest.fixture
def twice(door: Door, a_report: MakeReport, ticking: Any) -> tuple[int, int]:
    """The same told twice, two hours apart: two incidents."""
    first = door.take(a_report(text="光明路中段水管漏水")).incident
    ticking.go_on(hours=2)
    return first, door.take(a_report(text="光明路中段一直冒水", lat=33.8102)).incident


def look(city: Database, *wanted: int) -> int:
    with city.reading() as reader:
        catalogue = reader.catalogue()
    return liken(city, wanted, catalogue)


def test_that_the_later_one_is_told_to_be_like_the_earlier_and_never_the_other_way(
    city: Database, twice: tuple[int, int]
) -> None:
    first, later = twice
    assert look(city, first, later) == 1
    with city.reading() as reader:
        number = reader.incident(first).live.number
    assert QueueReading(city).likenesses() == {later: (first, number)}


def test_that_looking_twice_changes_nothing_and_says_nothing(city: Database, twice: tuple[int, int]) -> None:
    _, cursor = snapshot(city, lambda reader: None)
    assert look(city, *twice) == 1
    assert look(city, *twice) == 0
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    assert [fact for fact in facts if isinstance(fact, LikenessFound)] == [LikenessFound(twice[1], twice[0])]


def test_that_a_seat_hears_of_it(city: Database, twice: tuple[int, int]) -> None:
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, city.clock()))
    look(city, *twice)
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    after, touched = advance(picture, facts)
    assert touched.incidents.tolist() == [picture.incident_at(twice[1])]
    assert touched.new == 0
    assert after.reported_total == picture.reported_total


def test_that_what_is_far_or_of_another_kind_or_says_nothing_is_like_nothing(
    city: Database, door: Door, a_report: MakeReport
) -> None:
    door.take(a_report(text="光明路中段水管漏水"))
    made = [
        door.take(a_report(text="光明路中段水管漏水", lon=116.335)).incident,
        door.take(a_report(text="夜里很吵", category="noise")).incident,
        door.take(a_report(text="", lon=None, lat=None, category="fight")).incident,
    ]
    assert look(city, *made) == 0


def test_that_what_ended_is_not_looked_at_and_what_was_merged_away_is_not_named(
    city: Database, twice: tuple[int, int]
) -> None:
    first, later = twice
    look(city, later)
    with city.unit() as unit:
        unit.put("incidents", first, state=int(IncidentState.MERGED))
        unit.commit()
    assert QueueReading(city).likenesses() == {}
    with city.unit() as unit:
        unit.put("incidents", first, state=int(IncidentState.REPORTED))
        unit.put("incidents", later, state=int(IncidentState.CLOSED))
        unit.commit()
    assert QueueReading(city).likenesses() == {}
    with city.reading() as reader:
        assert likeness(reader, later, reader.catalogue()) is None


def test_that_the_job_looks_at_what_came_before_it_began_and_at_what_comes(
    city: Database, door: Door, a_report: MakeReport, twice: tuple[int, int], ticking: Any
) -> None:
    worker = Likening(city, "me")
    worker.start()
    try:
        _until(lambda: twice[1] in QueueReading(city).likenesses())
        ticking.go_on(hours=1)
        third = door.take(a_report(text="光明路中段水管还在漏水")).incident
        assert third not in twice
        _until(lambda: third in QueueReading(city).likenesses())
    finally:
        worker.join()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
