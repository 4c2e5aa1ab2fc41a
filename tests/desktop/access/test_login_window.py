"""The window before the seat lets in who knows the password, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from desktop.access.login_window import LoginWindow
from layers.style.tokens import load_tokens
from services.access.login import Door, Entered, Logins
from services.access.officers import Officers
from services.bundle import Services
from services.words import Words
from widgets.access.credentials import CredentialForm
from widgets.theme.theme import Theme

PASSWORD = "Regen-7-Wolken"
Make = Callable[..., LoginWindow]


@pytest.fixture
def window(qtbot: QtBot, services: Services, logins: Logins) -> Make:
    def make(door: Door = Door.LOGIN, login: str = "") -> LoginWindow:
        theme, words = Theme(load_tokens()), Words("en")
        keeper = Officers(services.database, logins)
        made = LoginWindow(logins, keeper, theme, words, "operator", services.database.name, door, login)
        qtbot.addWidget(made)
        return made

    return make


def type_in(form: CredentialForm, **typed: str) -> None:
    for name, text in typed.items():
        form.put(name, text)
    form._on_enter()


def answer(window: LoginWindow, *then: Callable[[], Any]) -> Entered | None:
    """Runs the window with these things done in it, one after another as soon as the one before was answered."""
    steps = list(then)
    timer = QTimer(window, interval=20)

    def go_on() -> None:
        if steps and window._current()._action.isEnabled():
            steps.pop(0)()

    timer.timeout.connect(go_on)
    timer.start()
    return window.ask()


def test_that_a_wrong_password_is_told_and_the_right_one_lets_in(window: Make, officers: Officers) -> None:
    made = window()
    told: list[str] = []
    found = answer(
        made,
        lambda: type_in(made.login, login="lin", password="wrong"),
        lambda: (told.append(made.login.trouble()), type_in(made.login, password=PASSWORD)),
    )
    assert found is not None
    assert found.officer.login == "lin"
    assert "do not belong together" in told[0]
    assert made.login._fields["login"].text() == "lin"


def test_that_closing_lets_nobody_in(window: Make, officers: Officers, qtbot: QtBot) -> None:
    made = window()
    assert answer(made, lambda: qtbot.keyClick(made, Qt.Key.Key_Escape)) is None


def test_that_a_password_set_by_another_is_changed_before_anything_opens(
    window: Make, officers: Officers, logins: Logins
) -> None:
    chief = logins.enter("chief", PASSWORD, "operator", "desk").officer
    lin = logins.enter("lin", PASSWORD, "operator", "desk").officer
    officers.reset(chief, lin.id, "Neuer-9-Anfang")
    made = window(login="lin")
    found = answer(
        made,
        lambda: type_in(made.login, password="Neuer-9-Anfang"),
        lambda: type_in(made.change, new="Schnee-8-Felder", again="Schnee-8-Felde"),
        lambda: type_in(made.change, new="Schnee-8-Felder", again="Schnee-8-Felder"),
    )
    assert found is not None
    assert logins.enter("lin", "Schnee-8-Felder", "operator", "desk").must_change is False


def test_that_who_closes_before_changing_the_password_is_not_let_in(
    window: Make, officers: Officers, logins: Logins
) -> None:
    chief = logins.enter("chief", PASSWORD, "operator", "desk").officer
    lin = logins.enter("lin", PASSWORD, "operator", "desk").officer
    officers.reset(chief, lin.id, "Neuer-9-Anfang")
    made = window(login="lin")
    assert answer(made, lambda: type_in(made.login, password="Neuer-9-Anfang"), made.close) is None


def test_that_the_first_administrator_is_made_where_there_is_none(window: Make, logins: Logins) -> None:
    made = window(Door.FIRST)
    assert made._current() is made.first
    found = answer(
        made,
        lambda: type_in(made.first, name="Chief", login="chief", password=PASSWORD, again="other"),
        lambda: type_in(made.first, password="short", again="short"),
        lambda: type_in(made.first, password=PASSWORD, again=PASSWORD),
    )
    assert found is not None
    assert logins.door("operator") is Door.LOGIN


def test_that_the_language_turns_at_the_login(window: Make, officers: Officers) -> None:
    made = window()
    before = made.login._title.text()
    made._words.switch("zh_CN")
    assert made.login._title.text() != before
    made.close()
