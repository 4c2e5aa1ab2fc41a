from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.facts import WarningChanged
from services.domain.incidents import Severity
from services.domain.notices import NoticeKind
from services.domain.people import OfficerRole
from services.domain.warnings import LiveWarning, WarningOutcome, WarningState
from services.live.advance import advance
from services.live.picture import Picture, load_picture
from services.risk.brain import Brain
from services.risk.engine import RiskEngine
from services.risk.registry import models
from services.store.engine import Clock, Database
from services.store.feed.line import open_feed, snapshot
from services.store.queries import notices, warnings


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def brain(city: Database) -> Iterator[Callable[[], Brain]]:
    made: list[Brain] = []

    def load() -> Brain:
        with city.reading() as reader:
            made.append(Brain.load(city, reader, city.clock(), models()))
        return made[-1]

    yield load
    for one in made:
        one.close()


def standing(city: Database) -> list[LiveWarning]:
    with city.reading() as reader:
        return warnings.standing(reader)


def test_that_the_fourth_accident_at_a_junction_raises_one_warning_with_its_members(
    city, with_scenarios, junction, a_signal, take, brain
) -> None:
    with_scenarios(junction)
    mind = brain()
    for ago in (400, 300, 200):
        mind.perceive({take(a_signal(ago)).batch: None}, [])
    assert standing(city) == []
    mind.perceive({take(a_signal(1, lon=116.3105)).batch: None}, [])
    (found,) = standing(city)
    assert (found.scenario, found.members, found.state) == ("roads.junction", 4, WarningState.RAISED)
    assert found.heard == {"hotline": 4}
    assert found.radius_m == 200
    assert found.place.town is not None
    assert found.basis["count"] == 4


def test_that_accidents_on_both_sides_of_a_border_are_one_place(
    city, with_scenarios, junction, a_signal, take, brain
) -> None:
    with_scenarios(junction)
    mind = brain()
    batch = take(*(a_signal(ago, lon=116.32 + side) for ago, side in ((4, 5e-4), (3, -5e-4), (2, 5e-4), (1, -5e-4))))
    mind.perceive({batch.batch: None}, [])
    assert [found.members for found in standing(city)] == [4]


def test_that_a_new_member_alerts_again_and_stays_one_warning(
    city, with_scenarios, junction, a_signal, take, brain, ticking
) -> None:
    with_scenarios(junction)
    mind = brain()
    mind.perceive({take(*(a_signal(ago) for ago in (40, 30, 20, 10))).batch: None}, [])
    (first,) = standing(city)
    with city.unit() as unit:
        unit.put("warnings", first.id, version=first.version, state=2, acked_at=unit.now, acked_by="desk")
        unit.commit()
    ticking.go_on(minutes=5)
    mind.perceive({take(a_signal(0)).batch: None}, [])
    (second,) = standing(city)
    assert (second.id, second.members, second.acked, second.state) == (first.id, 5, False, WarningState.RAISED)
    assert second.version > first.version


def test_that_new_members_within_two_seconds_are_told_together(
    city, with_scenarios, junction, a_signal, take, brain, ticking
) -> None:
    with_scenarios(junction)
    mind = brain()
    mind.perceive({take(*(a_signal(ago) for ago in (40, 30, 20, 10))).batch: None}, [])
    (first,) = standing(city)
    mind.perceive({take(a_signal(0)).batch: None}, [])
    mind.perceive({take(a_signal(0)).batch: None}, [])
    assert standing(city)[0].version == first.version
    ticking.go_on(seconds=3)
    mind.pass_time()
    assert standing(city)[0].members == 6


def test_that_a_second_engine_and_a_new_beginning_raise_nothing_twice(
    city, with_scenarios, junction, a_signal, take, brain
) -> None:
    with_scenarios(junction)
    one, other = brain(), brain()
    taken = take(*(a_signal(ago) for ago in (40, 30, 20, 10)))
    one.perceive({taken.batch: None}, [])
    third = brain()
    third.pass_time()
    with pytest.raises(Exception, match="store"):
        other.perceive({taken.batch: None}, [])
    assert len(standing(city)) == 1


