"""A long list that is fetched page by page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.tables.list_table import ListTable
from widgets.tables.paged_model import COMING, KEPT, PAGE, Head, PagedModel, Row
from widgets.theme.theme import Theme

HEADS = (Head("number", "Number"), Head("", "What"), Head("due", "Deadline", right=True))


@pytest.fixture
def model(qapp) -> PagedModel:
    return PagedModel(HEADS)


def page(number: int, length: int = PAGE) -> list[Row]:
    first = number * PAGE
    return [Row(n, (f"N{n}", "leak", "14:12"), rank=1 + n % 4) for n in range(first, first + length)]


def asked(model: PagedModel) -> list[int]:
    found: list[int] = []
    model.wanted.connect(found.append)
    return found


def test_that_it_is_a_model_as_qt_wants_one(model: PagedModel):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start(3 * PAGE)
    model.take(1, page(1))
    model.start(5)
    model.take(0, page(0, 5))
    assert tester.model() is model
    assert model.rowCount() == 5


def test_that_a_page_is_asked_for_once(model: PagedModel):
    found = asked(model)
    model.start(1000)
    for row in (0, 1, 150, 900, 901):
        assert model.index(row, 0).data() == COMING
    assert found == [0, 4]
    model.take(0, page(0))
    assert model.index(150, 0).data() == "N150"
    assert found == [0, 4]


def test_that_a_page_that_failed_is_asked_for_again(model: PagedModel):
    found = asked(model)
    model.start(10)
    model.index(0, 0).data()
    model.failed(0)
    model.index(0, 0).data()
    assert found == [0, 0]


def test_that_pages_long_unseen_are_given_up(model: PagedModel):
    model.start((KEPT + 2) * PAGE)
    for number in range(KEPT + 1):
        model.take(number, page(number))
    found = asked(model)
    assert model.index(0, 0).data() == COMING
    assert model.index(KEPT * PAGE, 0).data() == f"N{KEPT * PAGE}"
    assert found == [0]


def test_that_an_answer_to_an_older_list_does_no_harm(model: PagedModel):
    model.start(1000)
    model.start(10)
    model.take(3, page(3))
    assert model.rowCount() == 10
    assert model.index(0, 0).data() == COMING


def test_that_another_language_asks_anew(model: PagedModel):
    model.start(10)
    model.take(0, page(0, 10))
    model.say_heads((Head("number", "编号"), Head("", "事由"), Head("due", "期限")))
    assert model.headerData(0, Qt.Orientation.Horizontal) == "编号"
    assert model.index(0, 0).data() == COMING


@pytest.fixture
def table(qtbot, model) -> ListTable:
    made = ListTable(Theme(load_tokens()), Words("en"), model)
    qtbot.addWidget(made)
    model.start(1000)
    model.take(0, page(0))
    made.show()
    return made


def test_that_a_head_sorts_and_the_same_head_turns_it_round(qtbot, table: ListTable):
    found: list[tuple[int, bool]] = []
    table.sorted.connect(lambda column, descending: found.append((column, descending)))
    for column in (0, 0, 2, 1):
        table.horizontalHeader().sectionClicked.emit(column)
    assert found == [(0, False), (0, True), (2, False)]  # the second column can't be sorted
    assert table.horizontalHeader().sortIndicatorSection() == 2


def test_that_home_and_end_go_to_the_ends_of_the_whole_list(qtbot, table: ListTable):
    looked: list[int] = []
    table.looked_at.connect(looked.append)
    qtbot.keyClick(table, Qt.Key.Key_End)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert looked == [999, 0]


def test_that_enter_and_a_double_click_open_a_row(qtbot, table: ListTable):
    found: list[int] = []
    table.opened.connect(found.append)
    table.go_to(3)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert found == [3, 1]


def test_that_the_level_is_drawn_as_its_glyph(table: ListTable):
    picture = table.grab().toImage()
    red = Theme(load_tokens()).level(1).rgb()
    assert any(picture.pixel(x, y) == red for x in range(60) for y in range(picture.height()))
