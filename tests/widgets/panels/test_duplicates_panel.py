"""Cards of what may be the same: chosen, opened and merged by hand and key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.kit.icons import Icons
from widgets.panels.duplicate_cards import CandidateLook
from widgets.panels.duplicates_panel import DuplicatesLook, DuplicatesPanel
from widgets.panels.near_sketch import Sketch
from widgets.theme.fonts import load_bundled
from widgets.theme.theme import Theme

CARD = CandidateLook(
    7, 3, False, "信号灯故障", "0127 · 已派 · 南街村 · 12345热线", "东北 22 米 · 早 14 分", "信号灯不亮",
    ("光明路", "信号灯"), 0.84, "84 %", Sketch(15.0, 16.0, (((-80.0, -20.0), (80.0, 30.0)),)),
)  # fmt: skip
ENDED = replace(
    CARD, incident=8, ended=True, refused="该事件已结束：请先重办。", sketch=None, no_sketch="未定位", words=()
)
LOOK = DuplicatesLook((CARD, ENDED), "截至 14:32")


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[DuplicatesPanel]:
    load_bundled(load_tokens())
    window = QWidget()
    qtbot.addWidget(window)
    theme = Theme(load_tokens())
    made = DuplicatesPanel(theme, Words("zh_CN"), Icons(theme), parent=window)
    window.resize(450, 400)
    made.resize(450, 400)
    window.show()
    yield made
    window.close()


def test_that_it_is_hidden_while_nothing_may_be_the_same(panel: DuplicatesPanel) -> None:
    panel.show_look(DuplicatesLook(()))
    assert not panel.isVisible()
    panel.show_look(LOOK)
    assert panel.isVisible()
    panel.show_look(None)
    assert not panel.isVisible()
    panel.show_look(DuplicatesLook((), empty="没有相似事件。"))
    assert panel.isVisible()


def test_that_m_merges_the_chosen_one_and_enter_opens_it(qtbot: QtBot, panel: DuplicatesPanel) -> None:
    panel.show_look(LOOK)
    panel.cards.setFocus()
    with qtbot.waitSignal(panel.merge_asked) as merged:
        qtbot.keyClick(panel.cards, Qt.Key.Key_M)
    assert merged.args == [7]
    with qtbot.waitSignal(panel.picked) as picked:
        qtbot.keyClick(panel.cards, Qt.Key.Key_Down)
    assert picked.args == [8]
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.cards, Qt.Key.Key_Return)
    assert opened.args == [8]


def test_that_what_can_not_be_merged_says_why_and_stays(qtbot: QtBot, panel: DuplicatesPanel) -> None:
    panel.show_look(LOOK)
    high = panel.cards.sizeHint().height() // 2
    qtbot.mouseClick(panel.cards, Qt.MouseButton.LeftButton, pos=QPoint(60, high + high // 2))
    assert not panel.merge_button.isEnabled()
    assert panel.merge_button.toolTip() == ENDED.refused
    with qtbot.assertNotEmitted(panel.merge_asked):
        qtbot.keyClick(panel.cards, Qt.Key.Key_M)
    qtbot.mouseClick(panel.cards, Qt.MouseButton.LeftButton, pos=QPoint(60, high // 2))
    assert panel.merge_button.isEnabled()
    with qtbot.waitSignal(panel.merge_asked) as merged:
        qtbot.mouseClick(panel.merge_button, Qt.MouseButton.LeftButton)
    assert merged.args == [7]


def test_that_nothing_is_merged_while_other_candidates_are_awaited(qtbot: QtBot, panel: DuplicatesPanel) -> None:
    panel.show_look(LOOK)
    panel.wait()
    with qtbot.assertNotEmitted(panel.merge_asked):
        qtbot.keyClick(panel.cards, Qt.Key.Key_M)
        panel.cards.merge()


def test_that_the_chosen_card_stays_chosen_when_others_come_before_it(qtbot: QtBot, panel: DuplicatesPanel) -> None:
    panel.show_look(LOOK)
    panel.show_look(DuplicatesLook((replace(CARD, incident=9), CARD, ENDED)))
    chosen = panel.cards.chosen()
    assert chosen is not None
    assert chosen.incident == 7


def test_that_a_form_that_only_compares_has_no_merging(qtbot: QtBot) -> None:
    theme = Theme(load_tokens())
    only = DuplicatesPanel(theme, Words("en"), Icons(theme), can_merge=False)
    qtbot.addWidget(only)
    only.show_look(LOOK)
    only.show()
    assert not only.merge_button.isVisible()
    with qtbot.assertNotEmitted(only.merge_asked):
        qtbot.keyClick(only.cards, Qt.Key.Key_M)


def test_that_the_cards_can_be_read_aloud(panel: DuplicatesPanel) -> None:
    panel.show_look(LOOK)
    assert panel.cards.accessibleName() == "疑似重复"
    first = panel.cards.accessibleDescription().splitlines()[0]
    assert first == "84 %, 信号灯故障, 0127 · 已派 · 南街村 · 12345热线, 东北 22 米 · 早 14 分, 光明路, 信号灯"


@pytest.mark.parametrize("photo", [None, QImage(), QImage(30, 900, QImage.Format.Format_RGB32)])
@pytest.mark.parametrize("width", [120, 300, 460, 900])
def test_that_any_photo_and_width_can_be_painted(panel: DuplicatesPanel, width: int, photo: QImage | None) -> None:
    long = replace(CARD, title="很长的标题" * 20, words=("词" * 200, "b"), photo=photo, has_photo=True)
    panel.show_look(DuplicatesLook((long, ENDED)))
    panel.cards.resize(width, panel.cards.sizeHint().height())
    assert not panel.cards.grab().isNull()
