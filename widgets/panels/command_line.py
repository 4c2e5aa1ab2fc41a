"""The command line of a desk: one line that goes to numbers and places, narrows the queue, and knows what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from services.words import Words
from widgets.kit.elided import Elided
from widgets.kit.region import Region
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

HEIGHT = 34
REMEMBERED = 50
Complete = Callable[[str], Sequence[str]]


class CommandEdit(QLineEdit):
    """The line itself: Tab completes and goes round, ↑ ↓ bring back what was typed; the best hit goes on in grey."""

    left = Signal()

    def __init__(self, theme: Theme, complete: Complete, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._complete = theme, complete
        self._hits: list[str] = []
        self._at = 0
        self._typed = ""
        self.history: list[str] = []
        self._back = 0
        self.setFrame(False)
        self.textEdited.connect(self._on_edited)

    def event(self, event: QEvent) -> bool:
        over = event.type() == QEvent.Type.ShortcutOverride
        if over and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # it clears the line first; one level out comes with the next one
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and self._hits:
                self._next()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
                self._on_edited("")
                self.left.emit()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up:
            self._recall(1)
        elif event.key() == Qt.Key.Key_Down:
            self._recall(-1)
        elif event.text() == "/" and not self.text():
            event.accept()  # the key that leads here, pressed by habit where the keyboard is here already
        else:
            super().keyPressEvent(event)

    def remember(self, text: str) -> None:
        """Keeps what was entered."""
        self.history = [*(old for old in self.history if old != text), text][-REMEMBERED:]
        self._back = 0
        self._hits = []

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rest = self._rest()
        if not rest:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour("text.tertiary"))
        x = self.cursorRect().center().x() + self._theme.px(3)
        painter.drawText(QRectF(QPointF(x, 0), self.rect().bottomRight()), Qt.AlignmentFlag.AlignVCenter, f"{rest} ↵")

    def _rest(self) -> str:
        text = self.text()
        if not self._hits or not text or self.cursorPosition() < len(text):
            return ""
        hit = self._hits[self._at % len(self._hits)]
        if hit == text:
            return ""
        return hit[len(text) :] if hit.lower().startswith(text.lower()) else f" → {hit}"

    def _next(self) -> None:
        hit = self._hits[self._at % len(self._hits)]
        if hit == self.text():
            self._at += 1
            hit = self._hits[self._at % len(self._hits)]
        self.setText(hit)

    def _on_edited(self, text: str) -> None:
        self._typed, self._at, self._back = text, 0, 0
        self._hits = list(self._complete(text)) if text.strip() else []
        self.update()

    def _recall(self, step: int) -> None:
        if not self.history:
            return
        self._back = min(len(self.history), max(0, self._back + step))
        self.setText(self.history[-self._back] if self._back else self._typed)


class CommandLine(Region):
    """The line with its prompt, an answer, and the keys that work; `entered(text)` for Enter, `left()` for Esc."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, words: Words, complete: Complete, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, bar=True)
        self._words = words
        self._prompt, self._hints = QLabel("/"), Elided()
        self.edit = CommandEdit(theme, complete, self)
        self._answer = Elided()
        self._keys: Callable[[], str] = str
        self._row = QHBoxLayout()
        self.body.addLayout(self._row)
        self._row.addWidget(self._prompt)
        self._row.addWidget(self.edit, 3)
        self._row.addWidget(self._answer, 2)
        self._row.addWidget(self._hints, 4)
        restyle(self._prompt, tone="accent", role="title")
        restyle(self._hints, tone="2", role="caption")
        restyle(self._answer, tone="2")
        self._hints.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.returnPressed.connect(self._on_returned)
        self.edit.left.connect(self._on_left)
        self.edit.textEdited.connect(lambda _: self._answer.show_text(""))
        self.setFocusProxy(self.edit)
        theme.changed.connect(self._dress)
        follow(words, self, self._dress)

    def answer(self, sentence: str, keep: str = "") -> None:
        """What came of what was entered; `keep` leaves the text there, for a hand to go on with."""
        self._answer.show_text(sentence)
        if not keep:
            self.edit.clear()

    def answered(self) -> str:
        """What was answered last."""
        return self._answer.text()

    def show_keys(self, say: Callable[[], str]) -> None:
        """The keys that work, in the reader's language."""
        self._keys = say
        self._dress()

    def _on_left(self) -> None:
        self._answer.show_text("")  # what was only shown as a step to come must not look like one that was taken
        self.left.emit()

    def _on_returned(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.edit.remember(text)
            self.entered.emit(text)

    def _dress(self) -> None:
        theme, words = self._theme, self._words
        self.setFixedHeight(theme.whole(HEIGHT))
        self._row.setContentsMargins(theme.whole(14), 0, theme.whole(14), 0)
        self._row.setSpacing(theme.whole(8))
        self.edit.setStyleSheet("border: none; background: transparent; padding: 0px;")
        self.edit.setFont(theme.font("lead"))
        self.edit.setPlaceholderText(words("Number, place or words; / brings you here"))
        self.edit.setAccessibleName(words("Command line"))
        self.setAccessibleName(words("Command line"))
        self._hints.show_text(self._keys())
