"""The card of one case in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.cases.window import window_theme
from desktop.cases.words import CaseWords
from desktop.context import SeatContext
from desktop.workers import said_of
from services.insight.reading import IncidentCard
from widgets.panels.case_card import CaseCard
from widgets.theme.theme import Theme

SIZE = (480, 640)


def open_card(context: SeatContext, theme: Theme, incident: int, parent: QWidget | None = None) -> CardWindow:
    """Opens the card of a case."""
    window = CardWindow(context, theme, incident, parent)
    window.show()
    window.activateWindow()
    return window


class CardWindow(QWidget):
    """Shows one case as it stands now; `carded(id)` when it is there; Esc closes."""

    carded = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, incident: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._incident, self._alive = context, incident, True
        self._theme = window_theme(context, theme, self)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(self._theme.style_sheet())
        self._card = CaseCard(self._theme, context.words, self)
        self._note = QLabel(context.words("Reading…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._note)
        column.addWidget(self._card, 1)
        self.resize(self._theme.whole(SIZE[0]), self._theme.whole(SIZE[1]))
        self._end_words = context.words.on_change(self._ask)
        self._ask()

    def _ask(self) -> None:
        reading, wanted = self._context.services.reading, self._incident
        self._context.workers.ask(
            f"card {id(self)}", lambda: reading.incident_card(wanted), self._take, self._on_trouble
        )

    def _take(self, found: IncidentCard | None) -> None:
        picture, words = self._context.situation.picture, self._context.words
        if not self._alive or picture is None:
            return
        if found is None:
            self._note.setText(words("This case is not in the database any more."))
            return
        card = CaseWords(words, picture, self._context.clock()).card(found)
        self._note.hide()
        self._card.show_card(card)
        self.setWindowTitle(card.title)
        self.carded.emit(found.incident.live.id)

    def _on_trouble(self, error: Exception) -> None:
        if self._alive:
            self._note.setText(said_of(error, self._context.words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._alive = False
        self._end_words()
        super().closeEvent(event)
