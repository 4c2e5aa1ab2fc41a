"""Forms: fields by what a step needs, found by initials, kept while the case changes, sent by one key."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.forms.choice_field import ChoiceField, matching
from widgets.forms.conflict_card import ConflictCard, ConflictLook, ConflictRow, WayLook
from widgets.forms.looks import FieldKind, FieldLook, FormLook, Option, StepLook
from widgets.forms.photos_field import PhotosField
from widgets.forms.step_form import StepForm
from widgets.forms.time_fields import MomentField
from widgets.kit.icons import Icons
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))
OWNERS = (
    Option("police", "公安局", ("public security", "gaj")),
    Option("traffic", "公安局交警大队", ("traffic police", "gajjjdd")),
    Option("urban", "城市管理局", ("urban management", "csglj")),
)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def theme(qapp) -> Theme:
    use_fonts(qapp, bundled=True, tokens=load_tokens())
    return Theme(load_tokens())


@pytest.fixture
def form(qtbot, theme) -> StepForm:
    made = StepForm(theme, Words("zh_CN"), Icons(theme), lambda: NOW)
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.setStyleSheet(theme.style_sheet())
    return made


def a_look(*fields: FieldLook, others: tuple[StepLook, ...] = (), subject: str = "incident/7") -> FormLook:
    return FormLook(subject, StepLook("assign", "派单", "D"), fields, others)


OWNER = FieldLook("department", FieldKind.CHOICE, "主办", OWNERS, needed=True)
WORDS = FieldLook("words", FieldKind.WORDS, "要求")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("csglj", "urban"), ("gaj", "police"), ("gajj", "traffic"), ("交警", "traffic"), ("traffic", "traffic")],
)
def test_that_a_department_is_found_by_initials_name_or_english(typed: str, first: str) -> None:
    assert matching(OWNERS, typed)[0].code == first


def test_that_nothing_is_found_for_what_none_is_called() -> None:
    assert matching(OWNERS, "zzz") == []
    assert len(matching(OWNERS, " ")) == len(OWNERS)


def test_that_typing_and_enter_choose_the_best(form, qtbot) -> None:
    form.show_form(a_look(OWNER))
    form.show()
    field: ChoiceField = form.fields["department"]
    field.setFocus()
    QTest.keyClicks(field, "csg")
    assert field.shown() == ["城市管理局"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.values() == {"department": "urban"}
    assert field.text() == "城市管理局"
    assert not field.is_open()


def test_that_arrows_go_through_the_list_and_escape_takes_back(form, qtbot) -> None:
    form.show_form(a_look(OWNER), {"department": "police"})
    form.show()
    field: ChoiceField = form.fields["department"]
    field.setFocus()
    QApplication.processEvents()  # laid out: a field that moves closes its list
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.values() == {"department": "traffic"}
    QTest.keyClicks(field, "c")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "公安局交警大队"
    assert form.values() == {"department": "traffic"}


def test_that_ctrl_enter_sends_what_is_being_typed(form, qtbot) -> None:
    form.show_form(a_look(OWNER, WORDS))
    form.show()
    form.set_focus()
    QTest.keyClicks(form.fields["department"], "csg")
    with qtbot.waitSignal(form.filled) as told:
        form.submit()
    assert told.args[0] == {"department": "urban"}


def test_that_the_same_form_keeps_what_was_typed_and_another_subject_does_not(form) -> None:
    form.show_form(a_look(OWNER, WORDS))
    form.fields["words"].setPlainText("先设警示")
    form.show_form(a_look(OWNER, WORDS, others=(StepLook("note", "备注", "C"),)))
    assert form.values() == {"words": "先设警示"}
    form.show_form(a_look(OWNER, WORDS, subject="incident/8"))
    assert form.values() == {}


def test_that_what_the_program_filled_wears_the_ring_until_it_is_confirmed(form) -> None:
    form.show_form(a_look(OWNER))
    form.put("department", "traffic", advised=True)
    assert form.fields["department"].property("advised") is True
    assert not form.is_touched("department")
    form.submit()
    assert form.fields["department"].property("advised") is False


def test_that_further_steps_stand_beside_and_the_rest_in_a_menu(form, qtbot) -> None:
    others = tuple(StepLook(f"v{n}", f"步骤{n}", "") for n in range(9))
    form.show_form(a_look(others=others))
    form.show()
    qtbot.waitUntil(lambda: all(button.isVisible() for button in form.findChildren(QPushButton)))
    texts = [button.text() for button in form.findChildren(QPushButton) if button.isVisible()]
    assert texts[0] == "派单  Ctrl+↵"
    assert "步骤2" in texts
    assert "步骤3" not in texts
    assert "更多" in texts


def test_that_labels_belong_to_their_fields_and_nothing_is_too_low_to_hit(form, qtbot) -> None:
    every = tuple(
        FieldLook(kind.value, kind, f"域{kind.value}", OWNERS if kind in (FieldKind.CHOICE, FieldKind.SEVERAL) else ())
        for kind in FieldKind
    )
    form.show_form(a_look(*every))
    form.resize(420, 1000)
    form.show()
    qtbot.waitExposed(form)
    buddies = [label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None]
    assert len(buddies) == len(every) - 1  # a tick says itself
    for button in form.findChildren(QPushButton):
        if button.isVisible():
            assert button.height() >= 28, button.text()
    for field in form.fields.values():
        assert field.height() >= 28


def test_that_a_moment_is_empty_until_somebody_chose_and_is_on_the_citys_clock(qtbot, theme) -> None:
    field = MomentField(theme, Words("zh_CN"), lambda: NOW)
    qtbot.addWidget(field)
    assert field.value is None
    button = next(one for one in field.findChildren(QPushButton) if one.text() == "4 小时")
    button.click()
    assert field.value == pytest.approx(NOW.timestamp() + 4 * 3600, abs=60)
    assert "18:32" in field._edit.text()


def test_that_photos_are_dropped_by_what_they_show(qtbot, theme, tmp_path) -> None:
    field = PhotosField(theme, Icons(theme), Words("zh_CN"))
    qtbot.addWidget(field)
    path = tmp_path / "after.jpg"
    path.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(field.edited):
        field._boxes["after"].dropEvent(event)
    assert field.value == [("after", str(path))]
    field._take_back.click()
    assert field.value is None


@pytest.mark.parametrize("zoom", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_no_button_is_cut_off_at_any_zoom(qtbot, qapp, lang: str, zoom: float) -> None:
    use_fonts(qapp, bundled=True, tokens=load_tokens())
    theme = Theme(load_tokens(), scale=zoom)
    form = StepForm(theme, Words(lang), Icons(theme), lambda: NOW)
    qtbot.addWidget(form)
    form.setStyleSheet(theme.style_sheet())
    every = tuple(FieldLook(kind.value, kind, kind.value, OWNERS) for kind in FieldKind)
    form.show_form(a_look(*every, others=(StepLook("transfer", "Ask for extension", "Shift+X"),)))
    form.resize(round(400 * zoom), round(1100 * zoom))
    form.show()
    qtbot.waitExposed(form)
    for button in form.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width() - 1, button.text()


def test_that_a_conflict_is_read_aloud_with_what_differs(qtbot, theme) -> None:
    card = ConflictCard(theme, Words("zh_CN"), Icons(theme))
    qtbot.addWidget(card)
    rows = (ConflictRow("主办", "城市管理局", "公安局交警大队"), ConflictRow("时限", "24 小时", "24 小时"))
    ways = (WayLook("note", "附为备注"), WayLook("discard", "放弃"))
    card.show_look(ConflictLook("本单已被派出", "调度 05 席 14:31:52 派往", "你的", "现行", rows, ways))
    assert "≠ 公安局交警大队" in card.accessibleDescription()
    assert "= 24 小时" in card.accessibleDescription()
    buttons = card.findChildren(QPushButton)
    assert buttons[0].property("primary") is True
    with qtbot.waitSignal(card.way_chosen) as told:
        buttons[1].click()
    assert told.args == ["discard"]
    card.show_look(None)
    assert card.isHidden()
