from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.records.card import RecordCard, RecordText
from widgets.theme.theme import Theme

TEXT = RecordText(
    7, "Schools · A1", (("Register", "Facilities"),), "No address: ask.", "Education", "116.31, 33.81", "X"
)


@pytest.fixture
def card(qtbot) -> RecordCard:
    made = RecordCard(Theme(load_tokens()), Words("en"))
    qtbot.addWidget(made)
    made.show_record(TEXT)
    made.show()
    return made


def test_that_a_correction_is_sent_once_as_it_was_typed(card, qtbot) -> None:
    told = []
    card.corrected.connect(lambda *what: told.append(what))
    card.point.setText("116.4, 33.9")
    card.save.click()
    card.save.click()
    QTest.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [(7, "116.4, 33.9", "X")]


def test_that_after_a_refusal_what_was_typed_stays_and_may_be_sent_again(card) -> None:
    told = []
    card.corrected.connect(lambda *what: told.append(what))
    card.area.setText("Y")
    card.save.click()
    card.tell("No.")
    assert (card.note.text(), card.area.text()) == ("No.", "Y")
    card.save.click()
    assert len(told) == 2


def test_that_another_zoom_keeps_the_record_and_what_was_typed(card) -> None:
    card.point.setText("116.4")
    card._theme.changed.emit()
    assert card.text == TEXT
    assert card.point.text() == "116.4"
    assert not card.open_name.isVisibleTo(card)
