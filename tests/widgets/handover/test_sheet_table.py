from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.handover.sheet_table import NOTE, SheetRow, SheetRows, SheetTable
from widgets.theme.theme import Theme

HEADS = ("What", "Where", "Owner", "Time", "Note")
ROWS = (
    SheetRow(("Reds 1", "", "", "")),
    SheetRow(("1 Fire", "A", "B", "2 h"), "reds/1", 1, 1),
    SheetRow(("Feeds 1", "", "", "")),
    SheetRow(("Hotline", "", "", "stale 2 d"), "feed/12345"),
)


@pytest.fixture
def table(qtbot) -> SheetTable:
    rows = SheetRows()
    made = SheetTable(Theme(load_tokens()), Words("en"), rows)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    rows.show(HEADS, ROWS, {"feed/12345": "called"}, True)
    made.choose_first()
    return made


def test_that_a_chapters_head_runs_over_the_whole_row_and_takes_no_note(table) -> None:
    rows = table._rows
    assert table.columnSpan(0, 0) == len(HEADS)
    assert table.columnSpan(1, 0) == 1
    assert not rows.flags(rows.index(0, NOTE)) & Qt.ItemFlag.ItemIsEditable
    assert not rows.setData(rows.index(0, NOTE), "x")


def test_that_a_line_without_an_incident_opens_nothing(table, qtbot) -> None:
    opened = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Return)
    table.setCurrentIndex(table._rows.index(3, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1]


def test_that_a_note_is_told_once_and_an_unchanged_one_not_at_all(table) -> None:
    told = []
    table._rows.noted.connect(lambda key, text: told.append((key, text)))
    index = table._rows.index(3, NOTE)
    assert not table._rows.setData(index, "called")
    assert table._rows.setData(index, "called again")
    assert told == [("feed/12345", "called again")]
    assert index.data() == "called again"


def test_that_a_signed_sheet_takes_no_note(table) -> None:
    table._rows.show(HEADS, ROWS, {}, False)
    table.choose_first()
    table.write_note()
    assert table.state() != SheetTable.State.EditingState
