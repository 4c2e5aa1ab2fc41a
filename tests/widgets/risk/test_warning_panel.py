"""The list of warnings: letters are steps, what is current stays so, what is typed narrows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.kit.icons import Icons
from widgets.risk.chip import WarningChip
from widgets.risk.looks import ANY, WarningChoice, WarningRow
from widgets.risk.panel import WarningPanel
from widgets.theme.theme import SeatKind, Theme


def row(key: int, **values: object) -> WarningRow:
    told = "频次 · 90 天 12 起，阈值 6"
    usual = WarningRow(key, 1 + key % 4, f"路口{key}", "茴村镇", told, "14:05", "未签收", spoken=f"预警 {key}")
    return replace(usual, **values)  # type: ignore[arg-type]


@pytest.fixture(params=["dark", "light"])
def panel(request, qtbot) -> WarningPanel:
    theme = Theme(load_tokens(), request.param, 1.0, SeatKind.OPERATOR)
    made = WarningPanel(theme, Words("zh_CN"), Icons(theme))
    qtbot.addWidget(made)
    made.setStyleSheet(theme.style_sheet())
    made.resize(560, 800)
    made.show()
    made.show_rows([row(1), row(2), row(3)], "3 条 · 14:32:10")
    made.show_counts([0, 1, 2, 0], [0, 1, 2, 3], "14:32:10")
    return made


def test_that_the_current_warning_stays_current_when_others_come_before_it(panel) -> None:
    panel.list.choose(2)
    told: list[int] = []
    panel.list.chosen.connect(told.append)
    panel.show_rows([row(9), row(3), row(2), row(1)], "")
    assert panel.list.current() == 2
    assert told == []


def test_that_the_keyboard_begins_at_the_first_row_and_says_so(panel, qtbot) -> None:
    with qtbot.waitSignal(panel.list.chosen) as chosen:
        panel.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert chosen.args == [1]
    assert [index.row() for index in panel.list.selectedIndexes()] == [0]


@pytest.mark.parametrize(
    ("key", "order"),
    [(Qt.Key.Key_A, "acknowledge"), (Qt.Key.Key_S, "shelve"), (Qt.Key.Key_D, "dispatch"), (Qt.Key.Key_C, "close"),
     (Qt.Key.Key_G, "go"), (Qt.Key.Key_M, "merge"), (Qt.Key.Key_R, "regrade")],
)  # fmt: skip
def test_that_a_letter_asks_for_its_step_and_is_kept_from_the_window(panel, qtbot, key, order) -> None:
    panel.list.choose(3)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(panel.list, override)
    assert override.isAccepted()
    with qtbot.waitSignal(panel.list.asked) as asked:
        QTest.keyClick(panel.list, key)
    assert asked.args == [order, 3]


def test_that_a_letter_with_ctrl_stays_the_windows(panel) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(panel.list, event)
    assert not event.isAccepted()


def test_that_enter_opens_the_card(panel, qtbot) -> None:
    panel.list.choose(1)
    with qtbot.waitSignal(panel.list.opened) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_that_a_choice_is_asked_for_once_and_can_be_taken_back(panel, qtbot) -> None:
    panel.offer([(0, "道路交通"), (1, "消防")], [(0, "频次")], [(1, "未签收")])
    asked: list[WarningChoice] = []
    panel.asked.connect(asked.append)
    panel.campaign.picked.emit(1)
    panel.levels.picked.emit(2)
    panel.box.setText("茴村")
    QTest.keyClick(panel.box, Qt.Key.Key_Return)
    assert asked[-1] == WarningChoice("茴村", 0, 1, ANY, ANY, 2)
    panel.show_rows([], "")
    assert panel.clear.isVisible()
    panel.clear.click()
    assert asked[-1] == WarningChoice()
    assert panel.box.text() == ""


def test_that_an_empty_list_says_what_would_be_there(panel) -> None:
    panel.say_empty("09:10 以来没有生效预警。")
    panel.show_rows([], "0 条")
    assert panel.empty.isVisible()
    assert not panel.clear.isVisible()
    panel.show_rows([row(1)], "1 条")
    assert not panel.empty.isVisible()


def test_that_every_kind_of_row_can_be_painted(panel) -> None:
    rows = [row(1, hollow=True), row(2, shelved=True, doing="搁置至 16:00"), row(3, drill="演练"), row(4, fresh_at=1.0)]
    panel.show_rows(rows, "")
    panel.list.show_stale(True)
    assert not panel.grab().isNull()


def test_that_every_control_has_a_name(panel) -> None:
    for child in panel.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            assert child.accessibleName() or getattr(child, "text", str)(), child


def test_that_the_chip_says_the_sum_where_there_is_no_room_for_levels(qtbot) -> None:
    chip = WarningChip(Theme(load_tokens()), Words("zh_CN"))
    qtbot.addWidget(chip)
    chip.show_counts([1, 2, 0, 4], [2, 3, 1, 9], "14:32:10")
    assert chip.name.text() == "预警"
    assert "15" in chip.name.toolTip()
    chip.make_room(False)
    assert chip.name.text() == "预警 7"


@pytest.mark.parametrize("wide", [420, 560, 900])
def test_that_every_key_of_the_hint_can_be_read_in_english_too(qtbot, wide) -> None:
    theme = Theme(load_tokens(), "light", 1.0, SeatKind.OPERATOR)
    made = WarningPanel(theme, Words("en"), Icons(theme))
    qtbot.addWidget(made)
    made.setStyleSheet(theme.style_sheet())
    made.resize(wide, 800)
    made.show()
    QApplication.processEvents()
    hint = made.hint
    assert hint.hasHeightForWidth()
    assert hint.heightForWidth(hint.width()) <= hint.height()
    assert max(hint.fontMetrics().horizontalAdvance(part) for part in hint.text().split(" ·")) <= hint.width()
    assert hint.geometry().right() < made.back.geometry().left()
