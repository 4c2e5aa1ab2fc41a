from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.operator.forms.drafts import Drafts
from services.domain.handover import Chapter
from widgets.handover.sheet_table import NOTE

PASSWORD = "Regen-7-Wolken"


def first_key(window) -> str:
    return window.rows.row(window.rows.heads()[0] + 1).key


def sign(qtbot, window, login: str = "", password: str = PASSWORD) -> None:
    dialog = window.dialog
    if login:
        dialog.form.put("login", login)
    dialog.form.put("password", password)
    dialog.form._on_filled()
    qtbot.waitUntil(lambda: dialog.handover is not None or dialog.form.trouble() != "")


def test_that_the_sheet_of_this_shift_is_made_once_and_found_again(open_window, services) -> None:
    window = open_window()
    again = open_window()
    assert again.handover.id == window.handover.id
    assert len(services.handovers.latest()) == 1


def test_that_every_line_of_the_sheet_is_a_row_under_its_chapter(open_window) -> None:
    window = open_window()
    sheet = window.handover.sheet
    heads = window.rows.heads()
    assert len(heads) == len(Chapter)
    assert window.rows.rowCount() == len(heads) + sum(len(lines) for lines in sheet.lines.values())
    assert sheet.count(Chapter.OVERDUE) > 0
    assert f"已超期 {sheet.count(Chapter.OVERDUE)}" in window._sum.text()


def test_that_a_note_is_typed_by_keys_kept_as_a_draft_and_saved(open_window, qtbot, services) -> None:
    drafts = Drafts(None)
    window = open_window(drafts=drafts)
    key = first_key(window)
    QTest.keyClick(window.table, Qt.Key.Key_C)
    field = window.table.findChild(QLineEdit)
    QTest.keyClicks(field, "call back")
    assert drafts.get(f"handover-{window.handover.id}") == {key: "call back"}
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.handovers.read(window.handover.id).notes == {key: "call back"})
    qtbot.waitUntil(lambda: drafts.keys() == ())


def test_that_what_was_typed_before_a_crash_stands_on_the_sheet_again(open_window, qtbot, services) -> None:
    first = open_window()
    key, ident = first_key(first), first.handover.id
    drafts = Drafts(None)
    drafts.put(f"handover-{ident}", {key: "half a"})
    second = open_window(drafts=drafts)
    assert second.rows.notes[key] == "half a"
    qtbot.waitUntil(lambda: services.handovers.read(ident).notes == {key: "half a"})


def test_that_two_who_write_on_one_sheet_lose_neither_note(open_window, qtbot, services, officers) -> None:
    window = open_window()
    keys = [window.rows.row(at).key for at in range(window.rows.rowCount()) if window.rows.row(at).key]
    ident = window.handover.id
    services.handovers.annotate(ident, window.handover.version, {keys[1]: "theirs"}, officers["wang"])
    window.notes.write(keys[0], "mine")
    qtbot.waitUntil(window.notes.saved)
    assert services.handovers.read(ident).notes == {keys[0]: "mine", keys[1]: "theirs"}


def test_that_both_sign_and_then_nothing_can_be_written(open_window, qtbot, services) -> None:
    window = open_window()
    QTest.keyClick(window.table, Qt.Key.Key_G)
    sign(qtbot, window)
    qtbot.waitUntil(lambda: window.handover.given_by == "li")
    QTest.keyClick(window.table, Qt.Key.Key_T)
    sign(qtbot, window, "wang")
    qtbot.waitUntil(lambda: window.handover.taken_by == "wang")
    assert "双方已签，内容一致" in window._head.text()
    at = window.rows.place_of(first_key(window))
    assert not window.rows.flags(window.rows.index(at, NOTE)) & Qt.ItemFlag.ItemIsEditable
    assert services.handovers.read(window.handover.id).is_whole


def test_that_nobody_takes_a_shift_from_himself(open_window, qtbot) -> None:
    window = open_window()
    window.give()
    sign(qtbot, window)
    qtbot.waitUntil(lambda: window.handover.given_by == "li")
    window.take()
    sign(qtbot, window, "li")
    assert window.dialog.form.trouble() == "须由另一人接班，不能自己接自己的班。"
    assert window.handover.taken_at is None


def test_that_a_wrong_password_signs_nothing_and_asks_again(open_window, qtbot, services) -> None:
    window = open_window()
    window.give()
    sign(qtbot, window, password="guessed")
    assert window.dialog.form.trouble() != ""
    assert services.handovers.read(window.handover.id).given_at is None
    sign(qtbot, window)
    qtbot.waitUntil(lambda: window.handover.given_by == "li")


def test_that_one_who_leaves_signs_only_as_himself(open_window, qtbot) -> None:
    window = open_window()
    window.give()
    field = window.dialog.form.findChild(QLineEdit, "login")
    assert field.isReadOnly()
    assert field.text() == "li"


def test_that_a_sheet_changed_after_its_signature_says_so_and_cannot_be_taken(open_window, qtbot, city) -> None:
    window = open_window()
    window.give()
    sign(qtbot, window)
    qtbot.waitUntil(lambda: window.handover.given_at is not None)
    kept = window.handover
    with city.unit() as unit:
        unit.put("handovers", kept.id, version=kept.version, notes={"x": "slipped in"})
        unit.commit()
    window.read(kept.id)
    qtbot.waitUntil(lambda: not window.handover.is_whole)
    assert "签字后被改动" in window._head.text()
    assert window._take_button.isHidden()


def test_that_a_new_sheet_takes_the_notes_of_lines_that_still_stand(open_window, qtbot) -> None:
    window = open_window()
    key, before = first_key(window), window.handover.id
    window.notes.write(key, "kept")
    qtbot.waitUntil(window.notes.saved)
    QTest.keyClick(window.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: window.handover.id != before)
    assert window.handover.notes == {key: "kept"}


def test_that_a_departments_officer_is_refused_the_sheet_of_the_city(open_window, qtbot, services) -> None:
    window = open_window("clerk")
    qtbot.waitUntil(lambda: "全市" in window._note.text())
    assert services.handovers.latest() == []


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_enter_on_a_line_asks_for_its_incident(open_window, qtbot, lang) -> None:
    window = open_window(lang=lang)
    window.table.choose_first()
    with qtbot.waitSignal(window.table.opened) as told:
        QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert told.args == [window.rows.row(window.table.currentIndex().row()).incident]
