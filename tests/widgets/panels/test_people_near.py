"""The panel of people near: whom to send, with what is in hand and how old the position is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.panels.people_near import Known, NearListLook, NearLook, PeopleNearPanel
from widgets.theme.fonts import load_bundled
from widgets.theme.theme import Theme

PEOPLE = (
    NearLook(11, "刘** 专职网格员", "1.1 km", "在手 1", "2 分前", Known.FRESH, tip="得分 91 / 100"),
    NearLook(12, "赵** 移动网格员", "2.0 km", "在手 0", "18 分前", Known.STALE),
    NearLook(13, "钱** 网格长", "3.0 km", "在手 6", "2 时前", Known.OLD, loaded=True),
    NearLook(14, "孙** 志愿者", "—", "在手 0", "—", Known.NONE),
)
LOOK = NearListLook(PEOPLE, ("事件没有位置。",), "派出刘**后：07 网格无人在岗", "距离 · 在手 · 位置时间")


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PeopleNearPanel]:
    load_bundled(load_tokens())
    window = QWidget()
    qtbot.addWidget(window)
    made = PeopleNearPanel(Theme(load_tokens()), Words("zh_CN"), window)
    window.resize(440, 320)
    made.resize(440, 320)
    window.show()
    yield made
    window.close()


def middle(panel: PeopleNearPanel, at: int) -> QPoint:
    high = panel.rows.sizeHint().height() // len(panel.rows.people())
    return QPoint(40, at * high + high // 2)


def test_that_it_is_hidden_until_there_is_an_answer(panel: PeopleNearPanel) -> None:
    assert not panel.isVisible()
    panel.show_look(LOOK)
    assert panel.isVisible()
    panel.show_look(None)
    assert not panel.isVisible()


def test_that_a_click_and_enter_choose_somebody(qtbot: QtBot, panel: PeopleNearPanel) -> None:
    panel.show_look(LOOK)
    with qtbot.waitSignal(panel.person_chosen) as chosen:
        qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=middle(panel, 1))
    assert chosen.args == [12]
    panel.rows.setFocus()
    with qtbot.waitSignal(panel.person_pointed) as pointed:
        qtbot.keyClick(panel.rows, Qt.Key.Key_Down)
    assert pointed.args == [13]
    with qtbot.waitSignal(panel.person_chosen) as chosen:
        qtbot.keyClick(panel.rows, Qt.Key.Key_Return)
    assert chosen.args == [13]


def test_that_nobody_can_be_chosen_while_another_answer_is_awaited(qtbot: QtBot, panel: PeopleNearPanel) -> None:
    panel.show_look(LOOK)
    panel.wait()
    with qtbot.assertNotEmitted(panel.person_chosen):
        qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=middle(panel, 0))
    panel.show_look(LOOK)
    assert panel.rows.isEnabled()


def test_that_the_hand_stays_on_its_person_when_the_order_changes(qtbot: QtBot, panel: PeopleNearPanel) -> None:
    panel.show_look(LOOK)
    panel.rows.setFocus()
    qtbot.keyClick(panel.rows, Qt.Key.Key_Down)
    panel.show_look(replace(LOOK, people=PEOPLE[::-1]))
    with qtbot.waitSignal(panel.person_chosen) as chosen:
        qtbot.keyClick(panel.rows, Qt.Key.Key_Enter)
    assert chosen.args == [11]


def test_that_the_list_can_be_read_aloud(panel: PeopleNearPanel) -> None:
    panel.show_look(LOOK)
    assert panel.rows.accessibleName() == "附近力量"
    lines = panel.rows.accessibleDescription().splitlines()
    assert len(lines) == 4
    assert lines[1] == "赵** 移动网格员, 2.0 km, 在手 0, 18 分前"


def test_that_an_empty_list_says_why(panel: PeopleNearPanel) -> None:
    panel.show_look(NearListLook((), ("没有可派的在岗人员。",)))
    assert panel.isVisible()
    assert not panel.rows.isVisible()


def test_that_an_old_position_is_hatched_and_an_unknown_one_has_no_dot(panel: PeopleNearPanel) -> None:
    looks = []
    for known in Known:
        panel.show_look(NearListLook((replace(PEOPLE[0], known=known),)))
        panel.rows.resize(440, panel.rows.sizeHint().height())
        looks.append(panel.rows.grab().toImage())
    assert all(one != other for at, one in enumerate(looks) for other in looks[:at])


@pytest.mark.parametrize("width", [60, 140, 240, 900])
def test_that_any_width_can_be_painted(panel: PeopleNearPanel, width: int) -> None:
    panel.show_look(LOOK)
    panel.rows.resize(width, panel.rows.sizeHint().height())
    assert not panel.rows.grab().isNull()
