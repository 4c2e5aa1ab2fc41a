"""Files that leave, opened again by another program: nothing is lost, and nothing personal leaves without a right."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import geopandas
import pytest
import shapely

from services.access.exporting import PersonalExport
from services.connectors.files.exports import export_areas, export_incidents
from services.connectors.files.exports_choice import officer_named, placed_in
from services.domain.areas import AreaKind, Level
from services.domain.case_filter import CaseFilter
from services.domain.city import City
from services.domain.incidents import IncidentState, PlaceStatus, Severity, TimeFlaw
from services.domain.people import OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database

AT = datetime(2026, 11, 20, 3, 4, 5, 678000, UTC)
SUFFIXES = ("gpkg", "geojson", "csv")
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def city(database: Database) -> Database:
    """A city with history: a town whose border moved, a village without a border, cases of every sort of place."""
    with database.unit() as unit:
        for key, value in City(name_zh="永城市", code="411481000000").settings().items():
            unit.remember(key, value)
        unit.add("fields", code="f", name_zh="领域", name_en="field")
        unit.add("departments", code="d", name_zh="部门", name_en="department", field="f")
        unit.add("sources", code="hotline", name_zh="热线", name_en="hotline", active=True)
        unit.add(
            "categories", code="other", name_zh="其他", name_en="other", kind=1, severity=4, department="d", active=True
        )
        whole = shapely.box(116, 33, 116.2, 33.2)
        area(unit, "411481000000", "永城市", Level.CITY, whole, None, households=7, derived=True)
        town = area(unit, "411481115000", "茴村镇", Level.TOWN, shapely.box(116, 33, 116.1, 33.2), 1, valid_to=NEW)
        holed = shapely.Polygon(whole.exterior, [shapely.box(116.05, 33.05, 116.06, 33.06).exterior])
        area(unit, "411481115000", "茴村镇", Level.TOWN, holed, 1, valid_from=NEW)
        area(unit, "P3000001", "=1+1村", Level.VILLAGE, None, town, provisional=True, synthetic=True)
        unit.add("officers", login="zhang", name="张主管", role=int(OfficerRole.SUPERVISOR), active=True)
        unit.add("officers", login="li", name="李坐席", role=int(OfficerRole.DISPATCHER), active=True)
        case(unit, 1, lon=116.123456789, lat=33.1, town_id=3, closed_at=AT + timedelta(hours=2), state=8)
        case(unit, 2, place=int(PlaceStatus.UNLOCATED), text="请回电13812342210，王小明", external='+A "1"')
        case(
            unit,
            3,
            place=int(PlaceStatus.OUTSIDE),
            lon=0.5,
            lat=51.5,
            severity=1,
            flaw=int(TimeFlaw.REPORTED_IN_FUTURE),
        )
        unit.commit()
    return database


NEW = date(2026, 11, 1)


def area(unit: Any, code: str, name: str, level: Level, shape: Any, parent: int | None, **more: Any) -> int:
    values = {
        "kind": int(AreaKind.URBAN),
        "valid_from": date(2000, 1, 1),
        "households": 0,
        "origin": "a.geojson",
    } | more
    geometry = None if shape is None else shapely.to_wkb(shape)
    return int(unit.add("areas", level=int(level), code=code, name=name, parent_id=parent, geometry=geometry, **values))


def case(unit: Any, number: int, **more: Any) -> None:
    values = {
        "number": f"20261120-{number:06d}", "source": "hotline", "category": "other", "severity": 4, "kind": 1,
        "state": int(IncidentState.REPORTED), "place": int(PlaceStatus.LOCATED), "reported_at": AT, "address": "路口",
        "text": "井盖缺失", "external": f"x{number}", "reports": 2, "synthetic": False, "flaw": 0, "version": 1,
        "due_at": AT + timedelta(days=1),
    } | more  # fmt: skip
    ident = unit.add("incidents", **values)
    unit.add(
        "reports", incident_id=ident, source="hotline", external=values["external"], reported_at=AT, received_at=AT,
        text=values["text"], contact="13812342210", contact_name="王小明",
    )  # fmt: skip


def opened(path: Path) -> list[dict[str, Any]]:
    """The rows as geopandas (or a spreadsheet) has them, texts for times, "" and None both as None."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4490
    return [
        {key: None if value is None or value != value else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def moment(value: Any) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value.to_pydatetime()
    assert found.tzinfo is not None
    return found.astimezone(UTC)


def shape_of(row: dict[str, Any]) -> Any:
    return shapely.from_wkt(row["wkt"]) if "wkt" in row else row["geometry"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_areas_open_again_with_nothing_lost(city: Database, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"areas.{suffix}"
    assert export_areas(city, path, history=True) == 4
    rows = opened(path)
    assert [row["code"] for row in rows] == ["411481000000", "411481115000", "411481115000", "P3000001"]
    assert [row["parent_code"] for row in rows] == [None, "411481000000", "411481000000", "411481115000"]
    assert [row["level"] for row in rows] == ["city", "town", "town", "village"]
    assert {row["kind"] for row in rows} == {"urban"}
    assert [str(row["valid_from"])[:10] for row in rows] == ["2000-01-01", "2000-01-01", "2026-11-01", "2000-01-01"]
    assert [row["valid_to"] and str(row["valid_to"])[:10] for row in rows] == [None, "2026-11-01", None, None]
    marks = [[str(row[name]).lower() == "true" for name in ("provisional", "derived", "synthetic")] for row in rows]
    assert marks == [[False, True, False], [False] * 3, [False] * 3, [True, False, True]]
    assert [int(row["households"]) for row in rows] == [7, 0, 0, 0]
    assert {row["origin"] for row in rows} == {"a.geojson"}
    assert shape_of(rows[3]) is None if suffix != "csv" else rows[3]["wkt"] is None
    with city.reading() as reader:
        known = {a.valid_from: shapely.from_wkb(a.geometry) for a in reader.areas(Level.TOWN, geometry=True)}
    assert shapely.equals_exact(shapely.normalize(shape_of(rows[2])), shapely.normalize(multi(known[NEW], rows[2])))


def multi(shape: Any, row: dict[str, Any]) -> Any:
    return shapely.MultiPolygon([shape]) if shape_of(row).geom_type == "MultiPolygon" else shape


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_the_areas_of_a_day_are_those_that_held_then(city: Database, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"areas.{suffix}"
    assert export_areas(city, path, Level.TOWN, date(2010, 5, 5)) == 1
    assert str(opened(path)[0]["valid_to"])[:10] == "2026-11-01"
    assert export_areas(city, path, Level.GRID) == 0
    assert opened(path) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_incidents_open_again_with_nothing_lost(city: Database, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cases.{suffix}"
    assert export_incidents(city, path, CaseFilter()) == 3
    one, two, three = opened(path)
    assert (one["number"], one["state"], one["severity"], one["class"]) == (
        "20261120-000001", "closed", "blue", "ordinary",
    )  # fmt: skip
    assert [row["place"] for row in (one, two, three)] == ["located", "unlocated", "outside"]
    assert (one["town_code"], one["village_code"], three["flaw"]) == ("411481115000", None, "reported_in_future")
    assert (float(one["lon"]), float(one["lat"])) == (116.123456789, 33.1)
    assert (moment(one["reported_at"]), moment(one["closed_at"])) == (AT, AT + timedelta(hours=2))
    assert two["closed_at"] is None
    assert int(two["reports"]) == 2
    if suffix == "csv":
        # times carry the city's zone; what a spreadsheet would compute is kept from it
        assert one["reported_at"] == "2026-11-20T11:04:05.678+08:00"
        assert two["external"] == '\'+A "1"'
    else:
        assert two["external"] == '+A "1"'
        assert two["geometry"] is None
        assert (one["geometry"].x, one["geometry"].y) == (116.123456789, 33.1)
    assert "contact" not in one
    assert "138****2210" in two["text"]


def test_that_a_geojson_keeps_numbers_flags_and_nothings_apart(city: Database, tmp_path: Path) -> None:
    path = tmp_path / "cases.geojson"
    export_incidents(city, path, CaseFilter(place=PlaceStatus.UNLOCATED))
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["lon"] is None
    assert feature["properties"]["reports"] == 2
    assert feature["properties"]["synthetic"] is False


def test_that_no_cell_of_a_table_is_a_formula_and_excel_knows_the_encoding(city: Database, tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    export_areas(city, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert opened(path)[-1]["name"] == "'=1+1村"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (CaseFilter(reported=(AT, AT + timedelta(seconds=1))), 3),
        (CaseFilter(reported=(AT + timedelta(milliseconds=1), AT + timedelta(days=9))), 0),
        (CaseFilter(open_only=True), 2),
        (CaseFilter(states=frozenset({IncidentState.CLOSED})), 1),
        (CaseFilter(severity=Severity.RED), 1),
        (CaseFilter(place=PlaceStatus.OUTSIDE, category="other", source="hotline"), 1),
        (CaseFilter(source="qr"), 0),
    ],
)
def test_that_a_filter_chooses(city: Database, tmp_path: Path, chosen: CaseFilter, expected: int) -> None:
    path = tmp_path / "cases.csv"
    assert export_incidents(city, path, chosen) == expected == len(opened(path))


def test_that_an_area_is_named_by_its_code_short_or_long(city: Database) -> None:
    assert placed_in(city, "411481115") == placed_in(city, "411481115000") == (3, Level.TOWN)
    with pytest.raises(Refusal) as refused:
        placed_in(city, "411481999")
    assert refused.value.code == "export.no_area"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_personal_data_leave_with_right_and_reason_and_the_journal_knows(
    city: Database, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"cases.{suffix}"
    export_incidents(city, path, CaseFilter(), PersonalExport(officer_named(city, "zhang"), "上级调卷"))
    rows = opened(path)
    assert [(row["contact"], row["contact_name"]) for row in rows] == [("13812342210", "王小明")] * 3
    assert "13812342210" in rows[1]["text"]
    assert noted(city) == [("zhang", "export", "上级调卷")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_without_a_right_no_name_and_no_number_stands_in_the_words(
    city: Database, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"cases.{suffix}"
    export_incidents(city, path, CaseFilter())
    assert opened(path)[1]["text"] == "请回电138****2210，王**"
    assert not any(sign in path.read_bytes() for sign in (b"13812342210", "王小明".encode()))


def test_that_personal_data_stay_without_right_reason_or_officer(city: Database, tmp_path: Path) -> None:
    cases: list[tuple[Callable[[], Any], str]] = [
        (lambda: PersonalExport(officer_named(city, "li"), "because"), "export.no_right"),
        (lambda: PersonalExport(officer_named(city, "zhang"), "  "), "export.no_reason"),
        (lambda: officer_named(city, "nobody"), "export.no_officer"),
        (lambda: officer_named(city, ""), "export.no_officer"),
    ]
    for attempt, code in cases:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == code
    assert noted(city) == []


def noted(city: Database) -> list[tuple[str, str, str]]:
    from sqlalchemy import select

    from services.store.tables.live import journal

    with city.reading() as reader:
        found = reader.all(select(journal.c.officer, journal.c.verb, journal.c.why).where(journal.c.verb == "export"))
    return [tuple(row) for row in found]


def test_that_a_file_that_cannot_be_written_leaves_nothing_and_keeps_what_was_there(
    city: Database, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        export_areas(city, tmp_path / "no such folder" / "areas.gpkg")
    assert refused.value.code == "files.unwritable"
    kept = tmp_path / "areas.txt"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        export_areas(city, kept)
    assert refused.value.code == "export.format"
    assert kept.read_text(encoding="utf-8") == "mine"


def test_that_yesterdays_file_gives_way_only_to_a_whole_one(city: Database, tmp_path: Path) -> None:
    target = tmp_path / "cases[1].csv"
    target.write_text("yesterday's", encoding="utf-8")
    city.clock = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        export_incidents(city, target, CaseFilter(), PersonalExport(officer_named(city, "zhang"), "why"))
    assert target.read_text(encoding="utf-8") == "yesterday's"
    assert list(tmp_path.glob(".cases*")) == []


def broken() -> datetime:
    raise RuntimeError


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("suffix", ["geojson", "csv"])
def test_that_a_full_disk_is_said_and_leaves_no_half_file(
    city: Database, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda self, *a, **k: real(Path("/dev/full"), *a, **k) if ".part" in self.name else real(self, *a, **k),
    )
    with pytest.raises(Refusal) as refused:
        export_areas(city, tmp_path / f"areas.{suffix}")
    assert refused.value.code == "files.disk_full"
    assert list(tmp_path.glob("*areas*")) == []
