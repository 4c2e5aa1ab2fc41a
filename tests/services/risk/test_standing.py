from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.domain.records import RecordKind
from services.domain.scenarios import ModelKind
from services.risk.loading import load_world
from services.risk.standing import known_kinds, record_kinds
from services.store.queries.records import register_for


def test_that_the_world_holds_the_things_that_scenarios_look_after_and_no_others(city, junction, clock) -> None:
    checked = clock() - timedelta(days=90)
    with city.unit() as unit:
        register = register_for(unit, RecordKind.FACILITY, "police")
        grid = next(area for area in unit.areas() if area.level == 4)
        usual = {"register_id": register, "lon": 116.31, "lat": 33.81, "grid_id": grid.id}
        unit.add("records", id=5, key="a", category="gas_station", checked_at=checked, due_days=30, **usual)
        unit.add("records", id=6, key="b", category="warehouse", checked_at=None, due_days=180, **usual)
        unit.commit()
    scenario = replace(junction, model=ModelKind.EXPOSURE, kinds=("record:gas_station", "leak"))
    with city.reading() as reader:
        world = load_world(reader, [scenario])
        assert len(load_world(reader).standing) == 0
    (found,) = world.standing
    assert (found["id"], found["due_days"], found["checked_at"]) == (5, 30, checked.timestamp())
    assert world.subjects.name(int(found["subject"])) == "record:5"
    assert world.areas.ids[found["grid"]] == grid.id


def test_that_what_counts_near_a_hazard_is_known_too(junction) -> None:
    scenario = replace(junction, model=ModelKind.EXPOSURE, kinds=("record:gas_station", "leak"))
    assert {"gas_station", "school", "old_alone"} <= set(known_kinds([scenario]))
    own = replace(scenario, weights={"record:factory": 50.0, "leak": 2.0})
    assert known_kinds([own]) == ["factory", "gas_station"]
    assert known_kinds([replace(scenario, model=ModelKind.SILENCE)]) == ["gas_station"]
    assert known_kinds([junction]) == []
    assert record_kinds([scenario, own]) == ["gas_station"]
