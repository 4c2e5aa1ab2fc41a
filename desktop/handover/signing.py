"""A signature: who signs proves that it is them, off the GUI thread; the seat's own session stays as it is."""

from __future__ import annotations

import platform
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from services.access.login import Door, Logins
from services.domain.handover import Handover
from services.domain.people import Officer
from widgets.access.credentials import Ask, CredentialForm
from widgets.theme.theme import Theme

Sign = Callable[[Officer], Handover]


class SignDialog(QDialog):
    """Asks login and password (a demo city: the login alone), then signs; `handover` is the signed one, or None.

    With `login` the one who signs is given and can't be changed.
    """

    def __init__(
        self, context: SeatContext, theme: Theme, title: str, note: str, sign: Sign, parent: QWidget, login: str = ""
    ) -> None:
        super().__init__(parent)
        self._context, self._sign = context, sign
        self._logins = context.officer.logins or Logins(context.services.database)
        self._alive = True
        self.handover: Handover | None = None
        words = context.words
        demo = self._logins.door(context.kind) is Door.DEMO
        asks = [Ask("login", lambda: words("Login"))]
        if not demo:
            asks.append(Ask("password", lambda: words("Password"), secret=True))
        self.form = CredentialForm(
            theme, words, asks, title=lambda: title, action=lambda: words("Sign", ctx="handover"), note=lambda: note
        )
        self.form.filled.connect(self._on_filled)
        if login:
            self.form.put("login", login)
            field = self.form.findChild(QLineEdit, "login")
            if field is not None:
                field.setReadOnly(True)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.begin()

    def done(self, result: int) -> None:
        self._alive = False
        super().done(result)

    def _on_filled(self, filled: dict[str, str]) -> None:
        logins, seat, sign = self._logins, self._context.kind, self._sign

        def ask() -> Handover:
            return sign(logins.prove(filled["login"], filled.get("password", ""), seat, platform.node()))

        self._context.workers.ask(f"sign {id(self)}", ask, self._take, self._on_trouble)

    def _take(self, handover: Handover) -> None:
        self.handover = handover
        if self._alive:
            self.accept()

    def _on_trouble(self, error: Exception) -> None:
        if self._alive:
            self.form.refuse(refused(error, self._context.words))
