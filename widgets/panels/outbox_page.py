"""What waits for the line, and what could not be applied: a list, the words of one, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.access.text_rows import TextRows, TextTable
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

PAD = 16
WORDS_HIGH = 150


@dataclass(frozen=True, slots=True)
class WaitingLook:
    """One row in the reader's words: `why` it could not be applied (empty: it only waits for the line)."""

    key: str
    written: str
    what: str
    case: str
    state: str
    words: str
    why: str = ""


class OutboxPage(QWidget):
    """Shows the outbox. `again_asked(key)`, `discarded(key)`, `send_asked()`; words are copied without asking."""

    again_asked = Signal(str)
    discarded = Signal(str)
    send_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.looks: tuple[WaitingLook, ...] = ()
        self.rows = TextRows(theme)
        self.table = TextTable(theme, self.rows)
        self.head, self.why, self.text = QLabel(), QLabel(), QPlainTextEdit()
        self.again, self.copy, self.discard, self.send = (QPushButton() for _ in range(4))
        self._column, self._buttons = QVBoxLayout(self), QHBoxLayout()
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)
        self._on_chosen()

    def show_looks(self, looks: Sequence[WaitingLook]) -> None:
        """Other rows; the one that was chosen stays so while it is there."""
        key = self.chosen()
        self.looks = tuple(looks)
        self._say()
        keys = [look.key for look in self.looks]
        if keys:
            self.table.selectRow(keys.index(key) if key in keys else 0)
        self._on_chosen()

    def chosen(self) -> str:
        """The key of the row that is chosen; empty for none."""
        look = self._look()
        return look.key if look is not None else ""

    def _look(self) -> WaitingLook | None:
        rows = self.table.selectionModel().selectedRows()
        return self.looks[rows[0].row()] if rows and rows[0].row() < len(self.looks) else None

    def _build(self) -> None:
        for label in (self.head, self.why):
            label.setWordWrap(True)
        restyle(self.head, tone="2")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self._buttons.addWidget(self.send)
        self._buttons.addStretch(1)
        for button in (self.again, self.copy, self.discard):
            self._buttons.addWidget(button)
        restyle(self.send, primary=True)
        self._column.addWidget(self.head)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.why)
        self._column.addWidget(self.text)
        self._column.addLayout(self._buttons)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        self.send.clicked.connect(self.send_asked)
        self.again.clicked.connect(lambda: self.again_asked.emit(self.chosen()))
        self.discard.clicked.connect(lambda: self.discarded.emit(self.chosen()))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))

    def _fill(self) -> None:
        words = self._words
        heads = (
            words("Written"),
            words("Step"),
            words("Case", ctx="outbox"),
            words("State", ctx="outbox"),
            words("What was written"),
        )
        self.rows.show(
            heads,
            [(look.written, look.what, look.case, look.state, " ".join(look.words.split())) for look in self.looks],
            [look.key for look in self.looks],
            [not look.why for look in self.looks],
        )

    def _on_chosen(self) -> None:
        look = self._look()
        self.why.setText(look.why if look is not None else "")
        self.why.setVisible(bool(look is not None and look.why))
        self.text.setPlainText(look.words if look is not None else "")
        self.again.setEnabled(bool(look is not None and look.why))
        self.copy.setEnabled(bool(look is not None and look.words))
        self.discard.setEnabled(look is not None)
        self.send.setEnabled(any(not one.why for one in self.looks))

    def _say(self) -> None:
        words = self._words
        self.head.setText(
            words("What was written while the line was lost. It is sent by itself, once, when the line is back.")
            if self.looks
            else words("Nothing waits: everything that was written here was sent.")
        )
        self.send.setText(words("Try now"))
        self.again.setText(words("Send all the same"))
        self.again.setToolTip(words("Sends it to the case as it stands now; you have seen why it was not applied."))
        self.copy.setText(words("Copy the words"))
        self.discard.setText(words("Discard"))
        self.table.setAccessibleName(words("Outbox"))
        self.text.setAccessibleName(words("What was written"))
        self._fill()

    def _dress(self) -> None:
        pad, gap = self._theme.whole(PAD), self._theme.whole(8)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(gap)
        self._buttons.setSpacing(gap)
        self.text.setFixedHeight(self._theme.whole(WORDS_HIGH))
