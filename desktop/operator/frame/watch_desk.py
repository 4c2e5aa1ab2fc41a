"""The watch at a desk: the inbox in the top bar, responses in their strip, supervision in the detail, the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from desktop.drill.desk import DrillDesk
from desktop.emergency.desk import EmergencyDesk
from desktop.inbox.desk import InboxDesk
from desktop.inbox.message_window import MessageWindow
from desktop.inbox.rota_window import RotaWindow
from desktop.operator.detail.supervision_desk import SupervisionDesk
from services.domain.notices import Notice

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat


class WatchDesk(QObject):
    """Made with the seat's parts; `bind` joins them when all are there."""

    def __init__(self, seat: OperatorSeat) -> None:
        super().__init__(seat)
        self._seat = seat

    def bind(self) -> None:
        """Puts chip, strip and section in their places, and the orders under their names."""
        seat = self._seat
        context, theme, window = seat.context, seat.theme, seat.window
        self.inbox = InboxDesk(context, theme, window)
        self.emergency = EmergencyDesk(context, theme, window)
        self.supervision = SupervisionDesk(context, theme, seat.detail, self)
        self.drill = DrillDesk(context, theme, seat.icons, window)
        seat.top.take(self.inbox.chip(theme, seat.icons))
        layout = window.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(1, self.emergency.strip)
            layout.insertWidget(1, self.drill.strip)
        self.inbox.opened.connect(self._on_notice)
        self.emergency.incident_asked.connect(self._show)
        seat.hand.orders |= {
            "inbox": self.inbox.open,
            "emergency": self.respond,
            "notice": self.write,
            "rota": self.rota,
            "drill": self.drill.ask,
        }

    def close(self) -> None:
        """Ends what runs."""
        self.supervision.close()
        self.inbox.close()
        self.emergency.close()
        self.drill.close()

    def respond(self) -> None:
        """Opens the response of the incident that is shown, or asks to begin one; with none shown, what stands."""
        seat, incident = self._seat, self._seat.detail.incident
        if incident is not None:
            self.emergency.start(incident)
        elif self.emergency.open() is None:
            words = seat.context.words
            seat.command.answer(words("No emergency response stands. Choose the incident that one is to begin for."))

    def write(self) -> MessageWindow:
        """Opens the form of a message."""
        window = MessageWindow(self._seat.context, self._seat.theme, self._seat.window)
        window.show()
        return window

    def rota(self) -> RotaWindow:
        """Opens the duty roster."""
        window = RotaWindow(self._seat.context, self._seat.theme, self._seat.window)
        window.show()
        return window

    def _on_notice(self, notice: Notice) -> None:
        kind, _, ident = notice.subject.partition("/")
        if kind == "emergency" and ident.isdecimal():
            self.emergency.open_one(int(ident))
        elif kind == "warning" and ident.isdecimal():
            self._seat.further.warnings.open(int(ident))
        elif notice.incident is not None:
            self._show(notice.incident)

    def _show(self, incident: int) -> None:
        seat = self._seat
        seat.choose(incident)
        seat.work.open_detail()
        seat.window.activateWindow()
        seat.detail.set_focus()
