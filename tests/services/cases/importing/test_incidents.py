"""Rows of incidents into a city: placed, marked, counted, known again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely

from services.bundle import read_deadlines
from services.cases.importing import incidents as importing
from services.cases.importing.incidents import IncidentsIn, import_incidents
from services.cases.importing.incoming import Incoming
from services.cases.importing.placing_anew import place_anew
from services.connectors.files.incident_rows import incident_rows
from services.connectors.files.mapping import IncidentMapping
from services.connectors.files.tables import open_table
from services.domain.areas import AreaKind, Level
from services.domain.case_filter import CaseFilter
from services.domain.city import City
from services.domain.incidents import Incident, IncidentState, PlaceStatus, Report, TimeFlaw
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow
from services.store import queries_cases, queries_check
from services.store.engine import Database

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OLD, NEW = date(2000, 1, 1), date(2026, 11, 1)


@pytest.fixture
def city(database: Database) -> Database:
    """A city of one town with two villages, one source and one category."""
    with database.unit() as unit:
        unit.add("fields", code="f", name_zh="领域", name_en="field")
        unit.add("departments", code="d", name_zh="部门", name_en="department", field="f")
        unit.add("sources", code="hotline", name_zh="热线", name_en="hotline", active=True)
        unit.add(
            "categories", code="other", name_zh="其他", name_en="other", kind=1, severity=4, department="d", active=True
        )
        town = an_area(unit, 1, Level.TOWN, shapely.box(116, 33, 116.2, 33.2), None)
        an_area(unit, 2, Level.VILLAGE, shapely.box(116, 33, 116.1, 33.2), town)
        unit.commit()
    return database


def an_area(unit: Any, number: int, level: Level, shape: Any, parent: int | None, **days: Any) -> int:
    values = {"valid_from": OLD} | days
    return int(
        unit.add(
            "areas", level=int(level), code=f"{number:012d}", name=f"area {number}", kind=int(AreaKind.RURAL),
            parent_id=parent, geometry=shapely.to_wkb(shape), **values,
        )
    )  # fmt: skip


def a_row(number: int, **values: Any) -> Incoming:
    state = values.pop("state", IncidentState.REPORTED)
    closed_at, department = values.pop("closed_at", None), values.pop("department", "")
    known = {"source": "hotline", "category": "other", "text": "words", "reported_at": AT, "external": f"n{number}"}
    return Incoming(number, Report(**(known | values)), state, closed_at, department)


def bring(database: Database, rows: Iterable[Incoming | RefusedRow]) -> tuple[IncidentsIn, list[RefusedRow]]:
    told: list[RefusedRow] = []
    return import_incidents(database, rows, read_deadlines(), told.append, "a.csv"), told


def cases(database: Database) -> dict[str, Incident]:
    with database.reading() as reader:
        return {case.external: case for case in queries_cases.page(reader, CaseFilter(), 0, 100)}


def everything(database: Database) -> dict[str, Any]:
    with database.reading() as reader:
        tables = ("areas", "facts", "journal", "incidents", "reports")
        return {table: reader.count(table) for table in tables}


def test_that_rows_are_placed_numbered_and_counted(city: Database) -> None:
    found, told = bring(
        city,
        [a_row(1, lon=116.05, lat=33.1), a_row(2, lon=116.15, lat=33.1), a_row(3, lon=100.0, lat=30.0),
         a_row(4, lon=0.0, lat=0.0), a_row(5), a_row(6, lon=116.05, lat=99.0)],
    )  # fmt: skip
    assert dict(found.counts) == {"read": 6, "added": 6, "located": 2, "outside": 1, "unlocated": 3, "open": 6}
    assert told == []
    kept = cases(city)
    assert [kept[f"n{n}"].live.place.village for n in (1, 2)] == [2, None]
    assert [kept[f"n{n}"].live.place.town for n in (1, 2)] == [1, 1]
    assert kept["n4"].live.place.lon is None
    assert kept["n1"].live.number.startswith("20261120-")
    assert kept["n1"].live.due_at == AT + timedelta(hours=24)
    assert len({case.live.number for case in kept.values()}) == 6


def test_that_a_second_import_changes_nothing(city: Database) -> None:
    rows = [a_row(n, lon=116.05, lat=33.1) for n in range(5)]
    bring(city, rows)
    before, kept = everything(city), cases(city)
    again, _ = bring(city, rows)
    assert dict(again.counts) == {"read": 5, "known": 5}
    assert everything(city) == before
    assert cases(city) == kept


def test_that_a_file_that_broke_off_is_gone_on_with(city: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)

    def broken() -> Iterable[Incoming]:
        yield from (a_row(n) for n in range(5))
        raise Refusal("files.broken_csv", "no")

    with pytest.raises(Refusal):
        bring(city, broken())
    assert everything(city)["incidents"] == 4
    found, _ = bring(city, [a_row(n) for n in range(7)])
    assert (found["known"], found["added"]) == (4, 3)


def test_that_shifted_coordinates_are_turned_before_they_are_placed(city: Database) -> None:
    # 3 m inside the border as a Chinese map service shows it is 500 m outside in truth
    bring(city, [a_row(1, lon=116.00003, lat=33.1), a_row(2, lon=116.00003, lat=33.1, crs="gcj02")])
    kept = cases(city)
    assert kept["n1"].live.place.status is PlaceStatus.LOCATED
    assert kept["n2"].live.place.status is PlaceStatus.OUTSIDE
    assert kept["n2"].live.place.lon == pytest.approx(116.0 - 0.0055, abs=1e-3)


def test_that_times_that_contradict_themselves_are_kept_marked_and_left_out_of_rates(city: Database) -> None:
    rows = [
        a_row(1, state=IncidentState.CLOSED, closed_at=AT - timedelta(hours=1)),
        a_row(2, state=IncidentState.CLOSED, closed_at=AT + timedelta(hours=1)),
        a_row(3, reported_at=AT + timedelta(days=300)),
    ]
    found, _ = bring(city, rows)
    assert (found["closed_before_reported"], found["reported_in_future"], found["ended"]) == (1, 1, 2)
    flaws = {key: case.flaw for key, case in cases(city).items()}
    assert flaws == {"n1": TimeFlaw.CLOSED_BEFORE_REPORTED, "n2": TimeFlaw.NONE, "n3": TimeFlaw.REPORTED_IN_FUTURE}
    with city.reading() as reader:
        assert queries_cases.count(reader, CaseFilter(rated=True)) == 1


def test_that_a_state_and_a_closing_time_that_disagree_leave_a_database_that_is_whole(city: Database) -> None:
    rows = [
        a_row(1, state=IncidentState.CLOSED),
        a_row(2, state=IncidentState.VOIDED, closed_at=AT),
        a_row(3, state=IncidentState.FINISHED, closed_at=AT),
        a_row(4, state=IncidentState.ASSIGNED, closed_at=AT),
    ]
    found, _ = bring(city, rows)
    assert found["closed_without_time"] == 1
    kept = cases(city)
    assert kept["n1"].flaw is TimeFlaw.CLOSED_WITHOUT_TIME
    assert [kept[f"n{n}"].live.closed_at for n in (2, 3, 4)] == [None] * 3
    assert kept["n3"].finished_at == AT
    with city.reading() as reader:
        assert set(queries_check.contradictions(reader).values()) == {0}


def test_that_each_refused_row_is_told_and_the_good_ones_are_in(city: Database) -> None:
    rows = [
        a_row(2, source="carrier pigeon"), a_row(3, category="unheard"), a_row(4, department="nobody"),
        a_row(5, text="x" * 30_000), RefusedRow(6, "n6", Refusal("rows.bad_time", "no")), a_row(7),
        a_row(8, external="n7"),
    ]  # fmt: skip
    found, told = bring(city, rows)
    assert [(row.row, row.reason.code) for row in told] == [
        (2, "intake.source"), (3, "intake.category"), (4, "rows.department"), (5, "intake.text"), (6, "rows.bad_time"),
        (8, "rows.twice"),
    ]  # fmt: skip
    assert (found["read"], found["added"], found["refused"]) == (7, 1, 6)
    assert told[-1].reason.values["row"] == 7


def test_that_a_demo_city_takes_no_real_incidents(city: Database) -> None:
    with city.unit() as unit:
        for key, value in City("永城市", demo=True).settings().items():
            unit.remember(key, value)
        unit.commit()
    with pytest.raises(Refusal) as refused:
        bring(city, [a_row(1)])
    assert refused.value.code == "import.demo"
    assert everything(city)["incidents"] == 0


def test_that_a_closed_incident_counts_by_the_borders_of_its_day_and_an_open_one_by_todays(city: Database) -> None:
    with city.unit() as unit:
        unit.put("areas", 2, valid_to=NEW)
        an_area(unit, 2, Level.VILLAGE, shapely.box(116.1, 33, 116.2, 33.2), 1, valid_from=NEW)
        unit.commit()
    before = datetime(2026, 10, 1, tzinfo=UTC)
    closed = {"state": IncidentState.CLOSED, "closed_at": AT}
    bring(
        city,
        [a_row(1, lon=116.05, lat=33.1, reported_at=before, **closed),
         a_row(2, lon=116.05, lat=33.1, reported_at=before),
         a_row(3, lon=116.05, lat=33.1, **closed), a_row(4, lon=116.15, lat=33.1, **closed),
         a_row(5, lon=116.05, lat=33.1, reported_at=datetime(1999, 1, 1, tzinfo=UTC), **closed)],
    )  # fmt: skip
    kept = cases(city)
    assert [kept[f"n{n}"].live.place.village for n in range(1, 6)] == [2, None, None, 3, None]
    assert kept["n5"].live.place.status is PlaceStatus.OUTSIDE


def test_that_incidents_that_came_before_the_borders_find_their_areas(database: Database, city: Database) -> None:
    bring(
        city, [a_row(1, lon=116.35, lat=33.1), a_row(2, lon=116.15, lat=33.1), a_row(3, lon=116.05, lat=33.1), a_row(4)]
    )
    with city.unit() as unit:
        an_area(unit, 5, Level.VILLAGE, shapely.box(116.1, 33, 116.4, 33.2), 1)
        unit.commit()
    assert place_anew(city, "import") == 2
    kept = cases(city)
    assert [kept[f"n{n}"].live.place.village for n in (1, 2, 3, 4)] == [3, 3, 2, None]
    assert kept["n4"].live.place.status is PlaceStatus.UNLOCATED
    before = everything(city)
    assert place_anew(city, "import") == 0
    assert everything(city) == before


def test_that_what_was_closed_keeps_the_borders_of_its_day_though_it_has_no_grid(city: Database) -> None:
    before = datetime(2026, 10, 1, tzinfo=UTC)
    closed = {"state": IncidentState.CLOSED, "closed_at": AT, "reported_at": before}
    bring(city, [a_row(1, lon=116.05, lat=33.1, **closed), a_row(2, lon=116.05, lat=33.1, reported_at=before)])
    with city.unit() as unit:
        unit.put("areas", 2, valid_to=NEW)
        an_area(unit, 2, Level.VILLAGE, shapely.box(116, 33, 116.2, 33.2), 1, valid_from=NEW)
        unit.commit()
    assert place_anew(city, "import") == 1
    assert [case.live.place.village for case in map(cases(city).__getitem__, ("n1", "n2"))] == [2, 3]


def test_that_who_had_read_an_incident_before_it_was_placed_anew_does_not_tell_of_its_old_place(
    city: Database,
) -> None:
    bring(city, [a_row(1, lon=116.15, lat=33.1)])
    with city.unit() as unit:
        an_area(unit, 5, Level.VILLAGE, shapely.box(116.1, 33, 116.4, 33.2), 1)
        unit.commit()
    place_anew(city, "import")
    with pytest.raises(Refusal) as refused, city.unit() as unit:
        unit.put("incidents", 1, version=1, state=2)
    assert refused.value.code == "store.changed"


def test_that_borders_drawn_while_a_file_comes_in_hold_for_the_rest_of_it(
    city: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)

    def rows() -> Iterable[Incoming]:
        yield a_row(1, lon=116.15, lat=33.1)
        with city.unit() as unit:
            an_area(unit, 5, Level.VILLAGE, shapely.box(116.1, 33, 116.4, 33.2), 1)
            unit.other_areas()
            unit.commit()
        yield a_row(2, lon=116.15, lat=33.1)

    bring(city, rows())
    assert [cases(city)[f"n{n}"].live.place.village for n in (1, 2)] == [None, 3]


SF311 = IncidentMapping(
    fields={
        "external": "unique_key", "reported_at": "created_date", "closed_at": "closed_date", "category": "category",
        "source": "source", "lon": "longitude", "lat": "latitude", "text": "descriptor", "address": "incident_address",
    },
    values={"category": {"*": "other"}, "source": {"*": "hotline"}},
)  # fmt: skip


def test_that_ten_thousand_real_requests_come_in_whole(city: Database, real_data: Path) -> None:
    path = real_data / "sf311" / "311_service_requests.csv"
    for expected in ("added", "known"):
        rows = incident_rows(open_table(path), SF311, ZoneInfo("America/Los_Angeles"))
        found, told = bring(city, rows)
        assert (found["read"], found[expected], told) == (10_000, 10_000, [])
        if expected == "added":
            assert (found["unlocated"], found["outside"], found["located"]) == (4_264, 5_736, 0)
            assert (found["closed_before_reported"], found["open"], found["ended"]) == (17, 370, 9_630)
    with city.reading() as reader:
        assert queries_cases.count(reader, CaseFilter()) == 10_000
        assert queries_cases.count(reader, CaseFilter(place=PlaceStatus.UNLOCATED)) == 4_264
        assert queries_cases.count(reader, CaseFilter(place=PlaceStatus.OUTSIDE)) == 5_736
        assert queries_cases.count(reader, CaseFilter(rated=True)) == 9_983
