"""After borders changed: the incidents that the change concerns find their areas again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from services.cases.importing.epochs import Epochs, day_of
from services.domain.facts import CityRedrawn
from services.domain.incidents import IncidentState, PlaceStatus
from services.geo.locate import Located
from services.store.engine import Database
from services.store.imports import to_place_anew

BATCH = 20_000


def place_anew(database: Database, officer: str) -> int:
    """Places open incidents by the borders that hold now, and ended ones that miss an area by those of their day.

    An ended incident that has its areas keeps them. Returns how many moved.
    """
    epochs = Epochs(database)
    moved, after = 0, 0
    while True:
        with database.unit() as unit:
            rows = to_place_anew(unit, after, BATCH)
            if not rows:
                return moved
            after = int(rows[-1].id)
            epochs.follow(unit)
            zone = unit.city().zone
            days = [day_of(row.reported_at, IncidentState(row.state), unit.now, zone) for row in rows]
            lon, lat = (np.array(column, np.float64) for column in zip(*((r.lon, r.lat) for r in rows), strict=True))
            changes = _changes(rows, epochs.locate(lon, lat, days))
            if changes:
                unit.put_many("incidents", changes)
                unit.note(officer, "place", "incidents", after=str(len(changes)))
                unit.say(CityRedrawn("incidents"))
                unit.commit()
                moved += len(changes)


def _changes(rows: Sequence[Any], found: Located) -> list[dict[str, Any]]:
    changes = []
    columns = (found.status, found.town, found.village, found.grid)
    for row, status, town, village, grid in zip(rows, *columns, strict=True):
        new = (int(status), int(town) or None, int(village) or None, int(grid) or None)
        if status != PlaceStatus.UNLOCATED and new != (row.place, row.town_id, row.village_id, row.grid_id):
            values = dict(zip(("place", "town_id", "village_id", "grid_id"), new, strict=True))
            changes.append({"id": int(row.id), **values})
    return changes
