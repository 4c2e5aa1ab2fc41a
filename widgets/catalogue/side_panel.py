"""Beside the sheets: what is wrong, what one should know, what would change, why, and the button that saves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.catalogue.told_list import ToldList
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

Told = Sequence[tuple[str, object]]


class SidePanel(QWidget):
    """`picked(place)` a sentence's cell, `reasoned(words)` while the reason is written, and the two buttons."""

    picked = Signal(object)
    reasoned = Signal(str)
    save_asked, discard_asked = Signal(), Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._told: tuple[Told, Told, Told] = ((), (), ())
        self.problems, self.remarks, self.changes = (ToldList(theme, self) for _ in range(3))
        for each in (self.problems, self.changes):
            each.picked.connect(self._on_picked)
        self._label, self.why = QLabel(), QLineEdit()
        restyle(self._label, tone="3", role="caption")
        self._label.setBuddy(self.why)
        self.why.textEdited.connect(self.reasoned)
        self._save, self._discard, self._state = QPushButton(), QPushButton(), QLabel()
        self.why.returnPressed.connect(self._save.click)
        restyle(self._save, primary=True)
        restyle(self._state, tone="3", role="caption")
        self._state.setWordWrap(True)
        self._save.clicked.connect(self.save_asked)
        self._discard.clicked.connect(self.discard_asked)
        self._lay_out(theme)
        follow(words, self, self.say)

    def tell(self, problems: Told, remarks: Told, changes: Told) -> None:
        """What the newest draft is found to be."""
        self._told = (problems, remarks, changes)
        self._say_lists()

    def allow(self, save: bool, discard: bool, reason: str, state: str) -> None:
        """Whether the buttons may be pressed, why not, and what stands below them."""
        self._save.setEnabled(save)
        self._save.setToolTip(reason)
        self._discard.setEnabled(discard)
        self._state.setText(state or reason)

    def say(self) -> None:
        """Everything in the reader's language."""
        words = self._words
        self._label.setText(words("Why it is changed"))
        self.why.setPlaceholderText(words("For example the paper that orders it"))
        self._save.setText(words("Save as a new version"))
        self._discard.setText(words("Give up the draft"))
        self._say_lists()

    def _say_lists(self) -> None:
        words = self._words
        problems, remarks, changes = self._told
        wrong = words.plural("{n} thing is wrong", "{n} things are wrong", len(problems))
        self.problems.tell(wrong if problems else words("Nothing is wrong"), problems)
        self.remarks.tell(words("To know"), remarks)
        self.remarks.setVisible(bool(remarks))
        told = words.plural("{n} thing would change", "{n} things would change", len(changes))
        if problems:
            told = words("What would change is told when nothing is wrong.")
        elif not changes:
            told = words("Nothing would change")
        self.changes.tell(told, changes)

    def _on_picked(self, place: object) -> None:
        if place is not None:
            self.picked.emit(place)

    def _lay_out(self, theme: Theme) -> None:
        pad, gap = theme.whole(12), theme.whole(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(gap)
        buttons.addWidget(self._save)
        buttons.addWidget(self._discard)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(gap)
        column.addWidget(self.problems, 3)
        column.addWidget(self.remarks, 2)
        column.addWidget(self.changes, 4)
        column.addStretch(1)
        column.addWidget(self._label)
        column.addWidget(self.why)
        column.addLayout(buttons)
        column.addWidget(self._state)
