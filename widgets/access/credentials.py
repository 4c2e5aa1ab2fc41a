"""A form for names and passwords: login, lock, first administrator, other password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

Say = Callable[[], str]
WIDE = 360
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: its name, what is written over it, whether it hides what is typed."""

    name: str
    label: Say
    secret: bool = False


class CredentialForm(QWidget):
    """Asks for some fields; `filled(dict)` by Enter in the last one or by the button, `other()` by the second button.

    Nothing typed is lost by a refusal but the secrets.
    """

    filled = Signal(object)
    other = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        asks: Sequence[Ask],
        title: Say,
        action: Say,
        note: Say | None = None,
        other: Say | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._asks = theme, words, tuple(asks)
        self._says = {"title": title, "action": action, "note": note, "other": other}
        self._title, self._note, self._trouble = QLabel(), QLabel(), QLabel()
        self._labels = {ask.name: QLabel() for ask in asks}
        self._fields = {ask.name: QLineEdit() for ask in asks}
        self._action, self._other = QPushButton(), QPushButton()
        self._column = QVBoxLayout(self)
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    # ---- what a desk asks ----------------------------------------------------------------------------------------

    def put(self, name: str, text: str) -> None:
        """Fills a field in."""
        self._fields[name].setText(text)

    def refuse(self, sentence: str) -> None:
        """Says why it did not go on; what was hidden is to be typed again."""
        self.wait(False)
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        secrets = [ask.name for ask in self._asks if ask.secret]
        for name in secrets:
            self._fields[name].clear()
        if secrets:
            self._fields[secrets[0]].setFocus()

    def wait(self, waits: bool) -> None:
        """What was filled in is being looked at."""
        for widget in (*self._fields.values(), self._action):
            widget.setEnabled(not waits)

    def begin(self) -> None:
        """Brings the keyboard to the first field that is empty."""
        empty = [field for field in self._fields.values() if not field.text()]
        (empty or list(self._fields.values()))[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empties every field that hides what is typed, and takes the last complaint back."""
        for ask in self._asks:
            if ask.secret:
                self._fields[ask.name].clear()
        self._trouble.hide()

    def trouble(self) -> str:
        """The complaint that stands there."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        restyle(self._title, role="heading")
        restyle(self._note, tone="2")
        for label in (self._note, self._trouble):
            label.setWordWrap(True)
        self._trouble.hide()
        for ask in self._asks:
            field, label = self._fields[ask.name], self._labels[ask.name]
            field.setMaxLength(LONGEST)
            field.setObjectName(ask.name)
            if ask.secret:
                field.setEchoMode(QLineEdit.EchoMode.Password)
                field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
            restyle(label, tone="2", role="caption")
            label.setBuddy(field)
            field.returnPressed.connect(self._on_enter)
        self._action.setProperty("primary", True)
        self._action.clicked.connect(self._on_filled)
        self._other.setVisible(self._says["other"] is not None)
        self._other.setProperty("flat", True)
        self._other.clicked.connect(self.other)
        self._column.addWidget(self._title)
        self._column.addWidget(self._note)
        for ask in self._asks:
            self._column.addWidget(self._labels[ask.name])
            self._column.addWidget(self._fields[ask.name])
        self._column.addWidget(self._trouble)
        buttons = QHBoxLayout()
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        buttons.addWidget(self._action)
        self._column.addLayout(buttons)
        self._column.addStretch(1)

    def _on_enter(self) -> None:
        """Enter goes on to the next empty field, and from the last one it is the button."""
        empty = [field for field in self._fields.values() if not field.text()]
        if empty:
            empty[0].setFocus()
        else:
            self._on_filled()

    def _on_filled(self) -> None:
        if not self._action.isEnabled():
            return
        self._trouble.hide()
        self.wait(True)
        self.filled.emit({name: field.text() for name, field in self._fields.items()})

    def _say(self) -> None:
        def said(name: str) -> str:
            say = self._says[name]
            return say() if say is not None else ""

        self._title.setText(said("title"))
        self._note.setText(said("note"))
        self._note.setVisible(bool(said("note")))
        self._action.setText(said("action"))
        self._other.setText(said("other"))
        for ask in self._asks:
            self._labels[ask.name].setText(ask.label())
            self._fields[ask.name].setAccessibleName(ask.label())

    def _dress(self) -> None:
        theme = self._theme
        self.setMinimumWidth(theme.whole(WIDE))
        self._column.setContentsMargins(*(theme.whole(24),) * 4)
        self._column.setSpacing(theme.whole(8))
        for field in self._fields.values():
            field.setMinimumHeight(theme.whole("space.control_height"))
        self._action.setMinimumWidth(theme.whole(96))
