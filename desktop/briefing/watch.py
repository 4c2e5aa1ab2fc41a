"""The watch at the briefing: what is of this moment: a leader's inbox, responses, warnings, the mark of a drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.drill.mark import DrillMark
from desktop.emergency.window import EmergencyWindow
from desktop.inbox.desk import InboxDesk
from desktop.operator.forms.drafts import drafts_of
from desktop.risk.cards import Cards
from desktop.risk.known import Known, read_known
from services.domain.notices import Notice
from widgets.kit.icons import Icons
from widgets.map.ground import Ground
from widgets.theme.theme import Theme

if TYPE_CHECKING:
    from desktop.briefing.book import Book

KEY = "I"


class BookWatch(QObject):
    """Lives beside the pages, which stand still: an inbox, a drill and a warning's card are of this moment.

    The owner calls `close`.
    """

    def __init__(self, book: Book, context: SeatContext, theme: Theme) -> None:
        super().__init__(book)
        self._book, self._context, self._theme, self._icons = book, context, theme, Icons(theme)
        self.drill = DrillMark(context, theme, book)
        self.inbox = InboxDesk(context, theme, book)
        self.inbox.opened.connect(self._on_notice)
        self._drafts = drafts_of(context, self)
        self.cards = Cards(context, theme, book, self._ground, self._drafts)
        self.cards.incident_asked.connect(book.open_case)

    def chip(self) -> QWidget:
        """The inbox in the head of a page."""
        return self.inbox.chip(self._theme, self._icons, KEY)

    def open_response(self, ident: int) -> EmergencyWindow:
        """Opens a response."""
        window = EmergencyWindow(self._context, self._theme, self._book, ident)
        window.incident_asked.connect(self._book.open_case)
        window.show()
        return window

    def open_warning(self, ident: int) -> None:
        """Opens the explanation card of a warning, once the names of the scenarios are read."""
        scenarios = self._context.services.scenarios

        def take(known: Known) -> None:
            self.cards.know(known)
            self.cards.open(ident)

        self._context.workers.ask(f"scenarios {id(self)}", lambda: read_known(scenarios), take)

    def close(self) -> None:
        """Closes the cards and keeps what was typed into them."""
        self.cards.close()
        self._drafts.close()

    def _ground(self) -> Ground:
        """The borders of the pages' map, which is made here where no page has shown it yet."""
        scene = self._book.map.view().scene
        ground = scene.canvas.scenery.ground
        if not ground.layers:
            scene.legend_changed.connect(self._on_borders, Qt.ConnectionType.SingleShotConnection)
        return ground

    def _on_borders(self, _plan: object) -> None:
        self.cards.know(self.cards.known)

    def _on_notice(self, notice: Notice) -> None:
        kind, _, ident = notice.subject.partition("/")
        if kind == "emergency" and ident.isdecimal():
            self.open_response(int(ident))
        elif kind == "warning" and ident.isdecimal():
            self.open_warning(int(ident))
        elif notice.incident is not None:
            self._book.open_case(notice.incident)
