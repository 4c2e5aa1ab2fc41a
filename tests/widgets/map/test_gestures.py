"""Hands on the map: wheel, drag, band, double click, keys; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.map.canvas import MapCanvas

WEST, SOUTH, SIDE = 12_950_000.0, 4_010_000.0, 32_000.0
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def wheel(canvas: MapCanvas, at: QPoint, steps: int) -> None:
    """Turns the wheel over a pixel."""
    place = QPointF(at)
    event = QWheelEvent(
        place, canvas.viewport().mapToGlobal(place), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def drag(canvas: MapCanvas, begin: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """Drags with the left button, with a key held."""
    port = canvas.viewport()
    QTest.mousePress(port, LEFT, held, begin)
    for part in (0.3, 0.6, 1.0):
        here = begin + (end - begin) * part
        event_at = QPointF(here)
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QMouseEvent

        QApplication.sendEvent(
            port, QMouseEvent(QEvent.Type.MouseMove, event_at, port.mapToGlobal(event_at), LEFT, LEFT, held)
        )
    QTest.mouseRelease(port, LEFT, held, end)


def test_that_the_wheel_zooms_at_the_cursor_and_locks_the_view(canvas: MapCanvas) -> None:
    at = QPoint(150, 420)
    before, wide = canvas.to_metres(QPointF(at)), canvas.box.viewRect().width()
    assert not canvas.locked
    wheel(canvas, at, 2)
    assert canvas.to_metres(QPointF(at)) == pytest.approx(before, abs=1.0)
    assert canvas.box.viewRect().width() == pytest.approx(wide / 1.25**2)
    assert canvas.locked


def test_that_a_drag_moves_the_ground_with_the_hand(canvas: MapCanvas) -> None:
    held = canvas.to_metres(QPointF(300, 300))
    drag(canvas, QPoint(300, 300), QPoint(360, 250))
    assert canvas.to_metres(QPointF(360, 250)) == pytest.approx(held, abs=SIDE / 600)
    assert canvas.locked


def test_that_a_click_says_what_lies_there_and_a_double_click_drills(canvas: MapCanvas, qtbot: Any) -> None:
    with qtbot.waitSignal(canvas.clicked) as clicked:
        QTest.mouseClick(canvas.viewport(), LEFT, NONE, QPoint(100, 500))
    assert (clicked.args[0].kind, clicked.args[0].level) == ("area", 3)
    with qtbot.waitSignal(canvas.drilled) as drilled:
        QTest.mouseDClick(canvas.viewport(), LEFT, NONE, QPoint(100, 500))
    assert drilled.args[0].id == clicked.args[0].id
    assert clicked.args[0].lon == pytest.approx(116.36, abs=0.05)


def test_that_a_band_chooses_the_markers_in_it_and_moves_nothing(canvas: MapCanvas, qtbot: Any) -> None:
    x = np.array([0.2, 0.3, 0.8])
    canvas.set_markers(np.array([11, 12, 13]), WEST + x * SIDE, SOUTH + x * SIDE, np.zeros(3, np.uint8))
    before = canvas.box.viewRect()
    with qtbot.waitSignal(canvas.banded) as banded:
        drag(canvas, QPoint(40, 560), QPoint(300, 300), Qt.KeyboardModifier.ShiftModifier)
    assert sorted(banded.args[0]) == [11, 12]
    assert canvas.box.viewRect() == before
    assert canvas.band_item.rect is None


@pytest.mark.parametrize(
    ("key", "right", "up"),
    [(Qt.Key.Key_Left, -1, 0), (Qt.Key.Key_Right, 1, 0), (Qt.Key.Key_Up, 0, 1), (Qt.Key.Key_Down, 0, -1)],
)
def test_that_the_arrow_keys_move_the_view(canvas: MapCanvas, key: Qt.Key, right: int, up: int) -> None:
    before = canvas.box.viewRect().center()
    QTest.keyClick(canvas, key)
    moved = canvas.box.viewRect().center() - before
    assert (np.sign(round(moved.x())), np.sign(round(moved.y()))) == (right, up)


def test_that_keys_zoom_go_back_and_fit(canvas: MapCanvas) -> None:
    whole = canvas.box.viewRect()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.box.viewRect().width() == pytest.approx(whole.width() / 1.25)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert canvas.box.viewRect().width() == pytest.approx(whole.width())
    assert canvas.locked, "a view that a person asked for is theirs"
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.box.viewRect().width() == pytest.approx(whole.width())
    assert not canvas.locked


def test_that_a_burst_of_the_wheel_is_one_step_on_the_way_back(canvas: MapCanvas) -> None:
    whole = canvas.box.viewRect().width()
    for _ in range(5):
        wheel(canvas, QPoint(300, 300), 1)
    canvas.gestures.back()
    assert canvas.box.viewRect().width() == pytest.approx(whole)


def test_that_the_keyboard_reaches_tip_drill_up_and_layers(canvas: MapCanvas, qtbot: Any) -> None:
    with qtbot.waitSignal(canvas.hovered) as told:
        QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert told.args[0].kind == "area"
    with qtbot.waitSignal(canvas.drilled):
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(canvas.up_asked):
        QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(canvas.layers_asked):
        QTest.keyClick(canvas, Qt.Key.Key_L)


def test_that_a_map_to_be_read_only_follows_no_hand(canvas: MapCanvas) -> None:
    canvas.interactive = False
    before = canvas.box.viewRect()
    wheel(canvas, QPoint(300, 300), 3)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    drag(canvas, QPoint(300, 300), QPoint(100, 100))
    assert canvas.box.viewRect() == before
    assert not canvas.locked


def test_that_one_cannot_zoom_away_from_the_world_or_into_the_ground(
    canvas: MapCanvas, settle: Callable[[MapCanvas], MapCanvas]
) -> None:
    for _ in range(100):
        canvas.gestures.zoom(1.25)
    assert canvas.box.viewRect().width() >= 20.0
    for _ in range(200):
        canvas.gestures.zoom(0.8)
    assert canvas.box.viewRect().width() <= 4.0 * SIDE
    settle(canvas)


def test_that_hovering_outlines_the_area_and_leaving_takes_it_away(canvas: MapCanvas, qtbot: Any) -> None:
    at, none = QPointF(100, 500), Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(canvas.hovered, check_params_cb=lambda hit: hit is not None) as told:
        QApplication.sendEvent(canvas.viewport(), moved)  # a pointer that is moved may stand there already
    assert told.args[0].kind == "area"
    assert canvas.hover_line._path is not None
    canvas.gestures.look_at(None)
    assert canvas.hover_line._path is None
