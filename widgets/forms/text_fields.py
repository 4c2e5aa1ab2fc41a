"""Fields for text: several lines that grow with what is written, one line, a sentence that only tells, a tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from widgets.access.fields import Tick
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

LINES = (2, 6)
LONGEST = 5_000  # as many characters as an order takes


class WordsField(QPlainTextEdit):
    """Words over several lines; Tab leaves it, Enter begins a new line, Ctrl+Enter belongs to the form."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._quiet = theme, False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._on_changed)
        theme.changed.connect(self.updateGeometry)

    @property
    def value(self) -> str:
        """The words as they are."""
        return self.toPlainText()

    def put(self, value: str | None) -> None:
        """Other words, without saying so."""
        if (value or "") != self.toPlainText():
            self._quiet = True
            self.setPlainText(value or "")
            self._quiet = False

    def event(self, event: QEvent) -> bool:
        ctrl_enter = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if ctrl_enter:
            event.ignore()
            return False
        return super().event(event)

    def sizeHint(self) -> QSize:
        lines = min(LINES[1], max(LINES[0], round(self.document().size().height())))
        return QSize(self._theme.whole(160), round(lines * self.fontMetrics().lineSpacing() + self._theme.px(20)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.whole(80), self.sizeHint().height())

    def _on_changed(self) -> None:
        self.updateGeometry()
        if not self._quiet:
            self.edited.emit()


class LineField(QLineEdit):
    """One line of text."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self.edited)

    @property
    def value(self) -> str:
        """The text."""
        return self.text().strip()

    def put(self, value: str | None) -> None:
        """Other text, without saying so."""
        if (value or "") != self.text():
            self.setText(value or "")


class TickField(Tick):
    """Yes or no."""

    edited = Signal()

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setText(text)
        self.clicked.connect(self.edited)

    @property
    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def put(self, value: Any) -> None:
        """Ticks it or not, without saying so."""
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self._theme.whole(28)))


class ToldField(QLabel):
    """A sentence that says what follows; nothing can be filled in."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumHeight(theme.whole(28))
        restyle(self, tone="2")

    @property
    def value(self) -> None:
        """Nothing: it only tells."""
        return None

    def put(self, value: object) -> None:
        """Nothing can be put in."""

    def tell(self, text: str) -> None:
        """Another sentence."""
        self.setText(text)
