from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.emergency.looks import EmergencyLook, StepLook
from widgets.emergency.plate import LevelPlate
from widgets.emergency.strip import ResponseStrip, StripLook
from widgets.emergency.view import EmergencyView
from widgets.theme.theme import Theme

STEPS = (StepLook(11, 1, "close the valve", False), StepLook(12, 2, "evacuate", False))
LOOK = EmergencyLook(
    1, 2, "Gas leak plan", "E1", "Commander: —", steps=STEPS, roll=(("Li", "called", False),), may_command=True,
    may_answer=True,
)  # fmt: skip


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(load_tokens())


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> EmergencyView:
    made = EmergencyView(theme, Words("en"))
    qtbot.addWidget(made)
    made.show_look(LOOK)
    made.show()
    return made


def test_that_a_step_is_ticked_once_and_stays_ticked(qtbot: QtBot, view: EmergencyView) -> None:
    ticked: list[int] = []
    view.ticked.connect(ticked.append)
    view.steps.tick(2)
    view.steps.tick(2)
    assert ticked == [12]
    view.show_look(replace(LOOK, steps=(STEPS[0], replace(STEPS[1], done=True, under="14:32 · Li"))))
    assert view.steps.ticks[1].isChecked()
    assert not view.steps.ticks[1].isEnabled()


def test_that_who_may_not_command_sees_no_button_for_it(view: EmergencyView) -> None:
    view.show_look(replace(LOOK, may_command=False, may_answer=False))
    assert all(button.isHidden() for button in (view.answer, view.take, view.grade, view.end))


def test_that_an_ended_response_says_so_and_offers_nothing(view: EmergencyView) -> None:
    view.ask_end()
    view.show_look(replace(LOOK, ended="Stood down 15:00 by Li: out"))
    assert view.command.text() == "Stood down 15:00 by Li: out"
    assert all(part.isHidden() for part in (view.ending, view.field, view.write, view.end, view.answer))
    assert not any(tick.isEnabled() for tick in view.steps.ticks)


def test_that_escape_takes_the_question_back_and_keeps_what_was_typed(qtbot: QtBot, view: EmergencyView) -> None:
    view.ask_grade()
    view.grading.field.put("wind turns")
    qtbot.keyClick(view.grading.field, Qt.Key.Key_Escape)
    assert view.grading.isHidden()
    view.ask_grade()
    assert view.grading.field.value == "wind turns"


def test_that_levels_differ_by_shape_and_have_no_hue(qtbot: QtBot, theme: Theme) -> None:
    plate = LevelPlate(theme)
    qtbot.addWidget(plate)
    pictures: list[QImage] = []
    for level in (1, 2, 3, 4):
        plate.show_level(level)
        plate.resize(plate.sizeHint())
        pictures.append(plate.grab().toImage())
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[at + 1 :])
    image = pictures[0]
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert all(max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) < 40 for c in colours)


def test_that_the_strip_is_there_only_while_something_stands(qtbot: QtBot, theme: Theme) -> None:
    strip = ResponseStrip(theme)
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.show_look(StripLook(2, "Emergency response, level II", "1/4", "spoken"))
    assert not strip.isHidden()
    assert strip.accessibleName() == "spoken"
    strip.show_look(None)
    assert strip.isHidden()
