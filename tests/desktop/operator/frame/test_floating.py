"""Regions in windows of their own: out, back, remembered by officer, never lost with a screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from desktop.access.holder import Holder
from desktop.operator.frame.floating import on_a_screen
from services.domain.people import Officer, OfficerRole

SCREEN = QRect(0, 0, 1920, 1080)
OFFICER = Officer(5, "d05", "", OfficerRole.DISPATCHER)


@pytest.mark.parametrize("width", [1920, 1400, 1100])
@pytest.mark.parametrize("name", ["queue", "detail"])
def test_that_a_region_goes_out_and_comes_back_where_it_was(qtbot, open_seat, filled, width, name) -> None:
    seat = open_seat((width, 900))
    work = seat.work
    part = seat.further.first if name == "queue" else seat.detail.panel
    before = work._splitter.indexOf(part), part.parent()
    work.floating.turn(name)
    assert part.window() is work.floating.windows[name]
    assert part.isVisible()
    seat.window.resize(width - 100, 900)
    qtbot.wait(30)
    work.floating.turn(name)
    seat.window.resize(width, 900)
    qtbot.wait(30)
    assert (work._splitter.indexOf(part), part.parent()) == before
    assert part.window() is seat.window


def test_that_both_may_be_out_and_one_key_restores_the_first_layout(qtbot, open_seat, filled) -> None:
    seat = open_seat()
    first = seat.work._splitter.sizes()
    for name in ("queue", "detail"):
        seat.work.floating.turn(name)
    assert seat.work._splitter.count() == 1
    seat.hand.orders["restore"]()
    assert not seat.work.floating.out()
    qtbot.waitUntil(lambda: max(abs(a - b) for a, b in zip(seat.work._splitter.sizes(), first, strict=True)) < 4)
    assert seat.context.memory.get(".place.queue") is None


def test_that_a_window_that_is_closed_puts_its_region_back(qtbot, open_seat, filled) -> None:
    seat = open_seat()
    seat.work.floating.turn("detail")
    seat.work.floating.windows["detail"].close()
    assert seat.detail.panel.window() is seat.window
    assert seat.detail.panel.isVisible()


def test_that_what_is_out_and_where_is_remembered_for_its_officer_alone(qtbot, open_seat, make_context, filled) -> None:
    context = make_context("operator", officer=Holder(OFFICER))
    seat = open_seat(context=context)
    qtbot.waitUntil(lambda: seat.work._owner == "d05")
    seat.work.floating.turn("queue")
    seat.work.floating.windows["queue"].setGeometry(100, 120, 500, 600)
    seat.work.floating._remember("queue")
    seat.work.remember_for("d06")
    assert not seat.work.floating.out()
    seat.work.remember_for("d05")
    assert seat.work.floating.is_out("queue")
    assert seat.work.floating.windows["queue"].geometry().size().width() == 500


def test_that_the_keys_of_the_desk_are_at_hand_in_a_window_of_its_own(qtbot, open_seat, filled) -> None:
    seat = open_seat()
    seat.work.floating.turn("queue")
    window = seat.work.floating.windows["queue"]
    assert window.windowType() == Qt.WindowType.Tool
    assert window.parentWidget() is seat.window


def test_that_a_double_click_on_the_head_takes_it_out(qtbot, open_seat, filled) -> None:
    seat = open_seat()
    QTest.mouseDClick(seat.detail.panel, Qt.MouseButton.LeftButton, pos=QPoint(6, 8))
    qtbot.waitUntil(lambda: seat.work.floating.is_out("detail"))


def test_that_splitters_keep_the_share_of_what_is_out(qtbot, open_seat, filled) -> None:
    seat = open_seat()
    seat.work._splitter.moveSplitter(700, 1)
    seat.work._on_moved()
    seat.work.floating.turn("detail")
    seat.work._splitter.moveSplitter(900, 1)
    seat.work._on_moved()
    kept = seat.work._memory.get(seat.work._key("desk.normal"))
    assert sum(kept.values()) == pytest.approx(1.0, abs=0.01)
    assert kept["detail"] > 0.15


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        (QRect(100, 100, 500, 500), True), (QRect(1800, 100, 500, 500), True), (QRect(1900, 100, 500, 500), False),
        (QRect(3000, 100, 500, 500), False), (QRect(100, -200, 500, 500), False), (QRect(100, 1050, 500, 500), False),
    ],
)  # fmt: skip
def test_that_a_window_whose_screen_is_gone_comes_to_one_that_is_there(box, stays) -> None:
    found = on_a_screen(box, [SCREEN])
    assert (found == box) is stays
    assert SCREEN.contains(found) or stays
