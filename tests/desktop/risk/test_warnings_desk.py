"""Warnings at the operator's desk: their room, the counts above, marks on the map, new reds, steps from the list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from services.domain.incidents import Severity
from services.domain.people import OfficerRole
from services.domain.warnings import WarningState
from services.store.queries import warnings
from widgets.risk.looks import WarningChoice

NOW = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)


def keys(seat) -> list[int]:
    return [look.key for look in seat.further.warnings.panel.list.rows.looks()]


def test_that_f5_brings_the_warnings_and_the_queue_again(qtbot, at_the_desk, warn) -> None:
    warn()
    seat = at_the_desk(qtbot)
    desk = seat.further.warnings
    QTest.keyClick(seat.window, Qt.Key.Key_F5)
    assert desk.is_shown()
    assert desk.panel.isVisible()
    assert not seat.queue.panel.isVisible()
    QTest.keyClick(seat.window, Qt.Key.Key_F5)
    assert not desk.is_shown()
    assert seat.queue.panel.isVisible()


def test_that_rows_stand_by_level_then_unseen_then_newest_and_shelved_ones_last(qtbot, at_the_desk, warn) -> None:
    blue, seen = warn(level=Severity.BLUE), warn(acked_at=NOW, state=int(WarningState.ACKNOWLEDGED))
    older, newer, red = warn(raised_at=NOW - timedelta(days=2)), warn(), warn(level=Severity.RED)
    shelf = warn(level=Severity.RED, state=int(WarningState.SHELVED), shelved_until=NOW + timedelta(hours=1),
                 acked_at=NOW)  # fmt: skip
    seat = at_the_desk(qtbot)
    assert keys(seat) == [red, newer, older, seen, blue, shelf]


def test_that_a_row_says_where_what_why_and_what_is_being_done(qtbot, at_the_desk, warn) -> None:
    warn()
    seat = at_the_desk(qtbot)
    look = seat.further.warnings.panel.list.rows.looks()[0]
    assert look.title == "事故多发路口"
    assert look.town
    assert look.fact.replace("\u202f", " ") == "频次 · 90 天 6 起，阈值 4"
    assert look.doing == "未签收"
    assert "橙色" in look.spoken


def test_that_the_counts_above_are_of_the_real_ones_and_open_the_level(qtbot, at_the_desk, warn) -> None:
    warn(), warn(), warn(level=Severity.BLUE, acked_at=NOW, state=int(WarningState.ACKNOWLEDGED)), warn(drill=1)
    seat = at_the_desk(qtbot)
    desk = seat.further.warnings
    assert desk.chip.name.accessibleName() == "3 条预警中 2 条未签收"
    desk.chip.levels.picked.emit(2)
    qtbot.waitUntil(lambda: len(keys(seat)) == 3)
    assert desk.is_shown()
    assert [look.drill for look in desk.panel.list.rows.looks()].count("演练") == 1


def test_that_words_states_models_and_actions_narrow_the_list(qtbot, at_the_desk, warn) -> None:
    one = warn()
    other = warn(state=int(WarningState.ACKNOWLEDGED), acked_at=NOW, scenario="none.such", model="surge")
    seat = at_the_desk(qtbot)
    panel = seat.further.warnings.panel
    for choice, wanted in (
        ({"text": "事故"}, [one]), ({"text": f"{other:05d}"}, [other]), ({"state": 2}, [other]),
        ({"model": 1}, [other]),
        ({"campaign": seat.further.warnings.known.campaigns["roads"].rank}, [one]), ({"text": "xyz"}, []),
    ):  # fmt: skip
        panel.show_choice(WarningChoice())
        panel.change(**choice)
        qtbot.waitUntil(lambda wanted=wanted: keys(seat) == wanted, timeout=5_000)
    assert "筛选" in panel.empty.text()
    panel.clear.click()
    qtbot.waitUntil(lambda: len(keys(seat)) == 2)


def test_that_an_empty_list_says_since_when_there_was_none(qtbot, at_the_desk, warn, live) -> None:
    warn(ended_at=NOW - timedelta(hours=2), state=int(WarningState.EXPIRED))
    seat = at_the_desk(qtbot)
    panel = seat.further.warnings.panel
    qtbot.waitUntil(lambda: "12:32 以来没有生效预警" in panel.empty.text())
    assert not panel.clear.isVisible()


def test_that_a_acknowledges_from_the_list_and_the_fact_makes_the_row_hollow(
    qtbot, at_the_desk, warn, live, services
) -> None:
    ident = warn()
    seat = at_the_desk(qtbot)
    live(seat.context)
    desk = seat.further.warnings
    desk.show_room(True)
    desk.panel.list.choose(ident)
    QTest.keyClick(desk.panel.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: desk.panel.list.rows.looks()[0].hollow, timeout=10_000)
    assert desk.panel.list.rows.looks()[0].doing == "已签收"
    with services.database.reading() as reader:
        found = warnings.whole(reader, ident)
    assert found is not None
    assert found.acked_by == "dana"


def test_that_an_officer_who_may_not_is_told_so(qtbot, at_the_desk, warn) -> None:
    ident = warn()
    seat = at_the_desk(qtbot, login="wanda", role=OfficerRole.WALL)
    desk = seat.further.warnings
    desk.panel.list.choose(ident)
    QTest.keyClick(desk.panel.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: bool(seat.command.answered()), timeout=5_000)


def test_that_a_new_red_is_told_by_a_strip_until_it_is_acknowledged(qtbot, at_the_desk, warn, live, services) -> None:
    warn(level=Severity.RED)
    seat = at_the_desk(qtbot)
    live(seat.context)
    desk, situation = seat.further.warnings, seat.context.situation
    qtbot.waitUntil(lambda: situation.pulse is not None and situation.pulse.fresh_at is not None, timeout=10_000)
    assert desk.strip.isHidden()
    ident = warn(level=Severity.RED)
    qtbot.waitUntil(lambda: not desk.strip.isHidden(), timeout=10_000)
    assert "事故多发路口" in desk.strip.look.text
    assert desk.strip.look.level == 1
    qtbot.waitUntil(lambda: desk.panel.list.rows.at_key(ident) >= 0, timeout=10_000)
    assert desk.panel.list.rows.looks()[desk.panel.list.rows.at_key(ident)].fresh_at > 0
    desk.panel.list.choose(ident)
    QTest.keyClick(desk.panel.list, Qt.Key.Key_A)
    qtbot.waitUntil(desk.strip.isHidden, timeout=10_000)


def test_that_marks_are_on_the_map_and_tell_what_they_stand_for(qtbot, at_the_desk, warn) -> None:
    first, second = warn(), warn(level=Severity.RED)
    seat = at_the_desk(qtbot)
    marks = seat.map.canvas.warnings
    qtbot.waitUntil(lambda: len(marks.marks) == 2, timeout=20_000)
    assert [mark.number for mark in marks.marks] == [second, first]
    lines = seat.further.warnings._tip(second)
    assert lines[0] == "红色 · 事故多发路口"
    assert any("橙色" in line for line in lines)


def test_that_going_to_one_moves_the_map_and_frames_it(qtbot, at_the_desk, warn) -> None:
    ident = warn()
    seat = at_the_desk(qtbot)
    qtbot.waitUntil(lambda: bool(seat.map.canvas.warnings.marks), timeout=20_000)
    before = seat.map.canvas.box.viewRect()
    seat.further.warnings.go(ident)
    assert seat.map.canvas.box.viewRect() != before
    assert seat.map.canvas.warnings.chosen == ident


def test_that_one_without_a_place_says_so_instead_of_moving_the_map(qtbot, at_the_desk, warn) -> None:
    ident = warn(place=2, lon=None, lat=None, radius_m=None, town_id=None, village_id=None, grid_id=None)
    seat = at_the_desk(qtbot)
    seat.further.warnings.go(ident)
    assert "没有位置" in seat.command.answered()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_the_language_of_rows_follows_the_reader(qtbot, at_the_desk, warn, lang) -> None:
    warn()
    seat = at_the_desk(qtbot)
    seat.context.words.switch(lang)
    wanted = {"zh_CN": "事故多发路口", "en": "Junction with repeated accidents"}[lang]
    qtbot.waitUntil(lambda: seat.further.warnings.panel.list.rows.looks()[0].title == wanted)
