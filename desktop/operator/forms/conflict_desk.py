"""An order that lost against another desk's: shown in the panel with what holds now, until a way on is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.context import SeatContext
from desktop.operator.forms.conflict_words import AGAIN, COPY, DISCARD, NOTE, ConflictWords
from desktop.operator.queue.row_words import local
from services.cases.reasons import Reasons
from services.domain.orders import Details, Order
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.insight.reading import IncidentCard
from widgets.forms.conflict_card import ConflictCard
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme


class ConflictDesk(QObject):
    """What the card of a conflict shows.

    Signals: `note_asked(Order)`: what was meant is to be added as a note; `again_asked(Verb)`: it is to be had by that
    step; `discarded(Verb)`. Before each of them the conflict is taken away.
    """

    note_asked = Signal(object)
    again_asked = Signal(str)
    discarded = Signal(str)

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.card = ConflictCard(theme, context.words, icons)
        self._lost: tuple[Order, Refusal] | None = None
        self._again: Verb | None = None
        self._note = ""
        self._version = 0
        self.card.way_chosen.connect(self._on_way)

    def take(self, order: Order, refusal: Refusal) -> None:
        """An order lost; it is shown once the case has been read again."""
        self._lost = (order, refusal)

    def is_open(self) -> bool:
        """Whether a way on is still to be chosen."""
        return self._lost is not None

    def clear(self) -> None:
        """There is no conflict any more."""
        self._lost = None
        self.card.show_look(None)

    def show(self, card: IncidentCard, again: tuple[Verb, ...], reasons: Reasons) -> None:
        """The case as it stands now; `again` are the steps that may be taken with it."""
        picture = self._context.situation.picture
        if self._lost is None or picture is None:
            return
        order, refusal = self._lost
        wanted = (order.verb, Verb.TRANSFER) if order.verb is Verb.ASSIGN else (order.verb,)
        self._again = next((verb for verb in wanted if verb in again), None)
        made = ConflictWords(self._context.words, picture, reasons, local(self._context))
        self._note, self._version = made.as_note(order), card.incident.live.version
        self.card.show_look(made.look(order, refusal, card, self._again))

    def _on_way(self, way: str) -> None:
        if self._lost is None:
            return
        order, again = self._lost[0], self._again
        if way == COPY:
            QGuiApplication.clipboard().setText(order.details.words)
            return
        self.clear()
        if way == NOTE:
            self.note_asked.emit(Order(Verb.NOTE, order.incident, self._version, Details(words=self._note)))
            self.discarded.emit(order.verb)
        elif way == AGAIN and again is not None:
            self.again_asked.emit(again)
        elif way == DISCARD:
            self.discarded.emit(order.verb)
