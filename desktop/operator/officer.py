"""On whose behalf this desk acts."""

from __future__ import annotations

from desktop.context import SeatContext
from services.domain.people import Officer


def at_desk(context: SeatContext) -> Officer:
    """The officer who sits before the seat now; one who may only look while nobody has logged in."""
    return context.officer.now
