"""Who else has a case open: told to the other seats, shown on the row and in the detail; it locks nothing."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from desktop.context import SeatContext
from desktop.operator.detail.detail_desk import DetailDesk
from desktop.operator.officer import at_desk
from desktop.operator.queue.queue_desk import QueueDesk
from desktop.operator.queue.row_words import local
from services.domain.seats import SeatThere
from services.live.tail import Pulse
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAD = 12


class PresenceDesk(QObject):
    """Tells what this seat has open, and shows which of its cases other seats have open."""

    def __init__(
        self, context: SeatContext, theme: Theme, queue: QueueDesk, detail: DetailDesk, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._theme, self._queue, self._detail = context, theme, queue, detail
        self._there: tuple[SeatThere, ...] = ()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        restyle(self.label, tone="2", role="caption")
        self.label.hide()
        detail.incident_page.head.addWidget(self.label)
        detail.turned.connect(self._on_turned)
        context.situation.pulsed.connect(self._on_pulsed)
        context.officer.changed.connect(self._on_turned)
        self._end_words = context.words.on_change(self._show)
        theme.changed.connect(self._dress)
        self._dress()

    def close(self) -> None:
        """This seat has nothing open any more."""
        self._end_words()
        self._context.looking.put(at_desk(self._context).login, None)

    def others(self, incident: int) -> tuple[SeatThere, ...]:
        """The other seats that have this incident open, the first one first."""
        mine = self._context.looking.seat
        return tuple(there for there in self._there if there.incident == incident and there.seat != mine)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_turned(self, *_: object) -> None:
        self._context.looking.put(at_desk(self._context).login, self._detail.incident)
        self._show()

    def _on_pulsed(self, pulse: Pulse) -> None:
        if pulse.there != self._there:
            self._there = pulse.there
            self._show()

    def _show(self) -> None:
        mine, named = self._context.looking.seat, defaultdict(list)
        for there in self._there:
            if there.incident is not None and there.seat != mine:
                named[there.incident].append(_name(there))
        listing = self._context.words.formats.listing
        self._queue.show_present({incident: listing(dict.fromkeys(names)) for incident, names in named.items()})
        incident = self._detail.incident
        others = self.others(incident) if incident is not None else ()
        self.label.setText("\n".join(map(self._said, others)))
        self.label.setVisible(bool(others))

    def _said(self, there: SeatThere) -> str:
        words = self._context.words
        if there.since is None:
            return words("{officer} has it open", officer=_name(there))
        since = words.formats.clock(local(self._context, there.since))
        return words("{officer} has it open since {time}", officer=_name(there), time=since)

    def _dress(self) -> None:
        pad = self._theme.whole(PAD)
        self.label.setContentsMargins(pad, 0, pad, self._theme.whole(8))


def _name(there: SeatThere) -> str:
    return there.officer or there.login or there.seat[:6]
