"""The window before the seat: asks who sits down, or who keeps this city's officers from now on."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop.workers import Workers
from services.access.login import Door, Entered, Logins
from services.access.officers import Entry, Officers
from services.domain.people import OfficerRole
from services.domain.refusals import Refusal
from services.words import Words
from widgets.access.credentials import Ask, CredentialForm
from widgets.theme.theme import Theme

LANGUAGES = {"zh_CN": "English", "en": "中文"}  # each button in the words of the language that it leads to


class LoginWindow(QWidget):
    """Runs until somebody is let in or the window is closed; `ask()` gives the one who was let in, or None.

    The password is looked at on a worker thread. After a login whose password somebody else has set, a new one is
    asked for before anything opens.
    """

    def __init__(
        self, logins: Logins, officers: Officers, theme: Theme, words: Words, seat: str, name: str, door: Door,
        login: str = "",
    ) -> None:  # fmt: skip
        super().__init__(None, Qt.WindowType.Window)
        self._logins, self._officers, self._theme, self._words = logins, officers, theme, words
        self._seat, self._name = seat, name
        self._workers = Workers(self, threads=1)
        self._loop = QEventLoop(self)
        self._entered: Entered | None = None
        self._old = ""
        demo = logins.demo_password
        self.login = self._login_form(demo)
        self.first, self.change = self._first_form(), change_form(theme, words, must=True)
        self._stack = QStackedLayout()
        self._build(door, login, demo)

    def ask(self) -> Entered | None:
        """Shows the window until it has an answer."""
        self.show()
        self.activateWindow()
        self._current().begin()
        self._loop.exec()
        self._workers.wait()
        return self._entered

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing lets nobody in, also not whose new password is still missing."""
        if self._loop.isRunning() and self._entered is not None:
            self._logins.leave(self._entered.session)
            self._entered = None
        self._loop.quit()
        event.accept()

    # ---- forms ---------------------------------------------------------------------------------------------------

    def _login_form(self, demo: str) -> CredentialForm:
        words = self._words
        logins = self._logins.demo_logins() if demo else ()

        def note() -> str:
            if not demo:
                return words("Database {name}", name=self._name)
            known = words("Demo data: all officers of this city have the password {password}.", password=demo)
            return f"{known}\n{' · '.join(logins)}"

        form = CredentialForm(
            self._theme,
            words,
            (Ask("login", lambda: words("Login")), Ask("password", lambda: words("Password"), secret=True)),
            title=lambda: words("Log in"),
            action=lambda: words("Log in"),
            note=note,
        )
        form.filled.connect(self._on_login)
        return form

    def _first_form(self) -> CredentialForm:
        words = self._words
        form = CredentialForm(
            self._theme,
            words,
            (
                Ask("name", lambda: words("Name", ctx="officer")),
                Ask("login", lambda: words("Login")),
                Ask("password", lambda: words("Password"), secret=True),
                Ask("again", lambda: words("The password again"), secret=True),
            ),
            title=lambda: words("The first administrator"),
            action=lambda: words("Begin"),
            note=lambda: words(
                "Nobody can log in to {name} yet. Who is named here adds the other officers.", name=self._name
            ),
        )
        form.filled.connect(self._on_first)
        return form

    def _build(self, door: Door, login: str, demo: str) -> None:
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(self._theme.style_sheet())
        self.setWindowTitle(self._words("GridCommand"))
        for form in (self.login, self.first, self.change):
            self._stack.addWidget(form)
        self._stack.setCurrentWidget(self.first if door is Door.FIRST else self.login)
        self.change.filled.connect(self._on_change)
        if login:
            self.login.put("login", login)
        if demo:
            self.login.put("password", demo)
        language = QPushButton(LANGUAGES.get(self._words.lang, ""))
        language.setProperty("flat", True)
        language.clicked.connect(lambda: self._turn(language))
        foot = QHBoxLayout()
        foot.setContentsMargins(*(self._theme.whole(12),) * 4)
        foot.addStretch(1)
        foot.addWidget(language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._stack)
        column.addStretch(1)
        column.addLayout(foot)
        self.resize(self._theme.whole(440), self._theme.whole(500))

    def _turn(self, button: QPushButton) -> None:
        self._words.switch("en" if self._words.lang.startswith("zh") else "zh_CN")
        button.setText(LANGUAGES.get(self._words.lang, ""))
        self.setWindowTitle(self._words("GridCommand"))

    def _current(self) -> CredentialForm:
        form = self._stack.currentWidget()
        assert isinstance(form, CredentialForm)  # the stack holds nothing else
        return form

    # ---- what was filled in --------------------------------------------------------------------------------------

    def _on_login(self, filled: Mapping[str, str]) -> None:
        login, password = filled["login"], filled["password"]
        self._old = password
        self._ask(self.login, lambda: self._logins.enter(login, password, self._seat, platform.node()), self._take)

    def _on_first(self, filled: Mapping[str, str]) -> None:
        if filled["password"] != filled["again"]:
            self.first.refuse(self._words("The two passwords differ. Nothing was changed."))
            return
        entry = Entry(filled["login"].strip(), filled["name"], OfficerRole.ADMIN, frozenset({OfficerRole.DISPATCHER}))

        def add() -> Entered:
            self._officers.add(None, entry, filled["password"])
            return self._logins.enter(entry.login, filled["password"], self._seat, platform.node())

        self._ask(self.first, add, self._take)

    def _on_change(self, filled: Mapping[str, str]) -> None:
        entered = self._entered
        if entered is None:
            return
        if filled["new"] != filled["again"]:
            self.change.refuse(self._words("The two passwords differ. Nothing was changed."))
            return
        old = self._old
        self._ask(
            self.change,
            lambda: self._logins.change(entered.officer, old, filled["new"], entered.session),
            lambda _: self._done(),
        )

    def _take(self, entered: Entered) -> None:
        self._entered = entered
        if entered.must_change:
            self._stack.setCurrentWidget(self.change)
            self.change.begin()
        else:
            self._done()

    def _done(self) -> None:
        self._old = ""
        self._loop.quit()
        self.hide()

    def _ask(self, form: CredentialForm, question: Callable[[], Any], take: Callable[[Any], None]) -> None:
        self._workers.ask("login", question, take, lambda error: form.refuse(refused(error, self._words)))


def change_form(theme: Theme, words: Words, must: bool = False) -> CredentialForm:
    """The form for a new password; the old one is asked for unless it was just given (`must`)."""
    old = () if must else (Ask("old", lambda: words("The password until now"), secret=True),)
    return CredentialForm(
        theme,
        words,
        (
            *old,
            Ask("new", lambda: words("The new password"), secret=True),
            Ask("again", lambda: words("The new password again"), secret=True),
        ),
        title=lambda: words("Change the password"),
        action=lambda: words("Change"),
        note=(lambda: words("Somebody else has set your password. Choose one that only you know.")) if must else None,
        other=None if must else lambda: words("Cancel"),
    )


def refused(error: Exception, words: Words) -> str:
    """Why it did not go on, for the reader."""
    return (
        error.say(words)
        if isinstance(error, Refusal)
        else words("Something in the program went wrong; the log has it.")
    )
