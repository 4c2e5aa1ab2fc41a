from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.inbox.chip import InboxChip
from widgets.inbox.looks import NoticeLook
from widgets.inbox.view import InboxView
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme


def look(key: int, waits: bool = True, urgent: bool = False) -> NoticeLook:
    return NoticeLook(key, f"notice {key}", "14:32 · System", "", waits, urgent)


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(load_tokens())


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> InboxView:
    made = InboxView(theme, Words("en"))
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


def picture(chip: InboxChip) -> QImage:
    chip.resize(chip.sizeHint())
    return chip.grab().toImage()


def test_that_the_chip_is_hollow_without_notices_and_marks_urgent_ones_by_shape(qtbot: QtBot, theme: Theme) -> None:
    chip = InboxChip(theme, Words("en"), Icons(theme), "F7")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "No notice waits for you"
    hollow = picture(chip)
    chip.show_counts(1, 0)
    full = picture(chip)
    chip.show_counts(1, 1)
    urgent = picture(chip)
    assert chip.toolTip() == "1 notice waits for you, 1 of them urgent (F7)"
    assert hollow != full
    assert urgent.width() > full.width()


def test_that_the_chips_picture_has_no_hue(qtbot: QtBot, theme: Theme) -> None:
    chip = InboxChip(theme, Words("en"), Icons(theme), "F7")
    qtbot.addWidget(chip)
    chip.show_counts(3, 1)
    image = picture(chip)
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    assert all(max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) < 40 for c in colours)


def test_that_the_cursor_stays_at_its_notice_when_others_come(view: InboxView) -> None:
    view.show_notices([look(1), look(2)], "2")
    view.list.setCurrentIndex(view.rows.index(1))
    view.show_notices([look(3), look(1), look(2)], "3")
    assert view.current() == look(2)


def test_that_it_goes_on_to_the_next_that_waits_when_one_is_acknowledged(view: InboxView) -> None:
    view.show_notices([look(1), look(2)], "2")
    view.show_notices([look(2), look(1, waits=False)], "1")
    assert view.current() == look(2)
    assert view.take.isEnabled()


def test_that_keys_act_on_the_current_notice(qtbot: QtBot, view: InboxView) -> None:
    view.show_notices([look(7)], "1")
    with qtbot.waitSignal(view.taken) as taken:
        qtbot.keyClick(view.list, Qt.Key.Key_A)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert taken.args == opened.args == [7]


def test_that_an_empty_inbox_says_what_would_be_here(view: InboxView) -> None:
    view.show_notices([], "0")
    assert view.list.isHidden()
    assert "emergencies come here" in view.empty.text()
    assert not view.open.isEnabled()


def test_that_a_long_message_is_shown_whole(view: InboxView) -> None:
    short, long_ = look(1), NoticeLook(2, "请核查积水点。" * 60, "14:32", "", True, False)
    view.show_notices([short, long_], "2")
    heights = [view.list.visualRect(view.rows.index(row)).height() for row in (0, 1)]
    assert heights[1] > 4 * heights[0]
