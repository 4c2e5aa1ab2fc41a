from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.facts import SignalsArrived
from services.domain.incidents import Place, PlaceStatus
from services.domain.records import RecordKind
from services.domain.refusals import Refusal
from services.risk.taking import take_signals
from services.store.feed.line import open_feed, snapshot
from services.store.queries import signals
from services.store.queries.records import register_for, standing


def test_that_bad_signals_are_refused_one_by_one_and_the_rest_is_taken(city, a_signal, take, clock) -> None:
    good = a_signal()
    taken = take(
        good, replace(good, kind="nonsense"), replace(good, value=math.nan),
        replace(good, at=clock() + timedelta(hours=1)),
        replace(good, at=good.at.replace(tzinfo=None)), replace(good, subject="x" * 61),
    )  # fmt: skip
    assert taken.rows == 1
    assert [(row, refusal.code) for row, refusal in taken.refused] == [
        (1, "signal.kind"), (2, "signal.value"), (3, "signal.future"), (4, "signal.time"), (5, "signal.subject"),
    ]  # fmt: skip


def test_that_an_unknown_source_is_refused_as_a_whole(city, a_signal) -> None:
    with city.unit() as unit, pytest.raises(Refusal, match=r"intake\.source"):
        take_signals(unit, "nobody", [a_signal()])


def test_that_coordinates_are_placed_and_those_without_are_counted_apart(city, a_signal, take) -> None:
    take(a_signal(), a_signal(lon=100.0, lat=10.0), replace(a_signal(), place=Place(PlaceStatus.UNLOCATED)))
    with city.reading() as reader:
        rows = signals.whole(reader, [1, 2, 3])
    assert [PlaceStatus(row.place) for row in rows] == [
        PlaceStatus.LOCATED, PlaceStatus.OUTSIDE, PlaceStatus.UNLOCATED,
    ]  # fmt: skip
    assert rows[0].grid_id is not None


def test_that_a_batch_is_told_once_with_its_number(city, a_signal, take, clock) -> None:
    _, cursor = snapshot(city, lambda reader: None)
    taken = take(a_signal(), a_signal(1))
    feed = open_feed(city)
    try:
        said, _ = feed.poll(cursor)
    finally:
        feed.close()
    assert said == [SignalsArrived(taken.batch, "hotline", 2, clock())]


def test_that_only_refused_ones_are_kept_as_a_count_of_the_source(city, a_signal, take, clock) -> None:
    taken = take(replace(a_signal(), kind="nonsense"))
    assert (taken.rows, len(taken.refused)) == (0, 1)
    with city.reading() as reader:
        row = next(row for row in signals.registry(reader, clock() - timedelta(days=1)) if row.code == "hotline")
    assert row.refused == 1


def test_that_a_visit_is_written_down_at_its_base_record(city, a_signal, take, clock) -> None:
    with city.unit() as unit:
        register = register_for(unit, RecordKind.POPULATION, "police")
        unit.add("records", id=7, register_id=register, key="a", category="old_alone", due_days=7)
        unit.commit()
    take(a_signal(5, kind="visited", subject="record:7"), a_signal(2, kind="visited", subject="record:7"))
    take(a_signal(9, kind="visited", subject="record:7"))
    with city.reading() as reader:
        checked = standing(reader, ["old_alone"])[8]
    assert list(checked) == [round((clock() - timedelta(hours=2)).timestamp() * 1000)]
