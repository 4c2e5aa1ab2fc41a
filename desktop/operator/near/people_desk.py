"""Whom to send, beside a case: asked off the GUI thread, kept true by facts, put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.operator.near.asking import Asking, Question
from desktop.operator.near.near_words import NearWords
from services.cases.sending.answer import Case, Sending
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.panels.people_near import PeopleNearPanel
from widgets.theme.theme import Theme

AGAIN_MILLIS = 2_000
TICK_MILLIS = 30_000  # positions grow old by themselves


class PeopleDesk(Asking):
    """What the panel of people near shows. `sending` is the answer that stands there, None while there is none.

    Signals: `person_chosen(id)` when somebody was picked, `person_pointed(id)` while looked at (0: nobody),
    `answered(Sending | None)` when another answer has come.
    """

    person_chosen = Signal(object)
    person_pointed = Signal(object)
    answered = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, parent: QObject) -> None:
        self.panel = PeopleNearPanel(theme, context.words)
        self.sending: Sending | None = None
        self._sent: tuple[int, ...] = ()
        super().__init__(context, "people", parent, AGAIN_MILLIS)
        self._tick = QTimer(self, interval=TICK_MILLIS)
        self._tick.timeout.connect(self._fetch)
        self.panel.person_chosen.connect(self.person_chosen)
        self.panel.person_pointed.connect(self.person_pointed)

    def show(self, asked: int | Case, sent: Sequence[int] = ()) -> None:
        """Asks whom to send to an incident, or to what is none yet; `sent` are ids of those who are to go."""
        self._sent = tuple(sent)
        self._tick.start()
        self.ask(asked)

    def forget(self) -> None:
        """Nothing is asked about any more."""
        self._tick.stop()
        super().forget()

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._tick.stop()
        super().close()

    def question(self, asked: int | Case, picture: Picture) -> Question:
        """The sender's."""
        sender, now, sent = self._context.services.sender, self._context.clock(), self._sent
        if isinstance(asked, Case):
            return lambda: sender.to_case(picture, asked, now, sent)
        return lambda: sender.to_incident(picture, asked, now, sent)

    def touched_by(self, picture: Picture, touched: Touched) -> bool:
        """Somebody listed walked or was sent, or the case itself changed."""
        if self.sending is None:
            return False
        listed = [picture.person_at(one.person) for one in self.sending.people]
        of_it = isinstance(self._asked, int) and picture.incident_at(self._asked) in touched.incidents
        return of_it or bool(np.isin(listed, touched.people).any())

    def answer(self, asked: int | Case | None, found: Sending | None) -> None:
        """Other people."""
        self.sending = found

    def pass_on(self) -> None:
        """For the form and the map."""
        self.answered.emit(self.sending)

    def wait(self) -> None:
        """Another case."""
        self.panel.wait()

    def tell(self) -> None:
        """In the words of now."""
        picture = self._context.situation.picture
        if self.sending is None or picture is None:
            self.panel.show_look(None)
            return
        now: datetime = self._context.clock()
        skills = self._context.services.sender.skills
        self.panel.show_look(NearWords(self._context.words, picture, now).sending(self.sending, skills))
