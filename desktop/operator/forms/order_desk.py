"""Carries out what an officer of this seat orders: on a worker, and waits for the fact rather than for the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.operator.officer import at_desk
from services.cases.outbox import is_of_the_line
from services.domain.orders import Done, Order
from services.domain.refusals import Refusal
from services.live.advance import Touched
from services.live.picture import Picture

PATIENCE_MILLIS = 2_500  # a fact takes tenths of a second; without it the case is read again all the same
Answers = tuple[Done | Refusal, ...]
KEPT = Refusal("outbox.kept", "The line is lost. This is kept, and sent by itself when the line is back.")


class Keeper(Protocol):
    """Keeps orders for when a lost line is back."""

    def is_cut(self) -> bool: ...

    def keep(
        self, orders: Sequence[Order], on_kept: Callable[[], None], on_trouble: Callable[[Exception], None]
    ) -> None: ...


class OrderDesk(QObject):
    """Sends orders of this seat's officer; what can't be sent since the line is lost goes to the `keeper`.

    Signals: `sent(Order)` when it was carried out, `seen(Order)` when its fact has reached this seat, `kept(Order)`
    when it waits for the line, `troubled(Order, error)` when it was refused or could not be asked.
    """

    kept = Signal(object)
    sent = Signal(object)
    seen = Signal(object)
    troubled = Signal(object, object)

    def __init__(self, context: SeatContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.keeper: Keeper | None = None
        self._waited: dict[str, tuple[Order, int]] = {}
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MILLIS)
        self._late.timeout.connect(lambda: self._see(all_of_them=True))
        context.situation.changed.connect(self._on_changed)

    def send(self, order: Order) -> None:
        """One order; what comes of it is told by the signals."""
        if self.keeper is not None and self.keeper.is_cut():
            self._keep(self.keeper, order)
            return
        officer, services = at_desk(self._context), self._context.services
        self._context.workers.ask(
            f"order {order.key}",
            lambda: services.desk.carry_out(services.evidence.attach(order), officer),
            lambda done: self._take(order, done),
            lambda error: self._on_trouble(order, error),
        )

    def send_many(self, orders: Sequence[Order], on_answers: Callable[[Answers], None]) -> None:
        """Several orders at once, each with its own answer in their order."""
        officer, services = at_desk(self._context), self._context.services
        keeper = self.keeper

        def answered(answers: Answers) -> None:
            for order, answer in zip(orders, answers, strict=True):
                if isinstance(answer, Done):
                    self._take(order, answer)
            on_answers(answers)

        def told(error: Exception) -> None:
            if isinstance(error, Refusal):
                on_answers((error,) * len(orders))
            else:
                self._context.workers.troubled.emit(error)

        def troubled(error: Exception) -> None:
            if keeper is not None and is_of_the_line(error):
                keeper.keep(orders, lambda: on_answers((KEPT,) * len(orders)), told)
            else:
                told(error)

        self._context.workers.ask(
            f"orders {orders[0].key}",
            lambda: services.desk.carry_out_many([services.evidence.attach(order) for order in orders], officer),
            answered,
            troubled,
        )

    def _on_trouble(self, order: Order, error: Exception) -> None:
        if self.keeper is not None and is_of_the_line(error):
            self._keep(self.keeper, order)
        else:
            self.troubled.emit(order, error)

    def _keep(self, keeper: Keeper, order: Order) -> None:
        keeper.keep((order,), lambda: self.kept.emit(order), lambda error: self.troubled.emit(order, error))

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
