"""The flood at a desk: comes by itself, goes by one key, and its groups are chosen as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.domain.incidents import IncidentState
from services.domain.queue_choice import Tab
from widgets.alarm.looks import LineKind

NOW = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)
FIXED = {"state": int(IncidentState.REPORTED), "closed_at": None}


@pytest.fixture
def flooded(fill) -> list[int]:
    """Eighty arrivals in this minute, four of them red, beside an ordinary day."""
    fill(60)
    blue = fill(76, seed=5, severity=4, reported_at=NOW, **FIXED)
    return [*blue, *fill(4, seed=6, severity=1, reported_at=NOW, **FIXED)]


def test_that_a_flood_comes_by_itself_and_loses_nobody(qtbot, open_seat, flooded) -> None:
    seat = open_seat()
    alarms = seat.further.alarms
    qtbot.waitUntil(alarms.is_shown)
    lines = alarms.panel.list.lines.lines()
    reds = [line for line in lines if line.kind is LineKind.RED]
    groups = [line for line in lines if line.kind is LineKind.GROUP]
    assert len(reds) == 4
    assert len(groups) <= 15
    assert sum(sum(group.counts) for group in groups) == 76
    assert "80 条" in alarms.panel.bar.look.sentence


def test_that_the_key_gives_the_rows_back_and_the_flood_stays_away(qtbot, open_seat, flooded) -> None:
    seat = open_seat()
    alarms = seat.further.alarms
    qtbot.waitUntil(alarms.is_shown)
    alarms.turn()
    assert seat.queue.panel.isVisible()
    with qtbot.waitSignal(alarms.shown, timeout=600, raising=False) as shown:
        alarms._ask()
    assert not shown.signal_triggered
    alarms.turn()
    qtbot.waitUntil(alarms.is_shown)


def test_that_a_group_is_chosen_as_one_and_acknowledged_as_a_batch(qtbot, open_seat, flooded) -> None:
    seat = open_seat()
    alarms = seat.further.alarms
    qtbot.waitUntil(alarms.is_shown)
    group = next(line for line in alarms.panel.list.lines.lines() if line.kind is LineKind.GROUP)
    alarms._on_chosen(group)
    assert len(seat.detail.batch.incidents) == sum(group.counts)


def test_that_a_group_opens_into_its_members_and_closes_from_within(qtbot, open_seat, flooded) -> None:
    seat = open_seat()
    alarms = seat.further.alarms
    qtbot.waitUntil(alarms.is_shown)
    found = alarms.panel.list
    group = next(line for line in found.lines.lines() if line.kind is LineKind.GROUP)

    def members() -> list:
        return [line for line in found.lines.lines() if line.kind is LineKind.MEMBER]

    alarms._on_turned(group, True)
    qtbot.waitUntil(lambda: len(members()) == sum(group.counts))
    alarms._on_turned(members()[0], False)
    qtbot.waitUntil(lambda: not members())


def test_that_an_ordinary_day_is_no_flood_until_a_person_asks(qtbot, open_seat, fill) -> None:
    fill(200)
    seat = open_seat()
    alarms = seat.further.alarms
    assert not alarms.is_shown()
    alarms.turn()
    qtbot.waitUntil(alarms.is_shown)


def test_that_the_bar_at_the_top_counts_what_nobody_has_seen(qtbot, open_seat, flooded) -> None:
    seat = open_seat()
    counted = seat.figures.counted
    assert counted.unseen[0] >= 4
    assert all(unseen <= opened for unseen, opened in zip(counted.unseen, counted.by_level, strict=True))
    seat.top.unseen.click()
    assert seat.queue.panel.choice.tab == "unacked"


def test_that_what_is_framed_on_the_map_is_marked_in_the_queue_and_the_other_way_round(qtbot, open_seat, fill) -> None:
    fill(60, state=int(IncidentState.FILED), closed_at=None, place=1)
    seat = open_seat()
    some = seat.queue.view.rows.rows_between(0, 3)
    ids = [int(one) for one in seat.context.situation.picture.incidents.rows(some)["id"]]
    seat.map.scene.incidents_banded.emit(ids)
    assert seat.queue.view.chosen_incidents() == ids
    seat.choose(None)
    seat.queue.view.several.emit(ids)
    assert seat.detail.batch.incidents == tuple(ids)
    assert seat.map.canvas.reticle.number is None


def test_that_the_shelf_says_who_put_it_there_and_why_until_its_time(qtbot, open_seat, city, fill) -> None:
    until = NOW + timedelta(hours=1)
    [ident] = fill(1, state=int(IncidentState.FILED), closed_at=None, shelved_until=until, acked_at=NOW)
    with city.unit() as unit:
        unit.note("d05", "shelve", f"incident/{ident}", why="known_cause: 抢修中")
        unit.commit()
    seat = open_seat()
    seat.queue.change(tab=Tab.SHELVED)
    qtbot.waitUntil(lambda: seat.queue.model.rowCount() == 1 and bool(seat.queue.words.shelves))
    look = seat.queue.model.look(0)
    assert look.shelved_by == "d05 · 原因已知，处置中：抢修中"
    assert look.is_shelved(NOW)
    assert not look.is_shelved(until)
    seat.queue.panel.grab()


def test_that_a_view_is_kept_under_a_name_shown_again_and_forgotten(qtbot, open_seat, fill) -> None:
    fill(80)
    seat = open_seat()
    queue = seat.queue
    queue.change(tab=Tab.OVERDUE, severity=4)
    qtbot.waitUntil(queue.complete)
    queue.panel.name_given.emit("夜班蓝色")
    queue.change(tab=Tab.ALL, severity=0)
    qtbot.waitUntil(queue.complete)
    assert queue.panel.tabs._view == ""
    queue.panel.tabs.view_picked.emit("夜班蓝色")
    qtbot.waitUntil(queue.complete)
    assert (queue.panel.choice.tab, queue.panel.choice.severity) == (Tab.OVERDUE, 4)
    assert queue.panel.tabs._view == "夜班蓝色"
    qtbot.waitUntil(lambda: queue.panel.tabs._views[0].count == queue.model.rowCount())
    assert seat.context.memory.get("views.desk")[0]["name"] == "夜班蓝色"
    queue.panel.tabs.forget_asked.emit("夜班蓝色")
    assert seat.context.memory.get("views.desk") == []
