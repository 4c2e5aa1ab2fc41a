"""The tabs of the queue: parts of it by name, each with its count; they go on in a second line where room is short."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from services.domain.queue_choice import Tab
from services.words import N_, Words
from widgets.kit.flow import Flow
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

NAMES = {
    Tab.ALL: N_("All", ctx="queue"),
    Tab.TO_ASSIGN: N_("To assign", ctx="queue"),
    Tab.DUE_SOON: N_("Due 2 h", ctx="queue"),
    Tab.OVERDUE: N_("Overdue", ctx="queue"),
    Tab.RETURNED: N_("Returned", ctx="queue"),
    Tab.UNLOCATED: N_("No place", ctx="queue"),
    Tab.OUTSIDE: N_("Outside", ctx="queue"),
}


class QueueTabs(QWidget):
    """One button for each tab; `picked(Tab)` when a person chose another."""

    picked = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._counts: Mapping[Tab, int] = {}
        self._at = ""
        self._group = QButtonGroup(self)
        self._flow = Flow(self)
        self._buttons = {tab: self._button(tab) for tab in Tab}
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def choose(self, tab: Tab) -> None:
        """Marks a tab as the one that is seen."""
        self._buttons[tab].setChecked(True)

    def show_counts(self, counts: Mapping[Tab, int], at: str) -> None:
        """How many each has, at that time."""
        if (counts, at) != (self._counts, self._at):
            self._counts, self._at = counts, at
            self._say()

    def _button(self, tab: Tab) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("tab", True)
        button.setCheckable(True)
        button.setChecked(tab is Tab.ALL)
        self._group.addButton(button)
        self._flow.addWidget(button)
        button.clicked.connect(lambda: self.picked.emit(tab))
        return button

    def _say(self) -> None:
        integer = self._words.formats.integer
        for tab, button in self._buttons.items():
            name = self._words(NAMES[tab], ctx="queue")
            count = integer(self._counts.get(tab)) if tab in self._counts else ""
            button.setText(f"{name} {count}".rstrip())
            button.setAccessibleName(button.text())
            button.setToolTip(f"{button.text()} · {self._at}" if self._at else button.text())
        self._flow.invalidate()
        self.updateGeometry()

    def _dress(self) -> None:
        self._flow.setContentsMargins(self._theme.whole(4), self._theme.whole(2), self._theme.whole(4), 0)
        self._flow.setSpacing(self._theme.whole(2))
