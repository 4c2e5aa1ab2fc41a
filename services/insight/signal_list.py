"""Signals by their ids, as a list shows them; never more of a person than a digest."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.incidents import Place, PlaceStatus
from services.domain.signals import Signal
from services.store.engine import Database
from services.store.queries import signals


def signals_of_ids(database: Database, idents: Sequence[int]) -> tuple[Signal, ...]:
    """The signals, oldest first."""
    with database.reading() as reader:
        rows = signals.whole(reader, idents)
    return tuple(
        Signal(
            source=row.source, kind=row.kind, at=row.at, subject=row.subject, value=row.value, origin=row.origin,
            place=Place(PlaceStatus(row.place), row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
            id=row.id, incident=row.incident_id, drill=row.drill,
        )
        for row in rows
    )  # fmt: skip
