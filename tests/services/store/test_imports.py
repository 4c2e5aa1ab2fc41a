from __future__ import annotations

from datetime import date
from typing import Any

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus
from services.store import imports
from services.store.engine import Database


def an_incident(number: int, **values: Any) -> dict[str, Any]:
    return {
        "number": str(number), "source": "hotline", "category": "leak", "severity": 2, "kind": 1, "lon": 116.31,
        "lat": 33.81, "state": int(IncidentState.CLOSED), "place": int(PlaceStatus.LOCATED),
    } | values  # fmt: skip


def test_that_numbers_taken_beforehand_are_apart_from_all_others(database: Database) -> None:
    with database.unit() as unit:
        assert list(imports.next_ids(unit, "people", 0)) == []
        taken = list(imports.next_ids(unit, "people", 5))
        unit.add_many("people", [{"id": ident, "role": 1, "name": "某", "duty": 1} for ident in taken])
        more = [*imports.next_ids(unit, "people", 3), unit.next_id("people")]
        unit.commit()
    assert taken == sorted(taken)
    assert not set(taken) & set(more)


def test_that_a_sources_known_numbers_are_found_however_many_are_asked(city: Database) -> None:
    with city.unit() as unit:
        made = unit.add("incidents", **an_incident(1), reported_at=unit.now)
        for source, number in (("hotline", "7"), ("hotline", "1199"), ("grid", "8"), ("hotline", None)):
            unit.add(
                "reports", incident_id=made, source=source, external=number, reported_at=unit.now,
                received_at=unit.now,
            )  # fmt: skip
        unit.commit()
    with city.reading() as reader:
        assert imports.known_numbers(reader, "hotline", map(str, range(1200))) == {"7", "1199"}
        assert imports.known_numbers(reader, "hotline", []) == set()


def test_that_children_and_people_follow_the_area_that_takes_anothers_place(city: Database) -> None:
    with city.unit() as unit:
        old = unit.areas(Level.VILLAGE)[0]
        new = unit.add(
            "areas", level=int(Level.VILLAGE), code="410000001099", name="新", kind=1, parent_id=old.parent,
            valid_from=date(2026, 1, 1),
        )  # fmt: skip
        person = unit.add("people", role=1, name="某", duty=1, area_id=old.id)
        ended = next(grid for grid in unit.areas(Level.GRID) if grid.parent == old.id)
        unit.put("areas", ended.id, valid_to=date(2025, 1, 1))
        imports.succeed(unit, {old.id: new})
        imports.succeed(unit, {})
        unit.commit()
    with city.reading() as reader:
        held = [grid for grid in reader.areas(Level.GRID) if grid.parent == new]
        was = [grid for grid in reader.areas(Level.GRID, on=date(2024, 6, 1)) if grid.id == ended.id]
        assert len(held) == 1
        assert [grid.parent for grid in was] == [old.id], "what no longer holds keeps its history"
        assert [found.area for found in reader.people() if found.id == person] == [new]


def test_that_open_outside_and_unplaced_incidents_are_placed_anew_and_settled_ones_are_not(city: Database) -> None:
    with city.unit() as unit:
        grid = unit.areas(Level.GRID)[0]
        village = unit.areas(Level.VILLAGE)[0]
        whole = {"town_id": village.parent, "village_id": village.id, "grid_id": grid.id}
        rows = [
            an_incident(1, **whole),
            an_incident(2, **whole, state=int(IncidentState.FILED)),
            an_incident(3, place=int(PlaceStatus.OUTSIDE)),
            an_incident(4, **(whole | {"grid_id": None})),
            an_incident(5, lon=None, lat=None, place=int(PlaceStatus.UNLOCATED)),
        ]
        ids = [unit.add("incidents", **row, reported_at=unit.now) for row in rows]
        unit.commit()
    with city.reading() as reader:
        found = [row.id for row in imports.to_place_anew(reader, 0, 10)]
        assert found == ids[1:4]
        assert [row.id for row in imports.to_place_anew(reader, found[0], 1)] == [found[1]]


def test_that_every_day_on_which_a_border_changed_is_known_once(city: Database) -> None:
    with city.unit() as unit:
        unit.put("areas", unit.areas(Level.GRID)[0].id, valid_to=date(2025, 1, 1))
        unit.commit()
    with city.reading() as reader:
        assert imports.days_of_change(reader) == [date(2020, 1, 1), date(2025, 1, 1)]
