"""The editor of the catalogue: typed words are checked beside their cells, kept, saved with a reason, and come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop.access.holder import Holder
from desktop.catalogue.window import HISTORY, CatalogueWindow, open_catalogue
from services.catalogue import drafts
from services.catalogue.keeping import Keeper
from services.domain.people import SYSTEM, Officer, OfficerRole
from widgets.catalogue.sheet_model import SheetModel

ADMIN = Officer(1, "admin", "管理员", OfficerRole.ADMIN)
DISPATCHER = Officer(2, "desk", "值守", OfficerRole.DISPATCHER)


@pytest.fixture
def open_window(qtbot, make_context, theme_of, tmp_path: Path):
    """Opens the editor for an officer, with a draft file of the test's own, and waits until it is whole."""
    windows = []

    def make(officer: Officer = ADMIN, lang: str = "zh_CN", path: Path = tmp_path / "draft.json") -> CatalogueWindow:
        context = make_context(lang=lang, officer=Holder(officer))
        window = CatalogueWindow(context, theme_of(context), None, path)
        windows.append(window)
        window.show()
        qtbot.waitUntil(window.complete)
        return window

    yield make
    for window in windows:
        window.close()
        window._context.workers.wait()


def edit(qtbot, window: CatalogueWindow, sheet: str, column: str, value: str, row: int = 0) -> None:
    """Changes a cell as a person does, and waits until the draft was looked at."""
    window.show_sheet(sheet)
    keys = [one.key for one in window.model.columns]
    with qtbot.waitSignal(window.editing.looked, check_params_cb=lambda: window.editing.found is not None):
        assert window.model.setData(window.model.index(row, keys.index(column)), value)
        window.editing.look()
    qtbot.waitUntil(window.complete)


def why(qtbot, window: CatalogueWindow, words: str) -> None:
    window.frame.side.why.setFocus()
    QTest.keyClicks(window.frame.side.why, words)


def test_that_every_sheet_shows_its_rows_and_counts_them(open_window) -> None:
    window = open_window(lang="en")
    for key, rows in (("categories", 4), ("departments", 4), ("duties", 4), ("deadlines", 12), (HISTORY, 0)):
        window.show_sheet(key)
        assert window.frame.tab(key).split()[1] == str(rows)
    window.show_sheet("departments")
    assert window.model.rowCount() == 4
    assert "Nothing is wrong" in window.frame.side.problems.head()


def test_that_a_wrong_cell_is_marked_beside_it_and_told(qtbot, open_window) -> None:
    window = open_window(lang="en")
    edit(qtbot, window, "deadlines", "amount", "many")
    index = window.model.index(0, 4)
    assert index.data(SheetModel.PROBLEM) == "“many” is no number."
    assert index.data(SheetModel.CHANGED)
    assert "1 wrong" in window.frame.tab("deadlines")
    assert window.frame.side.problems.sentences() == ["Sheet “Deadlines”, row 2, column “Limit”: “many” is no number."]
    why(qtbot, window, "because")
    assert not window.frame.side._save.isEnabled()
    window.show_sheet("duties")
    window.frame.side.problems._list.itemClicked.emit(window.frame.side.problems._list.item(0))
    assert (window.frame.view.row(), window.frame.view.currentIndex().column()) == (0, 4)


def test_that_a_change_is_listed_and_saved_with_its_reason(qtbot, open_window) -> None:
    window = open_window(lang="en")
    edit(qtbot, window, "deadlines", "amount", "48")
    assert window.frame.side.changes.sentences() == ["Deadlines · Whole way · Ordinary · Limit\n24 → 48"]
    assert not window.frame.side._save.isEnabled()
    why(qtbot, window, "order 18")
    assert window.frame.side._save.isEnabled()
    with qtbot.waitSignal(window.editing.saved):
        QTest.mouseClick(window.frame.side._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.complete() and window.editing.base == 1)
    assert window.frame.note.text() == "Saved as version 1."
    assert window.editing.versions[0].why == "order 18"
    window.show_sheet(HISTORY)
    assert window.frame.history.table.rowCount() == 1
    assert window.frame.history.changes.sentences() == ["Deadlines · Whole way · Ordinary · Limit\n24 → 48"]
    assert window.frame.side.why.text() == ""


def test_that_an_older_version_comes_back(qtbot, open_window) -> None:
    window = open_window(lang="en")
    for amount in ("48", "72"):
        edit(qtbot, window, "deadlines", "amount", amount)
        why(qtbot, window, f"to {amount}")
        with qtbot.waitSignal(window.editing.saved):
            window.editing.save()
        qtbot.waitUntil(lambda: window.complete() and not window.editing.is_changed())
    window.show_sheet(HISTORY)
    window.frame.history.table.setCurrentCell(1, 0)
    with qtbot.waitSignal(window.editing.saved):
        QTest.mouseClick(window.frame.history._back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.complete() and window.editing.base == 3)
    window.show_sheet("deadlines")
    assert window.model.index(0, 4).data() == "48"
    assert window.editing.versions[0].why == "Back to version 1"


