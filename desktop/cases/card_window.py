"""The card of one case in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.cases.words import CaseWords
from desktop.context import SeatContext
from desktop.table_window import plain_label
from desktop.window import SeatWindow, bring_up
from desktop.workers import said_of
from services.insight.reading import IncidentCard
from widgets.panels.case_card import CaseCard
from widgets.theme.theme import Theme

SIZE = (480, 640)


def open_card(context: SeatContext, theme: Theme, incident: int, parent: QWidget | None = None) -> CardWindow:
    """Opens the card of a case."""
    return bring_up(CardWindow(context, theme, incident, parent))


class CardWindow(SeatWindow):
    """Shows one case as it stands now; `carded(id)` when it is there."""

    carded = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, incident: int, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._incident = incident
        self._card, self._note = CaseCard(self.theme, context.words, self), plain_label()
        self._note.setText(context.words("Reading…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._note)
        column.addWidget(self._card, 1)
        self.say()

    def say(self) -> None:
        reading, wanted = self.context.services.reading, self._incident
        self.ask("card", lambda: reading.incident_card(wanted), self._take)

    def _take(self, found: IncidentCard | None) -> None:
        picture, words = self.context.situation.picture, self.context.words
        if picture is None:
            return
        if found is None:
            self._note.setText(words("This case is not in the database any more."))
            return
        card = CaseWords(words, picture, self.context.clock()).card(found)
        self._note.hide()
        self._card.show_card(card)
        self.setWindowTitle(card.title)
        self.carded.emit(found.incident.live.id)

    def _on_trouble(self, error: Exception) -> None:
        self._note.setText(said_of(error, self.context.words))
