"""The section of supervision: what presses the ticket, since when, what was answered, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.text_fields import WordsField
from widgets.panels.sections import Section, TextLines
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class SupervisionLook:
    """A ticket's supervision in words. `note` says how far it has climbed."""

    note: str
    lines: Sequence[tuple[str, str]]
    may_answer: bool = False
    may_lift: bool = False


class SupervisionPanel(QWidget):
    """`answered(words)`, `lifted(words)`; hidden where nothing presses or pressed the ticket."""

    answered = Signal(str)
    lifted = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.look: SupervisionLook | None = None
        self.lines, self.field = TextLines(theme), WordsField(theme)
        self.answer, self.lift, self.note = QPushButton(), QPushButton(), QLabel()
        body = QWidget()
        restyle(self.note, tone="2")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.answer)
        buttons.addWidget(self.lift)
        buttons.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.lines, self.field, self.note):
            column.addWidget(widget)
        column.addLayout(buttons)
        self._section = Section(theme, body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)
        self.answer.setProperty("primary", True)
        self.answer.clicked.connect(lambda: self.answered.emit(self.field.value))
        self.lift.clicked.connect(lambda: self.lifted.emit(self.field.value))
        self.hide()
        follow(words, self, self._say)

    def show_look(self, look: SupervisionLook | None) -> None:
        """Another ticket's, or none; what is typed stays while something can be done with it."""
        self.look = look
        self.setVisible(look is not None)
        if look is None:
            self.forget()
            return
        self.lines.show_lines(tuple(look.lines))
        self.answer.setVisible(look.may_answer)
        self.lift.setVisible(look.may_lift)
        self.field.setVisible(look.may_answer or look.may_lift)
        self._say()

    def tell(self, sentence: str) -> None:
        """What came of it, or why not."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def forget(self) -> None:
        """What was typed belongs to another ticket."""
        self.field.put("")
        self.tell("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.look is not None:
            (self.answered if self.look.may_answer else self.lifted).emit(self.field.value)
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        words, look = self._words, self.look
        self._section.name(words("Supervision"), look.note if look is not None else "")
        self.answer.setText(words("Answer", ctx="supervision"))
        self.lift.setText(words("Lift it", ctx="supervision"))
        self.field.setPlaceholderText(
            words("What was done, and by when the rest will be", ctx="supervision")
            if look is not None and look.may_answer
            else words("Why the pressure ends", ctx="supervision")
        )
        self.field.setAccessibleName(self.field.placeholderText())
