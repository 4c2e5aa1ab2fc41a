"""The small controls of a desk: rows that wrap, figures that give way, bars that say what is wrong, counts by level."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.kit.bar_figure import BarLook, FigureStrip
from widgets.kit.chooser import Chooser
from widgets.kit.elided import Elided
from widgets.kit.flow import Flow
from widgets.kit.heart_beat import STEPS, HeartBeat
from widgets.kit.icons import Icons
from widgets.kit.level_counts import LevelCounts
from widgets.kit.quiet_bar import Notice, QuietBar
from widgets.kit.region import Region
from widgets.theme.theme import Theme


@pytest.fixture
def theme(qapp) -> Theme:
    return Theme(load_tokens())


def test_that_a_row_goes_on_in_the_next_line_where_room_is_short(qtbot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    flow = Flow(panel)
    flow.setContentsMargins(0, 0, 0, 0)
    flow.setSpacing(0)
    buttons = [QPushButton(f"tab number {n}") for n in range(4)]
    for button in buttons:
        flow.addWidget(button)
    wide = sum(button.sizeHint().width() for button in buttons)
    assert flow.heightForWidth(wide) == buttons[0].sizeHint().height()
    assert flow.heightForWidth(wide // 2 + 1) == 2 * buttons[0].sizeHint().height()
    buttons[3].hide()
    assert flow.heightForWidth(wide - 1) == buttons[0].sizeHint().height()


def test_that_figures_give_way_from_the_end_and_none_is_cut(qtbot, theme) -> None:
    strip = FigureStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(2000, 40)
    strip.show()
    strip.show_figures([BarLook(str(n), f"figure {n}", "1,042", "") for n in range(5)], "at 14:32")
    assert len(strip.figures()) == 5
    strip.resize(strip.sizeHint().width() - 10, 40)
    assert len(strip.figures()) == 4
    assert all(figure.width() == figure.sizeHint().width() for figure in strip.figures())
    opened: list[str] = []
    strip.opened.connect(opened.append)
    strip.figures()[2].click()
    assert opened == ["2"]


def test_that_a_quiet_bar_stays_until_its_cause_is_gone(qtbot, theme) -> None:
    words = Words("zh_CN")
    bar = QuietBar(theme, words, Icons(theme))
    qtbot.addWidget(bar)
    acted: list[int] = []
    assert bar.isHidden()
    bar.tell("line", Notice("feed lost", lambda: words("Menu")))
    bar.tell("trouble", Notice("refused", lambda: "refused", lambda: "close", lambda: acted.append(1)))
    assert bar.text() == "refused"
    bar.findChild(QPushButton).click()
    assert acted == [1]
    bar.end("trouble")
    assert bar.text() == "菜单"
    words.switch("en")
    assert bar.text() == "Menu"
    bar.end("line")
    assert bar.isHidden()


def test_that_a_level_clicked_twice_is_taken_back(qtbot, theme) -> None:
    counts = LevelCounts(theme, Words("zh_CN"))
    qtbot.addWidget(counts)
    counts.show_counts([2, 0, 245, 373], "14:32:07")
    picked: list[int] = []
    counts.picked.connect(picked.append)
    counts.choose(1)
    first = counts.findChildren(QWidget)[0]
    assert first.accessibleName().endswith("2")
    assert "14:32:07" in first.toolTip()
    first.click()
    counts.findChildren(QWidget)[3].click()
    assert picked == [0, 4]


def test_that_a_chooser_keeps_what_was_chosen_while_it_is_offered(qtbot, theme) -> None:
    chooser = Chooser(theme, Icons(theme))
    qtbot.addWidget(chooser)
    chooser.offer("Town", [(5, "Huicun"), (9, "Chenji")])
    chooser.choose(9)
    chooser.offer("乡镇", [(5, "茴村镇"), (9, "陈集镇")])
    assert (chooser.value(), chooser.currentText()) == (9, "陈集镇")
    chooser.offer("乡镇", [(5, "茴村镇")])
    assert (chooser.value(), chooser.currentText()) == (-1, "乡镇")


def test_that_a_shortened_line_has_the_whole_as_its_tip(qtbot) -> None:
    line = Elided()
    qtbot.addWidget(line)
    line.resize(400, 20)
    line.show()
    line.show_text("short", "more about it")
    assert line.toolTip() == "more about it"
    line.show_text("a very long sentence " * 20)
    assert line.is_cut()
    assert line.toolTip() == line.text()


def test_that_the_heart_stands_still_while_the_line_is_lost(qtbot, theme) -> None:
    heart = HeartBeat(theme, Words("zh_CN"))
    qtbot.addWidget(heart)
    for _ in range(STEPS + 1):
        heart.beat(True)
    assert heart._step == 1
    heart.beat(False)
    assert heart._step == 1
    assert "没有收到" in heart.toolTip()


def test_that_a_region_shows_that_the_keyboard_is_in_it_without_moving(qtbot, theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    regions = [Region(theme), Region(theme)]
    for region in regions:
        region.body.addWidget(QLineEdit())
        column.addWidget(region)
    window.show()
    window.activateWindow()
    edits = [region.findChild(QLineEdit) for region in regions]
    edits[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: regions[0].is_active)
    where = edits[0].geometry()
    edits[1].setFocus()
    assert [region.is_active for region in regions] == [False, True]
    assert edits[0].geometry() == where


def test_that_a_late_answer_is_shown_after_four_tenths_of_a_second(qtbot, theme) -> None:
    region = Region(theme)
    qtbot.addWidget(region)
    region.wait()
    assert not region.is_loading
    region._late.timeout.emit()
    assert region.is_loading
    region.arrived()
    assert not region.is_loading
    assert not region._late.isActive()
