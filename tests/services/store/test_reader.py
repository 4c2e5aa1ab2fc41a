from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from services.domain.areas import Level
from services.domain.incidents import IncidentState, PlaceStatus
from services.store.engine import Clock, Database


def an_incident(at: datetime, **values: Any) -> dict[str, Any]:
    usual = {
        "number": f"n{len(values)}-{values}", "source": "hotline", "category": "leak", "severity": 2, "kind": 1,
        "state": int(IncidentState.REPORTED), "place": int(PlaceStatus.LOCATED), "lon": 116.31, "lat": 33.81,
        "reported_at": at,
    }  # fmt: skip
    return usual | {"number": str(values)[:60]} | values


def test_that_an_area_holds_from_its_first_day_to_the_day_before_its_end(city: Database) -> None:
    with city.unit() as unit:
        grid = unit.areas(Level.GRID)[0]
        unit.put("areas", grid.id, valid_to=date(2024, 5, 1))
        unit.commit()
    with city.reading() as reader:
        held = {day: grid.id in {a.id for a in reader.areas(Level.GRID, on=day)} for day in _days()}
        assert grid.id not in {area.id for area in reader.areas()}
    assert held == {date(2019, 12, 31): False, date(2020, 1, 1): True, date(2024, 4, 30): True, date(2024, 5, 1): False}


def _days() -> tuple[date, ...]:
    return date(2019, 12, 31), date(2020, 1, 1), date(2024, 4, 30), date(2024, 5, 1)


def test_that_geometry_is_read_only_where_it_is_asked_for(city: Database) -> None:
    with city.reading() as reader:
        assert all(area.geometry is None for area in reader.areas())
        assert all(isinstance(area.geometry, bytes) for area in reader.areas(geometry=True))


def test_that_the_catalogue_comes_in_the_citys_order(city: Database) -> None:
    with city.reading() as reader:
        catalogue = reader.catalogue()
        assert [source.code for source in catalogue.sources] == ["hotline", "grid", "silent"]
        assert reader.has_source("hotline")
        assert not reader.has_source("pigeon")
        assert reader.category("pigeon") is None


def test_that_near_open_incidents_are_those_of_a_kind_a_time_and_a_box(city: Database, clock: Clock) -> None:
    now, box = clock(), (116.30, 33.80, 116.32, 33.82)
    old, minute = now - timedelta(hours=3), timedelta(minutes=1)
    with city.unit() as unit:
        wanted = unit.add("incidents", **an_incident(now))
        newer = unit.add("incidents", **an_incident(now + minute, lon=116.315))
        unit.add("incidents", **an_incident(now, category="noise"))
        unit.add("incidents", **an_incident(now, lon=116.33))
        unit.add("incidents", **an_incident(old, reports=2))
        unit.add("incidents", **an_incident(now, state=int(IncidentState.CLOSED)))
        unit.add("incidents", **an_incident(now, lon=None, lat=None, place=int(PlaceStatus.UNLOCATED)))
        unit.commit()
    with city.reading() as reader:
        found = reader.open_like("leak", now - 30 * minute, now + 30 * minute, box)
    assert [live.id for live in found] == [newer, wanted]


def test_that_an_incident_comes_whole_with_its_evidence(city: Database, clock: Clock) -> None:
    with city.unit() as unit:
        made = unit.add("incidents", **an_incident(clock(), text="水管漏水", address="东街", flaw=2))
        unit.add("evidence", incident_id=made, kind="photo", uri="file:///a.jpg", digest="d")
        unit.commit()
    with city.reading() as reader:
        found = reader.incident(made)
        assert reader.incident(made + 1) is None
    assert found is not None
    assert (found.text, found.address, found.live.flawed) == ("水管漏水", "东街", True)
    assert [(proof.kind, proof.uri) for proof in found.evidence] == [("photo", "file:///a.jpg")]
