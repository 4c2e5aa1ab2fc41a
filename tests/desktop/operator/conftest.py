"""The operator's seat over the small city, as a hand finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.operator.seat import OperatorSeat
from desktop.seats import operator

FULL_HD = (1920, 1080)
OpenSeat = Callable[..., OperatorSeat]


@pytest.fixture
def open_seat(qtbot, make_context, monkeypatch) -> Iterator[OpenSeat]:
    """Opens the seat; it is complete when it is given. The map's own picture is not waited for: others test it."""
    seats: list[OperatorSeat] = []

    def open_it(size: tuple[int, int] = FULL_HD, context: Any = None, **values: Any) -> OperatorSeat:
        context = context or make_context("operator", **values)
        seat = operator.make(context)
        seats.append(seat)
        monkeypatch.setattr(seat.map, "complete", lambda: True)
        seat.window.resize(*size)
        seat.window.show()
        if context.situation.picture is not None:
            context.situation.replaced.emit(context.situation.picture)
            qtbot.waitUntil(seat.complete, timeout=20_000)
        return seat

    yield open_it
    for seat in seats:
        seat.close()


@pytest.fixture
def filled(fill) -> list[int]:
    """Seven hundred incidents, some of them open."""
    return fill(700)