def test_that_what_a_person_closed_as_false_is_not_raised_again_by_the_same_facts(
    city, with_scenarios, junction, a_signal, take, brain, ticking
) -> None:
    with_scenarios(junction)
    mind = brain()
    mind.perceive({take(*(a_signal(ago) for ago in (40, 30, 20, 10))).batch: None}, [])
    (found,) = standing(city)
    with city.unit() as unit:
        unit.put(
            "warnings", found.id, version=found.version, state=int(WarningState.CLOSED), ended_at=unit.now,
            outcome=int(WarningOutcome.FALSE),
        )  # fmt: skip
        unit.say(WarningChanged(replace(found, version=found.version + 1, state=WarningState.CLOSED)))
        unit.commit()
    mind.hear([replace(found, version=found.version + 1, state=WarningState.CLOSED)])
    ticking.go_on(hours=1)
    mind.perceive({take(a_signal(0, lon=116.3101)).batch: None}, [])
    assert standing(city) == []
    ticking.go_on(days=8)
    mind.perceive({take(a_signal(0)).batch: None}, [])
    assert len(standing(city)) == 1


def test_that_a_drill_raises_its_own_warnings_and_touches_nothing_real(
    city, with_scenarios, junction, a_signal, take, brain
) -> None:
    with_scenarios(junction)
    mind = brain()
    taken = take(*(a_signal(ago) for ago in (4, 3, 2, 1)), drill=7)
    mind.perceive({taken.batch: 7}, [])
    (found,) = standing(city)
    assert found.drill == 7
    assert len(mind.live.table("roads.junction")) == 0


def test_that_a_report_at_the_desk_is_a_signal_and_a_seat_hears_of_the_warning(
    city, with_scenarios, junction, door, a_report, brain, clock
) -> None:
    with_scenarios(replace(junction, kinds=("leak",)))
    mind = brain()
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, clock()))
    for day in range(4):
        door.take(a_report(reported_at=clock() - timedelta(days=day), text=f"report {day}"))
    feed = open_feed(city)
    try:
        said, cursor = feed.poll(cursor)
        mind.perceive({}, [fact.signal for fact in said])
        told, cursor = feed.poll(cursor)
    finally:
        feed.close()
    seen, touched = _advanced(picture, told)
    assert [found.members for found in seen.warnings.values()] == [4]
    assert touched.warnings == frozenset(seen.warnings)


def _advanced(picture: Picture, facts: list) -> tuple:
    return advance(picture, facts)


def test_that_the_running_engine_turns_committed_signals_into_a_warning(
    city, with_scenarios, junction, a_signal, take
) -> None:
    with_scenarios(junction)
    engine = RiskEngine(city, "test")
    engine.start()
    try:
        take(*(a_signal(ago) for ago in (4, 3, 2, 1)))
        end = time.monotonic() + 20
        while not standing(city) and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        engine.join()
    assert [found.level for found in standing(city)] == [Severity.YELLOW]


def test_that_an_orange_warning_calls_its_department_once_for_each_level(
    city, with_scenarios, junction, a_signal, take, brain, ticking
) -> None:
    with city.unit() as unit:
        officer = unit.add("officers", login="p", name="p", role=int(OfficerRole.DEPARTMENT), department="police")
        unit.commit()
    with_scenarios(replace(junction, harm=1.0))
    mind = brain()
    mind.perceive({take(*(a_signal(ago) for ago in (40, 30, 20, 10))).batch: None}, [])
    ticking.go_on(minutes=5)
    mind.perceive({take(a_signal(0)).batch: None}, [])
    with city.reading() as reader:
        told = notices.inbox(reader, officer)
    assert [receipt.notice.kind for receipt in told] == [NoticeKind.WARNED]
    assert told[0].notice.values["name_zh"] == junction.name_zh
