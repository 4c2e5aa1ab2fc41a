"""Asks at which level a response begins, the plan's own chosen, and takes words for its log."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.emergency.level_field import level_field
from widgets.emergency.plate import ROMAN
from widgets.forms.text_fields import LineField
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

WIDE = 460


class StartForm(QDialog):
    """`filled(level, words)`; a refusal keeps it open."""

    filled = Signal(int, str)

    def __init__(
        self, theme: Theme, words: Words, plan: str, incident: str, level: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(words("Begin an emergency response"))
        self.setStyleSheet(theme.style_sheet())
        self.setFixedWidth(theme.whole(WIDE))
        names = {each: words("Level {level}", ctx="emergency", level=roman) for each, roman in ROMAN.items()}
        self.level, self.words = level_field(theme, names), LineField()
        self.note, self.start, self.cancel = QLabel(), QPushButton(), QPushButton(words("Cancel"))
        self.level.put(level)
        title, under = QLabel(plan), QLabel(incident)
        restyle(title, role="title")
        restyle(under, tone="2")
        restyle(self.note, tone="2")
        for one in (title, under, self.note):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
        self.note.setText(
            words("The plan begins at level {level}. Those whom it names are called at once.", level=ROMAN[level])
        )
        self.words.setPlaceholderText(words("Words for the log", ctx="emergency"))
        self.words.setAccessibleName(self.words.placeholderText())
        self.start.setText(words("Begin the response", ctx="emergency"))
        self.start.setProperty("primary", True)
        self.cancel.setAutoDefault(False)
        self.start.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.whole(16),) * 4)
        column.setSpacing(theme.whole(10))
        for widget in (title, under, self.level, self.words, self.note):
            column.addWidget(widget)
        column.addLayout(row)
        self.cancel.clicked.connect(self.reject)
        self.start.clicked.connect(self._on_start)
        self.start.setFocus()

    def refuse(self, sentence: str) -> None:
        """Why it did not begin."""
        self.note.setText(sentence)
        self.start.setEnabled(True)

    def _on_start(self) -> None:
        self.start.setEnabled(False)
        self.filled.emit(self.level.value or 0, self.words.value)
