"""The bar that asks for words before something weighty is done: raising, lowering, standing down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from services.words import Words
from widgets.forms.mark_fields import MarkField
from widgets.forms.text_fields import LineField
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


class AskBar(QWidget):
    """`filled(level or 0, words)`; Esc takes it back. A refusal keeps what was typed."""

    filled = Signal(int, str)

    def __init__(
        self, theme: Theme, words: Words, levels: MarkField | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self.levels, self.field = levels, LineField()
        self._label, self.done, self._away = QLabel(), QPushButton(), QPushButton()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, raised=True)
        restyle(self._label, tone="2")
        self.done.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.whole(16), theme.whole(8), theme.whole(16), theme.whole(8))
        row.setSpacing(theme.whole(8))
        row.addWidget(self._label)
        if levels is not None:
            row.addWidget(levels)
        row.addWidget(self.field, 1)
        row.addWidget(self.done)
        row.addWidget(self._away)
        self.done.clicked.connect(self._on_done)
        self.field.returnPressed.connect(self._on_done)
        self._away.clicked.connect(self.hide)
        self.hide()

    def ask(self, label: str, hint: str, done: str, level: int | None = None) -> None:
        """Opens with these words; what was typed before is still there."""
        self._label.setText(label)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(label)
        self.done.setText(done)
        self._away.setText(self._words("Cancel"))
        if self.levels is not None and level is not None:
            self.levels.put(level)
        self.show()
        self.field.setFocus()

    def end(self) -> None:
        """It was done."""
        self.field.put("")
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            parent = self.parentWidget()
            if parent is not None:
                parent.setFocus()
        else:
            super().keyPressEvent(event)

    def _on_done(self) -> None:
        self.filled.emit((self.levels.value or 0) if self.levels is not None else 0, self.field.value)
