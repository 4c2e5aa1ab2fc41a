"""Choosing several rows, tabs that have no room, and names for views."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt

from layers.style.tokens import load_tokens
from services.domain.queue_choice import Choice, Tab
from services.live.blocks import Blocks
from services.live.records import INCIDENT
from services.words import Words
from widgets.kit.icons import Icons
from widgets.queue.model import QueueModel
from widgets.queue.panel import QueuePanel
from widgets.queue.row import RowLook
from widgets.queue.tabs import ViewLook
from widgets.queue.view import MOST_CHOSEN, QueueView
from widgets.theme.theme import SeatKind, Theme

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


def incidents(count: int) -> Blocks:
    rows = np.zeros(count, INCIDENT)
    rows["id"], rows["alive"], rows["severity"] = np.arange(1, count + 1), True, 4
    return Blocks.of(rows)


def look(record) -> RowLook:
    return RowLook(int(record["id"]), 4, "路灯", "", "", "", "", "", 0.0, 1.0)


@pytest.fixture
def panel(qtbot) -> QueuePanel:
    theme, words = Theme(load_tokens(), "dark", 1.0, SeatKind.OPERATOR), Words("zh_CN")
    view = QueueView(QueueModel(look, words, lambda: NOW), theme, words, lambda: NOW)
    made = QueuePanel(view, theme, words, Icons(theme))
    qtbot.addWidget(made)
    made.setStyleSheet(theme.style_sheet())
    made.resize(430, 700)
    made.show()
    blocks = incidents(3000)
    view.arrange(blocks, np.arange(3000))
    return made


def heard(signal) -> list:
    told: list = []
    signal.connect(told.append)
    return told


def test_that_a_click_chooses_a_row_once_as_a_key_does(qtbot, panel) -> None:
    view = panel.view
    chosen = heard(view.chosen)
    for row in (1, 3, 3, 2):
        place = view.visualRect(view.rows.index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen == [2, 4, 3, 4]


def test_that_shift_and_ctrl_choose_several_and_one_alone_is_the_chosen_one_again(qtbot, panel) -> None:
    view = panel.view
    view.setFocus()
    view.choose(0)
    several, chosen = heard(view.several), heard(view.chosen)
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert several[-1] == [1, 2, 3]
    assert chosen == []
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert several[-1] == []
    assert chosen[-1] == 4


def test_that_ctrl_a_takes_at_most_a_thousand(qtbot, panel) -> None:
    told = heard(panel.view.several)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(told[-1]) == MOST_CHOSEN
    rows = panel.view.rows
    whole = QItemSelection(rows.index(0, 0), rows.index(2_999, 0))
    panel.view.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.waitUntil(lambda: panel.view.chosen_incidents() == list(range(1, MOST_CHOSEN + 1)))


def test_that_what_is_chosen_stays_chosen_in_another_order_and_leaves_with_its_rows(panel) -> None:
    view, blocks = panel.view, incidents(3000)
    told = heard(view.several)
    view.choose_several([2, 5, 7])
    view.arrange(blocks, np.arange(3000)[::-1].copy())
    assert sorted(view.chosen_incidents()) == [3, 6, 8]
    assert told == []
    view.arrange(blocks, np.array([2, 7, 100]))
    assert view.chosen_incidents() == [3, 8]
    assert told[-1] == [3, 8]


def test_that_tabs_without_room_are_in_the_menu_and_the_chosen_one_is_seen(panel) -> None:
    tabs = panel.tabs
    hidden = tabs.hidden()
    assert hidden
    assert tabs.height() < 2 * tabs.more.sizeHint().height()
    for button in tabs._buttons.values():
        assert button.isHidden() or button.geometry().right() <= tabs.more.geometry().left() + 1
    assert tabs.more.geometry().right() <= tabs.width()
    tabs.choose(hidden[-1])
    assert hidden[-1] not in tabs.hidden()
    tabs.fill()
    assert len([a for a in tabs.menu.actions() if a.isCheckable()]) == len(tabs.hidden())


def test_that_own_views_are_in_the_menu_with_their_counts(panel) -> None:
    told = heard(panel.tabs.view_picked)
    panel.tabs.show_views([ViewLook("夜班", 12)])
    panel.tabs.fill()
    [entry] = [action for action in panel.tabs.menu.actions() if action.text() == "夜班 12"]
    entry.trigger()
    assert told == ["夜班"]


def test_that_a_name_is_given_by_enter_and_taken_back_by_escape(qtbot, panel) -> None:
    told = heard(panel.name_given)
    panel.ask_name()
    panel.name_box.setText("夜班")
    qtbot.keyClick(panel.name_box, Qt.Key.Key_Escape)
    assert (told, panel.name_box.isHidden()) == ([], True)
    panel.ask_name()
    panel.name_box.setText(" 夜班 ")
    qtbot.keyClick(panel.name_box, Qt.Key.Key_Return)
    assert told == ["夜班"]


def test_that_the_count_of_what_is_chosen_is_told_and_its_cross_takes_it_back(qtbot, panel) -> None:
    panel.view.choose_several([1, 2, 3])
    panel.show_several(3)
    assert panel.several_chip.text().startswith("已选 3 件")
    panel.several_chip.click()
    assert len(panel.view.chosen_incidents()) == 1


def test_that_every_tab_has_a_name(panel) -> None:
    panel.tabs.show_counts(dict.fromkeys(Tab, 3), "14:32")
    assert all(button.text().endswith(" 3") for button in panel.tabs._buttons.values())
    panel.show_choice(Choice(tab=Tab.MINE))
    assert panel.tabs._buttons[Tab.MINE].isChecked()
