"""The panel of dispatch advice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.panels.advice_panel import AdviceLook, AdvicePanel
from widgets.panels.choice_rows import ChoiceLook, ChoiceRows
from widgets.theme.fonts import load_bundled
from widgets.theme.theme import Theme

OWNERS = (
    ChoiceLook("traffic_police", "交警大队", "91 %", 0.91),
    ChoiceLook("urban", "城管局", "6 %", 0.06),
    ChoiceLook("", "其他 35 个部门", "3 %", 0.03),
)
SURE = AdviceLook(
    OWNERS, ("权责清单：信号灯归交警", "同类 37 件", "10-11 曾误派城管局，当日改派"), "模型 v12 · 11-20 训练"
)
UNSURE = AdviceLook(
    (ChoiceLook("urban", "城管局", "路灯不亮"),), ("权责清单未载明归属",), "尚无模型", "无人达到 60 %。"
)


@pytest.fixture
def words() -> Words:
    return Words("zh_CN")


@pytest.fixture
def panel(qtbot: QtBot, words: Words) -> Iterator[AdvicePanel]:
    load_bundled(load_tokens())
    window = QWidget()
    qtbot.addWidget(window)
    theme = Theme(load_tokens())
    made = AdvicePanel(theme, words, window)
    window.resize(440, 320)
    made.resize(440, 320)
    window.show()
    yield made
    window.close()


def rows(panel: AdvicePanel) -> ChoiceRows:
    return panel.findChild(ChoiceRows)


def middle(panel: AdvicePanel, at: int) -> QPoint:
    high = rows(panel).sizeHint().height() // len(panel.choices())
    return QPoint(30, at * high + high // 2)


def test_that_it_is_hidden_until_there_is_advice(panel: AdvicePanel) -> None:
    assert panel.isHidden()
    panel.show_look(SURE)
    assert not panel.isHidden()
    panel.show_look(None)
    assert panel.isHidden()


def test_that_a_click_chooses_a_department(qtbot: QtBot, panel: AdvicePanel) -> None:
    panel.show_look(SURE)
    with qtbot.waitSignal(panel.owner_chosen) as chosen:
        qtbot.mouseClick(rows(panel), Qt.MouseButton.LeftButton, pos=middle(panel, 1))
    assert chosen.args == ["urban"]


def test_that_the_keyboard_chooses_too(qtbot: QtBot, panel: AdvicePanel) -> None:
    panel.show_look(SURE)
    rows(panel).setFocus()
    qtbot.keyClick(rows(panel), Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.owner_chosen) as chosen:
        qtbot.keyClick(rows(panel), Qt.Key.Key_Return)
    assert chosen.args == ["traffic_police"]


def test_that_the_others_together_can_not_be_chosen(qtbot: QtBot, panel: AdvicePanel) -> None:
    panel.show_look(SURE)
    with qtbot.assertNotEmitted(panel.owner_chosen):
        qtbot.mouseClick(rows(panel), Qt.MouseButton.LeftButton, pos=middle(panel, 2))


def test_that_nothing_of_another_case_can_be_chosen_while_advice_is_on_its_way(
    qtbot: QtBot, panel: AdvicePanel
) -> None:
    panel.show_look(SURE)
    panel.wait()
    with qtbot.assertNotEmitted(panel.owner_chosen):
        qtbot.mouseClick(rows(panel), Qt.MouseButton.LeftButton, pos=middle(panel, 0))
    panel.show_look(SURE)
    assert panel.isEnabled()


def test_that_a_choice_of_before_is_forgotten_with_other_lines(qtbot: QtBot, panel: AdvicePanel) -> None:
    panel.show_look(SURE)
    rows(panel).setFocus()
    qtbot.keyClick(rows(panel), Qt.Key.Key_Down)
    panel.show_look(UNSURE)
    with qtbot.assertNotEmitted(panel.owner_chosen):
        qtbot.keyClick(rows(panel), Qt.Key.Key_Return)


def test_that_it_can_be_read_aloud(panel: AdvicePanel) -> None:
    panel.show_look(UNSURE)
    told = panel.accessibleDescription().splitlines()
    assert told == ["无人达到 60 %。", "城管局 路灯不亮", "权责清单未载明归属"]
    assert panel.accessibleName() == "建议主办"


def test_that_it_speaks_the_language_of_the_moment(panel: AdvicePanel, words: Words) -> None:
    panel.show_look(UNSURE)
    words.switch("en")
    assert panel.accessibleName() == "Dispatch advice"


def test_that_each_line_has_its_room(panel: AdvicePanel) -> None:
    for look in (SURE, UNSURE):
        panel.show_look(look)
        assert rows(panel).height() >= rows(panel).sizeHint().height()


def test_that_the_bars_share_one_scale(panel: AdvicePanel) -> None:
    """A bar of 91 % is longer than one of 6 %, and the first is in the accent."""
    panel.show_look(SURE)
    image = rows(panel).grab().toImage()
    theme = Theme(load_tokens())
    accent, other = theme.colour("accent.base").rgb(), theme.colour("line.strong").rgb()
    lengths = []
    for at, colour in enumerate((accent, other, other)):
        y = middle(panel, at).y()
        lengths.append(sum(image.pixel(x, y) == colour for x in range(image.width())))
    assert lengths[0] > 10 * lengths[1] > 10
    assert lengths[1] > lengths[2] > 0
