"""The operator's seat: queue, map and detail of one city."""

from __future__ import annotations

from desktop.context import SeatContext
from desktop.operator.seat import OperatorSeat


def make(context: SeatContext) -> OperatorSeat:
    """Makes the seat; the application shows its window."""
    return OperatorSeat(context)
