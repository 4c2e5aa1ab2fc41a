"""What may be the same as the incident on the detail panel: cards to compare, one key to merge, one to open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.panels.duplicate_cards import CandidateLook, DuplicateCards
from widgets.panels.sections import Section
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class DuplicatesLook:
    """The candidates, likeliest first; `empty` is the sentence that stands in their stead ("" hides the panel then)."""

    cards: tuple[CandidateLook, ...]
    note: str = ""
    empty: str = ""


class DuplicatesPanel(Section):
    """Shows candidates; `merge_asked(id)`, `opened(id)`, `picked(id)`. Without `can_merge` it only opens."""

    merge_asked = Signal(object)
    opened = Signal(object)
    picked = Signal(object)

    def __init__(
        self, theme: Theme, words: Words, icons: Icons, can_merge: bool = True, parent: QWidget | None = None
    ) -> None:
        self.cards, self._empty = DuplicateCards(theme, words, icons), QLabel()
        self.merge_button, self.open_button = QPushButton(), QPushButton()
        body = QWidget()
        super().__init__(theme, body, parent)
        self._words, self._can_merge = words, can_merge
        self.look: DuplicatesLook | None = None
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._empty, tone="2", role="caption")
        self._stack, self._buttons = QVBoxLayout(body), QHBoxLayout()
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._buttons.addWidget(self.merge_button)
        self._buttons.addWidget(self.open_button)
        self._buttons.addStretch(1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.cards)
        self._stack.addLayout(self._buttons)
        self.merge_button.clicked.connect(self.cards.merge)
        self.open_button.clicked.connect(self.cards.open)
        self.cards.merged.connect(self._on_merged)
        self.cards.opened.connect(self.opened)
        self.cards.picked.connect(self.picked)
        self.cards.picked.connect(self._allow)
        theme.changed.connect(self._space)
        self._space()
        follow(words, self, self._say)
        self.hide()

    def show_look(self, look: DuplicatesLook | None) -> None:
        """Other candidates; None, or none without a sentence to say, hides the panel."""
        self.look = look
        shown = look is not None and bool(look.cards or look.empty)
        self.setVisible(shown)
        if look is None:
            self.cards.show_cards(())
            return
        self.setEnabled(True)
        self.cards.show_cards(look.cards)
        self.cards.setVisible(bool(look.cards))
        self._empty.setText(look.empty)
        self._empty.setVisible(not look.cards)
        self.merge_button.setVisible(bool(look.cards) and self._can_merge)
        self.open_button.setVisible(bool(look.cards))
        self._say()

    def wait(self) -> None:
        """Candidates for something else are asked for: these can't be merged any more."""
        self.setEnabled(False)

    def _on_merged(self, incident: int) -> None:
        if self._can_merge and self.isEnabled():
            self.merge_asked.emit(incident)

    def _allow(self) -> None:
        card = self.cards.chosen()
        refused = card.refused if card is not None else ""
        self.merge_button.setEnabled(card is not None and not refused)
        self.merge_button.setToolTip(refused or self._words("Makes one incident of both; it can be taken back."))

    def _say(self) -> None:
        words = self._words
        self.merge_button.setText(words("Merge (M)"))
        self.open_button.setText(words("Open (Enter)"))
        self.name(words("May be the same"), self.look.note if self.look else "")
        self.cards.setAccessibleName(words("May be the same"))
        self._allow()

    def _space(self) -> None:
        self._stack.setSpacing(self._theme.whole(8))
        self._buttons.setSpacing(self._theme.whole(8))
