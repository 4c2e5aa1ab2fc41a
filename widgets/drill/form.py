"""The form of a drill: which script, for how long; or that the one that runs ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.choice_field import ChoiceField
from widgets.forms.looks import Option
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

WIDE, MOST_MINUTES = 480, 240


@dataclass(frozen=True, slots=True)
class ScriptLook:
    """One script to choose: its name, what it is for, its usual minutes, how many signals a minute."""

    code: str
    name: str
    purpose: str
    minutes: int
    rate: int


class DrillForm(QDialog):
    """`begun(code, minutes)` or `ended()`; a refusal keeps it open. With `runs` it only offers the end."""

    begun = Signal(str, int)
    ended = Signal()

    def __init__(
        self, theme: Theme, words: Words, icons: Icons, scripts: Sequence[ScriptLook], runs: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(words("Drill", ctx="drill"))
        self.setStyleSheet(theme.style_sheet())
        self.setFixedWidth(theme.whole(WIDE))
        self._words, self._scripts = words, {script.code: script for script in scripts}
        self._runs = bool(runs)
        self.script, self.minutes = ChoiceField(theme, icons), QSpinBox()
        self.note, self.go, self.cancel = QLabel(), QPushButton(), QPushButton(words("Cancel"))
        title = QLabel(runs or words("Begin a drill", ctx="drill"))
        restyle(title, role="title")
        restyle(self.note, tone="2")
        for label in (title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        self._edge = theme.whole(16)
        column.setContentsMargins(*(self._edge,) * 4)
        column.setSpacing(theme.whole(10))
        column.addWidget(title)
        if not self._runs:
            column.addLayout(self._fields(theme))
        column.addWidget(self.note)
        column.addLayout(self._buttons())
        self._say()

    def refuse(self, sentence: str) -> None:
        """Why nothing was done."""
        self._tell(sentence)
        self.go.setEnabled(True)

    def _fields(self, theme: Theme) -> QFormLayout:
        words = self._words
        self.script.offer([Option(script.code, script.name) for script in self._scripts.values()])
        self.script.put(next(iter(self._scripts), None))
        self.script.setAccessibleName(words("Script", ctx="drill"))
        self.script.edited.connect(self._on_script)
        self.minutes.setRange(1, MOST_MINUTES)
        self.minutes.setSuffix(f" {words('min', ctx='drill')}")
        self.minutes.lineEdit().setTextMargins(theme.whole(6), 0, 0, 0)
        self.minutes.setAccessibleName(words("How long", ctx="drill"))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.whole(12))
        form.addRow(words("Script", ctx="drill"), self.script)
        form.addRow(words("How long", ctx="drill"), self.minutes)
        self._on_script()
        return form

    def _buttons(self) -> QHBoxLayout:
        words = self._words
        self.go.setText(words("End the drill", ctx="drill") if self._runs else words("Begin the drill", ctx="drill"))
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        return row

    def _on_script(self) -> None:
        script = self._scripts.get(self.script.value or "")
        if script is not None:
            self.minutes.setValue(script.minutes)
        self._say()

    def _say(self) -> None:
        words, script = self._words, self._scripts.get(self.script.value or "")
        if self._runs:
            told = words("Its warnings end with it. Nothing of it stays in any figure.", ctx="drill")
        elif script is None:
            told = words("There is no script.", ctx="drill")
        else:
            rate = words("{rate} signals a minute. Every seat and wall says so while it runs; nothing enters a figure.",
                         ctx="drill", rate=words.formats.integer(script.rate))  # fmt: skip
            told = f"{script.purpose}\n{rate}"
        self._tell(told)
        self.go.setEnabled(self._runs or script is not None)

    def _tell(self, sentence: str) -> None:
        """The note in as many lines as it takes: the form grows with it."""
        self.note.setText(sentence)
        self.note.setMinimumHeight(self.note.heightForWidth(self.width() - 2 * self._edge))
        self.adjustSize()

    def _on_go(self) -> None:
        self.go.setEnabled(False)
        if self._runs:
            self.ended.emit()
        else:
            self.begun.emit(self.script.value or "", self.minutes.value())
