"""The command line: what it says of a step to come goes with the text that asked for it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.panels.command_line import CommandLine
from widgets.theme.theme import SeatKind, Theme


def test_that_esc_takes_back_the_text_and_what_was_said_of_it(qtbot) -> None:
    line = CommandLine(Theme(load_tokens(), "dark", 1.0, SeatKind.OPERATOR), Words("zh_CN"), lambda text: ())
    qtbot.addWidget(line)
    left = []
    line.left.connect(lambda: left.append(True))
    qtbot.keyClicks(line.edit, "d 0127")
    line.answer("assign 0127", keep="d 0127")
    qtbot.keyClick(line.edit, Qt.Key.Key_Escape)
    assert (line.edit.text(), line.answered(), left) == ("", "", [True])