def test_that_what_was_typed_is_there_again_after_a_crash(qtbot, open_window, tmp_path: Path) -> None:
    first = open_window(lang="en")
    edit(qtbot, first, "deadlines", "amount", "4x")
    first.editing.write_why("half a reas")
    with qtbot.waitSignal(first.editing.kept):
        first.editing._keep_draft()
    # nothing is closed: as when the program dies
    second = open_window(lang="en")
    second.show_sheet("deadlines")
    assert second.model.index(0, 4).data() == "4x"
    assert second.frame.side.why.text() == "half a reas"
    assert "draft" in second.frame.note.text()
    with qtbot.waitSignal(second.editing.loaded):
        QTest.mouseClick(second.frame.side._discard, Qt.MouseButton.LeftButton)
    assert second.model.index(0, 4).data() == "24"
    assert drafts.read(tmp_path / "draft.json") is None


def test_that_the_slower_of_two_keeps_its_words_and_sees_what_differs(qtbot, open_window) -> None:
    window = open_window(lang="en")
    edit(qtbot, window, "deadlines", "amount", "48")
    keeper = Keeper(window._context.services.database)
    theirs = keeper.open().draft
    theirs["departments"][0]["leader"] = "王一"
    keeper.save(theirs, 0, SYSTEM, "a new leader")
    why(qtbot, window, "mine")
    with qtbot.waitSignal(window.editing.loaded):
        window.editing.save()
    qtbot.waitUntil(window.complete)
    window.show_sheet("deadlines")
    assert window.model.index(0, 4).data() == "48"
    assert window.editing.base == 1
    assert window.frame.side.why.text() == "mine"
    assert len(window.frame.side.changes.sentences()) == 2


def test_that_who_may_not_change_it_may_look(open_window) -> None:
    window = open_window(DISPATCHER, lang="en")
    window.show_sheet("categories")
    assert not window.model.flags(window.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not window.model.setData(window.model.index(0, 1), "x")
    assert not window.frame.add.isEnabled()
    assert "Only an administrator" in window.frame.side._state.text()
    window._context.officer.take(ADMIN)
    assert window.model.flags(window.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable


def test_that_codes_that_cases_refer_to_stay_and_new_rows_go_again(qtbot, open_window) -> None:
    window = open_window(lang="en")
    window.show_sheet("categories")
    assert not window.model.flags(window.model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    window.frame.view.go_to(0, "name_zh")
    assert not window.frame.take.isEnabled()
    QTest.mouseClick(window.frame.add, Qt.MouseButton.LeftButton)
    assert window.model.rowCount() == 5
    assert window.model.flags(window.model.index(4, 0)) & Qt.ItemFlag.ItemIsEditable
    assert window.model.rows[4]["active"] == "yes"
    QTest.mouseClick(window.frame.take, Qt.MouseButton.LeftButton)
    assert window.model.rowCount() == 4


def test_that_cells_are_edited_by_typing_and_choosing(qtbot, open_window) -> None:
    window = open_window(lang="en")
    window.show_sheet("duties")
    view = window.frame.view
    view.go_to(1, "why")
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QLineEdit)
    QTest.keyClicks(editor, "paper 9")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.model.rows[1]["why"] == "paper 9")
    view.go_to(1, "department")
    QTest.keyClick(view, Qt.Key.Key_F2)
    box = view.viewport().findChild(QComboBox)
    assert [box.itemData(at) for at in range(box.count())] == ["health", "housing", "police", "water"]
    box.setCurrentIndex(0)
    view.commitData(box)
    assert window.model.rows[1]["department"] == "health"


def test_that_words_find_rows_and_the_spreadsheet_goes_out_and_in(qtbot, open_window, tmp_path: Path) -> None:
    window = open_window(lang="en")
    window.show_sheet("duties")
    window.frame.find.setText("fight")
    assert window.frame.view.model().rowCount() == 1
    window.frame.find.clear()
    path = tmp_path / "book.xlsx"
    window.editing.export_to(path)
    qtbot.waitUntil(lambda: "book.xlsx" in window.frame.note.text() and window.complete())
    edit(qtbot, window, "deadlines", "amount", "48")
    window.editing.import_from(path)
    qtbot.waitUntil(lambda: "Nothing was saved yet" in window.frame.note.text())
    qtbot.waitUntil(lambda: window.complete() and window.frame.side.changes.sentences() == [])


def test_that_the_window_speaks_the_language_of_the_moment(open_window) -> None:
    window = open_window(lang="zh_CN")
    assert window.frame.tab("duties").startswith("权责清单")
    window._words.switch("en")
    assert window.frame.tab("duties").startswith("Duties")
    assert window.windowTitle() == "Catalogue and duties"
    window.show_sheet("deadlines")
    assert window.model.index(0, 0).data() == "Whole way"


def test_that_the_menu_opens_it(qtbot, make_context, theme_of) -> None:
    context = make_context(lang="en", officer=Holder(DISPATCHER))
    window = open_catalogue(context, theme_of(context))
    qtbot.addWidget(window)
    assert window.isVisible()
    qtbot.waitUntil(window.complete)
