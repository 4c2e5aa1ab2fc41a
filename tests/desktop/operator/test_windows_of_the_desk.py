"""Keys of the desk that open windows of their own, bound to the seat's officer, drafts and chosen incident."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.evaluation.window import EvaluationWindow
from desktop.handover.window import HandoverWindow
from desktop.meetings.window import MeetingsWindow
from services.domain.people import Officer, OfficerRole


def shown(seat, kind: type[QWidget]) -> QWidget:
    return next(window for window in seat.window.findChildren(kind) if window.isVisible())


def press(seat, sequence: str) -> None:
    next(one for one in seat.shortcuts if one.key().toString() == sequence).activated.emit()


def test_that_f2_opens_the_handover_and_its_lines_show_their_incident(open_seat, filled, qtbot) -> None:
    seat = open_seat()
    seat.context.officer.now = Officer(1, "li", "", OfficerRole.DISPATCHER)
    press(seat, "F2")
    window = shown(seat, HandoverWindow)
    qtbot.waitUntil(lambda: window.handover is not None)
    line = next(row for at in range(window.rows.rowCount()) if (row := window.rows.row(at)).incident)
    window.table.opened.emit(line.incident)
    assert seat.detail.incident == line.incident
    window.close()


def test_that_f4_opens_the_evaluation(open_seat, filled, qtbot) -> None:
    seat = open_seat()
    press(seat, "F4")
    window = shown(seat, EvaluationWindow)
    qtbot.waitUntil(lambda: window.table is not None)
    window.close()


def test_that_f3_opens_the_joint_meetings(open_seat, filled, qtbot) -> None:
    seat = open_seat()
    press(seat, "F3")
    window = shown(seat, MeetingsWindow)
    qtbot.waitUntil(lambda: len(window.pages) == 4)
    window.close()
