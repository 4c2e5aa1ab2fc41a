"""The list of a flood: what is current stays so, keys open groups, every line can be painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.alarm.looks import FloodLook, LineKind, LineLook
from widgets.alarm.panel import AlarmPanel
from widgets.theme.theme import SeatKind, Theme

BAR = FloodLook(
    "告警洪流",
    "14:27 起 5 分钟 512 条 → 12 组，4 红单列，无一丢失",
    tuple(range(22)),
    "14:11",
    "14:32",
    "峰值 142 条/分",
)


def lines(*keys: int) -> list[LineLook]:
    groups = [
        LineLook(LineKind.GROUP, key, f"道路积水{key}", "6 个乡镇", 2 + key % 3, count="58 条", state="未签收 12",
                 counts=(0, 12, 31, 15))
        for key in keys
    ]  # fmt: skip
    return [LineLook(LineKind.HEAD, -1, "红色不成组"), LineLook(LineKind.RED, 900, "燃气异味", "陈集镇", 1), *groups]


@pytest.fixture(params=["dark", "light"])
def panel(request, qtbot) -> AlarmPanel:
    theme = Theme(load_tokens(), request.param, 1.0, SeatKind.OPERATOR)
    made = AlarmPanel(theme, Words("zh_CN"))
    qtbot.addWidget(made)
    made.setStyleSheet(theme.style_sheet())
    made.resize(480, 700)
    made.show()
    made.show_flood(BAR, lines(1, 2, 3))
    return made


def test_that_the_current_group_stays_current_when_others_come_before_it(panel) -> None:
    panel.list.choose(LineKind.GROUP, 2)
    told: list = []
    panel.list.chosen.connect(told.append)
    panel.show_flood(BAR, lines(9, 8, 3, 2, 1))
    assert panel.list.current().key == 2
    panel.show_flood(BAR, lines(2))
    assert (panel.list.current().key, told) == (2, [])
    panel.show_flood(BAR, lines(1))
    assert told == []


def test_that_arrows_open_and_close_a_group_and_enter_opens_a_red(qtbot, panel) -> None:
    turned: list = []
    opened: list = []
    panel.list.turned.connect(lambda line, wanted: turned.append((line.key, wanted)))
    panel.list.opened.connect(lambda line: opened.append(line.key))
    panel.list.choose(LineKind.GROUP, 3)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    panel.list.choose(LineKind.RED, 900)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert (turned, opened) == ([(3, True), (3, False)], [900])


def test_that_heads_are_passed_by_the_keyboard(qtbot, panel) -> None:
    panel.list.choose(LineKind.RED, 900)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert panel.list.current().kind is LineKind.RED


def test_that_the_keyboard_coming_in_chooses_nothing_by_itself(qtbot, panel) -> None:
    told: list = []
    panel.list.chosen.connect(told.append)
    panel.list.setFocus()
    assert (told, panel.list.current()) == ([], None)


def test_that_every_kind_of_line_is_painted_without_a_word_in_the_log(panel, caplog) -> None:
    panel.show_flood(BAR, [
        *lines(1, 2), LineLook(LineKind.MEMBER, 5, "14:31  路灯", "茴村镇 · 0127", 4, hollow=True),
        LineLook(LineKind.GROUP, 7, "传感器离线", "水位 9 处", 4, count="69 条", state="搁置至 15:00", shelved=True,
                 counts=(0, 0, 0, 69)),
    ])  # fmt: skip
    panel.grab()
    assert caplog.records == []


def test_that_the_back_button_asks_for_the_rows(panel) -> None:
    told: list = []
    panel.left.connect(lambda: told.append(True))
    panel._back.click()
    assert told == [True]
