"""The tickets of further departments on the detail panel: whose, where it stands, what it is for, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.looks import StepLook
from widgets.kit.flow import Flow
from widgets.panels.sections import Section
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class ChildLook:
    """One ticket in words, with the steps that this officer may take with it."""

    child: int
    title: str
    under: str
    steps: tuple[StepLook, ...] = ()


class ChildRows(Section):
    """Shows tickets under each other; `step_asked(child, verb)` from their buttons. Hidden where there are none."""

    step_asked = Signal(object, str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._inside = QWidget()
        super().__init__(theme, self._inside, parent)
        self._words = words
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._looks: Sequence[ChildLook] = ()
        self.hide()
        follow(words, self, self._say)

    def show_looks(self, looks: Sequence[ChildLook]) -> None:
        """Other tickets."""
        self.setVisible(bool(looks))
        if list(looks) == list(self._looks):
            return
        self._looks = tuple(looks)
        while (item := self._rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for look in looks:
            self._rows.addWidget(self._row(look))
        self._say()

    def looks(self) -> Sequence[ChildLook]:
        """What stands there now."""
        return self._looks

    def _row(self, look: ChildLook) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, self._theme.whole(4))
        column.setSpacing(self._theme.whole(2))
        for text, tone in ((look.title, ""), (look.under, "2")):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            restyle(label, tone=tone)
            column.addWidget(label)
        if look.steps:
            buttons = QWidget()
            flow = Flow(buttons)
            flow.setContentsMargins(0, 0, 0, 0)
            flow.setSpacing(self._theme.whole(6))
            for step in look.steps:
                button = QPushButton(step.text)
                button.setAccessibleName(f"{step.text} · {look.title}")
                button.clicked.connect(lambda _=False, verb=step.verb: self.step_asked.emit(look.child, verb))
                flow.addWidget(button)
            column.addWidget(buttons)
        return row

    def _say(self) -> None:
        self.name(self._words("Further departments"), self._words.formats.integer(len(self._looks)))
