"""Whom to send, beside a case: asked off the GUI thread, kept true by facts, put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.operator.near.near_words import NearWords
from services.cases.sending.answer import Case, Sending
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.panels.people_near import PeopleNearPanel
from widgets.theme.theme import Theme

AGAIN_MILLIS = 2_000
TICK_MILLIS = 30_000  # positions grow old by themselves


class PeopleDesk(QObject):
    """What the panel of people near shows. `sending` is the answer that stands there, None while there is none.

    Signals: `person_chosen(id)` when somebody was picked, `person_pointed(id)` while looked at (0: nobody),
    `answered(Sending | None)` when another answer has come.
    """

    person_chosen = Signal(object)
    person_pointed = Signal(object)
    answered = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = PeopleNearPanel(theme, context.words)
        self.sending: Sending | None = None
        self._asked: int | Case | None = None
        self._sent: tuple[int, ...] = ()
        self._again, self._tick = (
            QTimer(self, singleShot=True, interval=AGAIN_MILLIS),
            QTimer(self, interval=TICK_MILLIS),
        )
        self._again.timeout.connect(self._fetch)
        self._tick.timeout.connect(self._fetch)
        self.panel.person_chosen.connect(self.person_chosen)
        self.panel.person_pointed.connect(self.person_pointed)
        context.situation.changed.connect(self._on_changed)
        context.situation.replaced.connect(self._fetch)
        self._end_words = context.words.on_change(self._tell)

    def show(self, asked: int | Case, sent: Sequence[int] = ()) -> None:
        """Asks whom to send to an incident, or to what is none yet; `sent` are ids of those who are to go."""
        if self._asked != asked:
            self.panel.wait()
        self._asked, self._sent = asked, tuple(sent)
        self._tick.start()
        self._fetch()

    def forget(self) -> None:
        """Nothing is asked about any more."""
        self._asked = None
        self._tick.stop()
        self._take(None, None)

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._asked = None
        self._end_words()
        self._again.stop()
        self._tick.stop()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        """Somebody listed walked or was sent, or the case itself changed: soon again, not with every step."""
        if self._asked is None or self.sending is None or self._again.isActive():
            return
        listed = [picture.person_at(one.person) for one in self.sending.people]
        of_it = isinstance(self._asked, int) and picture.incident_at(self._asked) in touched.incidents
        if of_it or np.isin(listed, touched.people).any():
            self._again.start()

    def _fetch(self) -> None:
        asked, sent, picture = self._asked, self._sent, self._context.situation.picture
        sender, now = self._context.services.sender, self._context.clock()
        if asked is None or picture is None:
            return

        def ask() -> Sending | None:
            if isinstance(asked, Case):
                return sender.to_case(picture, asked, now, sent)
            return sender.to_incident(picture, asked, now, sent)

        self._context.workers.ask(f"people {id(self)}", ask, lambda found: self._take(asked, found), self._on_trouble)

    def _take(self, asked: int | Case | None, found: Sending | None) -> None:
        if asked != self._asked:
            return
        self.sending = found
        self._tell()
        self.answered.emit(found)

    def _on_trouble(self, error: Exception) -> None:
        self._take(self._asked, None)
        self._context.workers.troubled.emit(error)

    def _tell(self) -> None:
        picture = self._context.situation.picture
        if self.sending is None or picture is None:
            self.panel.show_look(None)
            return
        now: datetime = self._context.clock()
        skills = self._context.services.sender.skills
        self.panel.show_look(NearWords(self._context.words, picture, now).sending(self.sending, skills))
