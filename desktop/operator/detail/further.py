"""What a desk has besides queue, map and detail: floods of alarms, warnings, several chosen on map and queue, the
other seats, and what waits for a lost line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.operator.alarm.alarm_desk import AlarmDesk
from desktop.operator.forms.outbox_desk import OutboxDesk
from desktop.operator.frame.presence_desk import PresenceDesk
from desktop.operator.frame.watch_desk import WatchDesk
from desktop.operator.intake.new_incident import NewIncident
from desktop.risk.desk import WarningsDesk
from services.cases.intake import Accepted
from services.domain.queue_choice import Tab

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat


class Further(QObject):
    """Made with the seat's parts, bound to them when all are there; `first` is what stands at the seat's left."""

    def __init__(self, seat: OperatorSeat) -> None:
        super().__init__(seat)
        self._seat = seat
        self.alarms = AlarmDesk(seat.context, seat.theme, seat.queue, self)
        self.warnings = WarningsDesk(seat, self.alarms.stack)
        self.first: QWidget = self.warnings.stack
        self.intake: NewIncident | None = None
        self.presence = PresenceDesk(seat.context, seat.theme, seat.queue, seat.detail, self)
        self.outbox: OutboxDesk | None = None
        self.watch = WatchDesk(seat)

    def bind(self) -> None:
        """Joins everything; before the keys are bound."""
        seat, alarms = self._seat, self.alarms
        self.intake = NewIncident(seat)
        self.intake.taken.connect(self._on_taken)
        out = seat.hand.orders["out"]
        seat.hand.orders |= {
            "flood": alarms.turn, "sound": self._sound, "new": self.intake.open,
            "float_queue": lambda: seat.work.floating.turn("queue"),
            "float_detail": lambda: seat.work.floating.turn("detail"),
            "out": lambda: self.intake.leave() or out(),
        }  # fmt: skip
        self.watch.bind()
        self.warnings.bind()
        seat.context.officer.changed.connect(lambda officer: seat.work.remember_for(officer.login))
        QTimer.singleShot(0, self, lambda: seat.work.remember_for(seat.context.officer.now.login))
        seat.queue.several.connect(self._on_several)
        alarms.chosen.connect(seat.choose)
        alarms.several.connect(self._on_several)
        alarms.opened.connect(self._on_opened)
        seat.top.unseen_picked.connect(lambda: seat.queue.change(tab=Tab.UNACKED))
        seat.map.scene.incidents_banded.connect(self._on_banded)
        self.outbox = OutboxDesk(seat.context, seat.theme, seat.status, seat.quiet, self)
        self.outbox.kept.connect(self.intake.take_kept)
        seat.orders.keeper = self.outbox

    def regions(self) -> list[QWidget]:
        """The regions that the keyboard goes round besides the seat's own."""
        more = [self.intake.panel] if self.intake is not None else []
        return [self.alarms.panel, self.warnings.panel, *more]

    def close(self) -> None:
        """Ends what runs."""
        self._seat.work.floating.close()
        self.alarms.close()
        self.warnings.close()
        if self.intake is not None:
            self.intake.close()
        self.presence.close()
        self.watch.close()
        if self.outbox is not None:
            self.outbox.close()

    def _on_several(self, incidents: list[int]) -> None:
        """Rows or a group were chosen together: all of them in the detail, their place marked on the map."""
        seat = self._seat
        if incidents:
            seat.detail.show_several(incidents)
            seat.map.canvas.select_marker(None, incidents)
            if seat.work.detail_floats:
                seat.work.open_detail()
        elif seat.detail.batch.is_shown():
            seat.detail.forget()

    def _on_banded(self, incidents: list[int]) -> None:
        self._seat.queue.select_several(incidents)
        self._seat.map.canvas.select_marker(None, incidents)

    def _on_opened(self, incident: int) -> None:
        self._seat.choose(incident)
        self._seat.work.open_detail()
        self._seat.detail.set_focus()

    def _on_taken(self, accepted: Accepted) -> None:
        words, seat = self._seat.context.words, self._seat
        told = words("It was added to an incident that is open already.") if accepted.folded else words("Reported.")
        seat.command.answer(told)
        self._on_opened(accepted.incident)

    def _sound(self) -> None:
        words, on = self._seat.context.words, self.alarms.turn_sound()
        self._seat.command.answer(words("One short tone for each new red") if on else words("No tone for new reds"))
