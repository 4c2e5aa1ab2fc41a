"""What a wall reads besides the live picture: demands that add up, and the facts behind a warning."""

from __future__ import annotations

import math
from datetime import timedelta

from services.domain.case_filter import CaseFilter
from services.insight.reading import Reading
from services.store.engine import Database
from services.walls.asking import MOST_MEMBERS, WallReading


def test_that_demands_sum_to_the_reports_of_their_days(city: Database, door, a_report, clock) -> None:
    now = clock()
    for at, (category, hours) in enumerate([("leak", 1), ("leak", 30), ("noise", 2), ("fight", 24 * 9)]):
        door.take(
            a_report(
                category=category, reported_at=now - timedelta(hours=hours), external=f"D{at}", lon=116.31 + at / 50
            )
        )
    found = WallReading(city).demands(7, now)
    asked = CaseFilter(reported=(now - timedelta(days=7), now))
    total = Reading(city).cases(asked, limit=1).total
    assert sum(n for _, n, _ in found.categories) == sum(n for _, n, _ in found.sources) == total == 3
    assert found.categories[0] == ("leak", 2, 2)


def test_that_the_facts_of_a_warning_come_oldest_first_and_those_without_a_place_too(city: Database, clock) -> None:
    now = clock()
    with city.unit() as unit:
        ident = unit.add(
            "warnings", number="W1", scenario="x", scenario_version=1, model="frequency", situation="grid:1", level=1,
            top_level=1, state=1, score=90.0, place=1, department="police", raised_at=now, first_at=now, last_at=now,
            members=3, parts=[], measures={}, basis={}, heard={}, expires_at=now,
        )  # fmt: skip
        for at in range(3):
            signal = unit.add(
                "signals", source="hotline", kind="leak", at=now - timedelta(minutes=at), received_at=now, place=1,
                lon=None if at == 2 else 116.3, lat=None if at == 2 else 33.8,
            )  # fmt: skip
            unit.add("warning_members", warning_id=ident, signal_id=signal, added_at=now)
        unit.commit()
    found = WallReading(city).members(ident)
    assert [one.at for one in found] == [now - timedelta(minutes=at) for at in (2, 1, 0)]
    assert math.isnan(found[0].x)
    assert 12_900_000 < found[1].x < 13_000_000
    assert WallReading(city).members(ident + 1) == ()
    assert MOST_MEMBERS >= 100
