"""Opens personal data: asks why, then shows them until their time is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.access.fields import Box
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

WIDE = 440
LONGEST = 500


class LookDialog(QDialog):
    """`asked(reason, words)` when a reason was given; `show_data` shows what came, `left()` seconds before it goes."""

    asked = Signal(int, str)

    def __init__(
        self, theme: Theme, words: Words, reasons: Sequence[tuple[int, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._left: Callable[[], float] = lambda: 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(words("Open personal data"))
        self.setStyleSheet(theme.style_sheet())
        self.reason, self.why = Box(theme), QLineEdit()
        for value, name in reasons:
            self.reason.addItem(name, value)
        self.note, self.data, self.text = QLabel(), QLabel(), QLabel()
        self.open_button, self.close_button = QPushButton(words("Open", ctx="look")), QPushButton(words("Cancel"))
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._build()

    def show_data(self, name: str, phone: str, text: str, left: Callable[[], float]) -> None:
        """Shows the data and counts down; when the time is over they go, and the dialog with them."""
        self._left = left
        for widget in (self.reason, self.why, self.open_button):
            widget.hide()
        self.data.setText(
            "    ".join(part for part in (name, phone) if part) or self._words("Nobody left a name or a number.")
        )
        self.data.show()
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.close_button.setText(self._words("Hide"))
        self._tick()
        self._timer.start()
        self.adjustSize()

    def refuse(self, sentence: str) -> None:
        """Why they are not opened."""
        self.note.setText(sentence)
        self.open_button.setEnabled(True)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words, whole = self._words, self._theme.whole
        self.setFixedWidth(whole(WIDE))
        restyle(self.data, role="title")
        for label in (self.note, self.text):
            label.setWordWrap(True)
            restyle(label, tone="2")
        self.data.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.data.hide()
        self.text.hide()
        self.why.setMaxLength(LONGEST)
        self.why.setPlaceholderText(words("In words, where the list does not say it"))
        self.reason.setAccessibleName(words("Reason"))
        self.why.setAccessibleName(words("Reason in words"))
        self.note.setText(words("Who opens them, when and why is written down."))
        self.open_button.setProperty("primary", True)
        self.open_button.clicked.connect(self._on_open)
        self.why.returnPressed.connect(self._on_open)
        self.close_button.clicked.connect(self.close)
        self.open_button.setAutoDefault(False)
        self.close_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(whole(16),) * 4)
        column.setSpacing(whole(10))
        for widget in (self.reason, self.why, self.data, self.text, self.note):
            column.addWidget(widget)
        column.addLayout(row)

    def _on_open(self) -> None:
        if self.open_button.isEnabled() and not self._timer.isActive():
            self.open_button.setEnabled(False)
            self.asked.emit(int(self.reason.currentData()), self.why.text())

    def _tick(self) -> None:
        left = self._left()
        if left <= 0:
            self.data.clear()
            self.text.clear()
            self.close()
            return
        self.note.setText(self._words("Shown for {seconds} s more.", seconds=round(left)))
