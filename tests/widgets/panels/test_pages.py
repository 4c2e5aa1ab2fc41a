"""Pages of the detail panel: lines are filled again, areas below can be gone to, two columns where it is wide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.kit.icons import Icons
from widgets.panels.incident_page import IncidentLook, IncidentPage
from widgets.panels.part_rows import PartLook, PartRows
from widgets.panels.sections import TextLines
from widgets.theme.theme import Theme


@pytest.fixture
def theme(qapp) -> Theme:
    return Theme(load_tokens())


def look(**values) -> IncidentLook:
    usual = {
        "incident": 1, "rank": 2, "title": "信号灯故障", "under": "茴村镇 · 0127", "share": 0.9, "stopped": False,
        "limit": "余 12分", "limits": "期限 14:44", "facts": (("来源", "热线"),), "story": (("14:26", "立案"),),
    }  # fmt: skip
    return IncidentLook(**(usual | values))


def test_that_lines_are_kept_and_filled_again(qtbot, theme) -> None:
    lines = TextLines(theme)
    qtbot.addWidget(lines)
    lines.show_lines([("a", "1"), ("b", "2"), ("c", "3")])
    made = len(lines.findChildren(QLabel))
    lines.show_lines([("d", "4")])
    assert lines.lines() == [("d", "4")]
    lines.show_lines([("e", "5"), ("f", "6"), ("g", "7")])
    assert len(lines.findChildren(QLabel)) == made == 6


def test_that_an_incident_without_a_place_says_why_it_cannot_be_gone_to(qtbot, theme) -> None:
    page = IncidentPage(theme, Words("zh_CN"), Icons(theme))
    qtbot.addWidget(page)
    page.show_look(look(has_place=False))
    assert not page._go.isEnabled()
    assert page._go.toolTip() == "没有位置。"
    page.show_look(look())
    assert page._go.isEnabled()
    assert "信号灯故障" in page.accessibleName()


def test_that_parts_without_lines_are_not_shown(qtbot, theme) -> None:
    page = IncidentPage(theme, Words("zh_CN"), Icons(theme))
    qtbot.addWidget(page)
    page.show_look(look())
    assert page._of_reports.isHidden()
    page.show_look(look(reports=(("14:12", "热线"),)))
    assert not page._of_reports.isHidden()


def test_that_a_wide_panel_has_two_columns(qtbot, theme) -> None:
    page = IncidentPage(theme, Words("zh_CN"), Icons(theme))
    qtbot.addWidget(page)
    page.show_look(look())
    page.resize(440, 900)
    page.show()
    assert page._of_story.x() == page._of_facts.x()
    page.resize(900, 900)
    qtbot.waitUntil(lambda: page._of_story.mapTo(page, QPoint()).x() > 300)
    assert page._of_facts.mapTo(page, QPoint()).x() < 20


def test_that_an_area_below_is_gone_to_by_mouse_and_keyboard_but_not_the_rest(qtbot, theme) -> None:
    rows = PartRows(theme)
    qtbot.addWidget(rows)
    rows.show_parts((PartLook(7, "茴村镇", 5, 1, "5 / 1"), PartLook(-1, "不在任何乡镇", 2, 0, "2 / 0")))
    rows.resize(400, rows.sizeHint().height())
    rows.show()
    picked: list[int] = []
    rows.picked.connect(picked.append)
    high = rows.sizeHint().height() // 2
    qtbot.mouseMove(rows, QPoint(50, high // 2))
    rows._go(0)
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(50, high // 2))
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert picked == [7, 7]
    assert "不在任何乡镇 2 / 0" in rows.accessibleDescription()
