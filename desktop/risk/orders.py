"""Orders on warnings: sent from a worker thread, each with an answer of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from desktop.operator.officer import at_desk
from services.domain.incidents import Severity
from services.domain.warnings import WarningOrder, WarningOutcome, WarningVerb

Values = Mapping[str, Any]


class WarningOrders(QObject):
    """`done(WarningDone)` when an order was carried out, `troubled(WarningOrder, error)` when it was not."""

    done = Signal(object)
    troubled = Signal(object, object)

    def __init__(self, context: SeatContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def send(self, order: WarningOrder) -> None:
        """One order; a second click with the same key changes nothing."""
        made = order if order.key else replace(order, key=uuid.uuid4().hex)
        officer, desk = at_desk(self._context), self._context.services.warning_desk
        self._context.workers.ask(
            f"warning order {made.key}",
            lambda: desk.carry_out(made, officer),
            self.done.emit,
            lambda error: self.troubled.emit(made, error),
        )


def order_of(verb: WarningVerb, warning: int, version: int, values: Values, zone: tzinfo | None) -> WarningOrder:
    """The order of a filled form, as its officer saw the warning at `version`; what was not filled in stays empty."""
    until, level, into = values.get("until"), values.get("level"), values.get("into")
    return WarningOrder(
        verb, warning, version,
        why=values.get("why") or "",
        until=datetime.fromtimestamp(until, zone) if until is not None else None,
        level=Severity(level) if level else None,
        outcome=WarningOutcome(int(values.get("outcome") or 0)),
        into=int(into) if into else None,
        department=values.get("department") or "",
        category=values.get("category") or "",
        text=values.get("text") or "",
        helpers=tuple(values.get("helpers") or ()),
    )  # fmt: skip
