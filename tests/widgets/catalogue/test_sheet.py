"""A sheet of cells: what is typed arrives, what is wrong and changed is marked, codes in use stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from layers.style.tokens import load_tokens
from widgets.catalogue.sheet_model import EditColumn, SheetModel
from widgets.catalogue.sheet_view import SheetView
from widgets.catalogue.told_list import MOST, ToldList
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

COLUMNS = (
    EditColumn("code", "Code", 100, fixed=True),
    EditColumn("owner", "Owner", 120, (("", ""), ("urban", "Urban"), ("parks", "Parks"))),
    EditColumn("amount", "Limit", 80, right=True),
)
NAMES = {"urban": "Urban", "parks": "Parks"}


def rows() -> list[dict[str, str]]:
    return [{"code": "lamp", "owner": "urban", "amount": "4"}, {"code": "tree", "owner": "parks", "amount": "8"}]


@pytest.fixture
def model() -> SheetModel:
    made = SheetModel()
    made.locked = False
    made.show_sheet(COLUMNS, rows(), lambda key, value: NAMES.get(value, value))
    made.show_before(rows(), ("code",))
    return made


@pytest.fixture
def theme(qapp: Any) -> Theme:
    return Theme(load_tokens())


@pytest.fixture
def view(qtbot: Any, theme: Theme, model: SheetModel) -> SheetView:
    made = SheetView(theme, Icons(theme), model)
    qtbot.addWidget(made)
    made.fit()
    made.resize(420, 200)
    made.show()
    return made


def test_that_cells_read_as_names_and_are_edited_as_values(qtbot: Any, model: SheetModel) -> None:
    index = model.index(0, 1)
    assert index.data() == "Urban"
    with qtbot.waitSignal(model.edited):
        assert model.setData(index, "parks")
    assert (index.data(), model.rows[0]["owner"]) == ("Parks", "parks")
    with qtbot.assertNotEmitted(model.edited):
        assert not model.setData(index, "parks")


def test_that_what_differs_from_what_was_saved_is_marked(model: SheetModel) -> None:
    assert not model.index(0, 2).data(SheetModel.CHANGED)
    model.setData(model.index(0, 2), "5")
    assert model.index(0, 2).data(SheetModel.CHANGED)
    assert not model.index(1, 2).data(SheetModel.CHANGED)
    model.add_row({"code": "new"})
    assert model.index(2, 1).data(SheetModel.CHANGED)


def test_that_a_problem_stands_at_its_cell_or_at_the_whole_row(model: SheetModel) -> None:
    model.show_problems({(0, "amount"): "No number.", (1, ""): "Empty."})
    assert model.index(0, 2).data(SheetModel.PROBLEM) == "No number."
    assert model.index(0, 1).data(SheetModel.PROBLEM) == ""
    assert [model.index(1, at).data(SheetModel.PROBLEM) for at in range(3)] == ["Empty."] * 3
    assert "No number." in model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Limit: 4 — No number."


def test_that_codes_in_use_are_neither_edited_nor_taken_out(model: SheetModel) -> None:
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.may_take(0)
    row = model.add_row()
    assert model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.may_take(row)
    model.locked = True
    assert not model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEditable


def test_that_rows_are_found_by_words_and_a_hidden_one_is_shown_to_go_there(view: SheetView) -> None:
    view.search("par tree")
    assert view.model().rowCount() == 1
    assert view.model().index(0, 0).data() == "tree"
    view.go_to(0, "amount")
    assert (view.row(), view.model().rowCount()) == (0, 2)


def test_that_a_wrong_cell_looks_other_than_a_right_one(view: SheetView, model: SheetModel) -> None:
    def picture() -> QImage:
        return view.viewport().grab(view.visualRect(view.model().index(0, 2))).toImage()

    before = picture()
    model.show_problems({(0, "amount"): "No number."})
    assert picture() != before


def test_that_a_list_of_sentences_counts_picks_and_never_grows_without_end(
    qtbot: Any, theme: Theme, catch: Callable[..., list[object]]
) -> None:
    told = ToldList(theme)
    qtbot.addWidget(told)
    picked = catch(told.picked)
    told.tell("2 things", [("One", 1), ("Two", None)])
    told._list.itemClicked.emit(told._list.item(0))
    assert (told.head(), told.sentences(), picked) == ("2 things", ["One", "Two"], [1])
    told.tell("many", [(str(n), n) for n in range(MOST * 2)])
    assert len(told.sentences()) == MOST


@pytest.fixture
def catch() -> Callable[..., list[object]]:
    def listen(signal: Any) -> list[object]:
        heard: list[object] = []
        signal.connect(heard.append)
        return heard

    return listen
