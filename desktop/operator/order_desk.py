"""Carries out what an officer of this seat orders: on a worker, and waits for the fact rather than for the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.operator.officer import at_desk
from services.domain.orders import Done, Order
from services.domain.refusals import Refusal
from services.live.advance import Touched
from services.live.picture import Picture

PATIENCE_MILLIS = 2_500  # a fact takes tenths of a second; without it the case is read again all the same
Answers = tuple[Done | Refusal, ...]


class OrderDesk(QObject):
    """Sends orders of this seat's officer.

    Signals: `sent(Order)` when it was carried out, `seen(Order)` when its fact has reached this seat, `troubled(Order,
    error)` when it was refused or could not be asked.
    """

    sent = Signal(object)
    seen = Signal(object)
    troubled = Signal(object, object)

    def __init__(self, context: SeatContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._waited: dict[str, tuple[Order, int]] = {}
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MILLIS)
        self._late.timeout.connect(lambda: self._see(all_of_them=True))
        context.situation.changed.connect(self._on_changed)

    def send(self, order: Order) -> None:
        """One order; what comes of it is told by the signals."""
        officer, services = at_desk(self._context), self._context.services
        self._context.workers.ask(
            f"order {order.key}",
            lambda: services.desk.carry_out(services.evidence.attach(order), officer),
            lambda done: self._take(order, done),
            lambda error: self.troubled.emit(order, error),
        )

    def send_many(self, orders: Sequence[Order], on_answers: Callable[[Answers], None]) -> None:
        """Several orders at once, each with its own answer in their order."""
        officer, desk = at_desk(self._context), self._context.services.desk

        def answered(answers: Answers) -> None:
            for order, answer in zip(orders, answers, strict=True):
                if isinstance(answer, Done):
                    self._take(order, answer)
            on_answers(answers)

        self._context.workers.ask(f"orders {orders[0].key}", lambda: desk.carry_out_many(orders, officer), answered)

    def is_waiting(self) -> bool:
        """Whether the fact of an order is still on its way."""
        return bool(self._waited)

    def close(self) -> None:
        """Ends timers."""
        self._late.stop()

    def _take(self, order: Order, done: Done) -> None:
        self._waited[order.key] = (order, done.version)
        self.sent.emit(order)
        self._see()
        if self._waited:
            self._late.start()

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if self._waited and len(touched.incidents):
            self._see()

    def _see(self, all_of_them: bool = False) -> None:
        picture = self._context.situation.picture
        for key, (order, version) in list(self._waited.items()):
            if all_of_them or picture is None or _version(picture, order.incident) >= version:
                del self._waited[key]
                self.seen.emit(order)
        if not self._waited:
            self._late.stop()


def _version(picture: Picture, incident: int) -> int:
    row = picture.incident_at(incident)
    return int(picture.incidents.row(row)["version"]) if row >= 0 else -1
