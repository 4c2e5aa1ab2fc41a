"""The heads of the queue's columns: each sorts by what it names, the second click turns the order."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from services.domain.queue_choice import FALLING, Choice, Sort
from services.words import N_, Words
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

NAMES = {
    Sort.LEVEL: N_("Level", ctx="sort"),
    Sort.REPORTED: N_("Reported", ctx="sort"),
    Sort.TOWN: N_("Town", ctx="sort"),
    Sort.STATE: N_("State", ctx="sort"),
    Sort.DEADLINE: N_("Deadline", ctx="sort"),
}
TEXT_SORTS = (Sort.LEVEL, Sort.REPORTED, Sort.TOWN)


class QueueHeader(QWidget):
    """Buttons over the columns; `sorted_by(Sort, turned)` when a person asks for another order."""

    sorted_by = Signal(object, bool)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._choice = Choice()
        self._buttons = {sort: self._button(sort) for sort in NAMES}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        for sort in TEXT_SORTS:
            self._row.addWidget(self._buttons[sort])
        self._row.addStretch(1)
        theme.changed.connect(self._dress)
        follow(words, self, self._say)

    def show_choice(self, choice: Choice) -> None:
        """Marks what the queue is ordered by."""
        self._choice = choice
        self._say()

    def align(self, columns: tuple[float, float, float]) -> None:
        """Puts the heads over the columns of the list: where text, state (0: none) and limit begin, in px."""
        text, state, limit = columns
        self._dress()
        pad = self._theme.whole(8)
        self._row.setContentsMargins(max(0, round(text) - pad), 0, 0, 0)
        high = self._buttons[Sort.STATE].sizeHint().height()
        for sort, x in ((Sort.STATE, state), (Sort.DEADLINE, limit)):
            button = self._buttons[sort]
            button.setVisible(x > 0)
            room = button.sizeHint().width()
            top = (self.height() - high) // 2
            button.setGeometry(min(round(x) - pad, self.width() - room), top, room, high)
            button.raise_()

    def _button(self, sort: Sort) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "caption")
        button.setProperty("tone", "3")
        button.clicked.connect(lambda: self._on_clicked(sort))
        return button

    def _on_clicked(self, sort: Sort) -> None:
        again = self._choice.sort is sort
        self.sorted_by.emit(sort, again and not self._choice.turned)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the sheet has given the buttons another size
            self._dress()
        return super().event(event)

    def _say(self) -> None:
        for sort, button in self._buttons.items():
            name = self._words(NAMES[sort], ctx="sort")
            chosen = sort is self._choice.sort
            falling = (sort in FALLING) != self._choice.turned
            button.setText(f"{name} {'↓' if falling else '↑'}" if chosen else name)
            button.setAccessibleName(self._words("Sort by {name}", name=name))
            button.setToolTip(button.accessibleName())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dress()

    def _dress(self) -> None:
        high = max(self._theme.whole(24), self._buttons[Sort.STATE].sizeHint().height())
        if high != self.height() or high != self.minimumHeight():
            self.setFixedHeight(high)
