"""After borders changed: the incidents that the change concerns find their areas again."""

from __future__ import annotations

from typing import Any

from services.domain.facts import CityRedrawn
from services.domain.incidents import PlaceStatus
from services.geo.locate import Locator
from services.store.engine import Database
from services.store.imports import to_place_anew

BATCH = 20_000


def place_anew(database: Database, officer: str) -> int:
    """Places open incidents, those outside and those without an area of some level by the borders that hold now.

    A closed incident that has its areas keeps them: it counts by the borders of its day. Returns how many moved.
    """
    with database.reading() as reader:
        locator = Locator(reader.areas(geometry=True))
    moved, after = 0, 0
    while True:
        with database.unit() as unit:
            rows = to_place_anew(unit, after, BATCH)
            if not rows:
                return moved
            after = int(rows[-1][0])
            changes = _changes(rows, locator)
            if changes:
                unit.put_many("incidents", changes)
                unit.note(officer, "place", "incidents", after=str(len(changes)))
                unit.say(CityRedrawn("incidents"))
                unit.commit()
                moved += len(changes)


def _changes(rows: Any, locator: Locator) -> list[dict[str, Any]]:
    found = locator.locate([row[1] for row in rows], [row[2] for row in rows])
    changes = []
    columns = (found.status, found.town, found.village, found.grid)
    for row, status, town, village, grid in zip(rows, *columns, strict=True):
        new = (int(status), int(town) or None, int(village) or None, int(grid) or None)
        if status != PlaceStatus.UNLOCATED and new != tuple(row[3:7]):
            values = dict(zip(("place", "town_id", "village_id", "grid_id"), new, strict=True))
            changes.append({"id": int(row[0]), **values})
    return changes
