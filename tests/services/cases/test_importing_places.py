"""Places into the gazetteer."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from services.cases.importing.places import import_places
from services.domain.incidents import PlaceStatus
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.geo.crs import system_of
from services.geo.notes import RefusedRow
from services.insight.place_reading import PlaceReading

CSV = """名称,类型,经度,纬度,别名
县人民医院,医院,116.45,33.93,老县院；人民医院
,学校,116.4,33.9,
第一中学,学校,,33.9,
海上,学校,999,33.9,
第二中学,学校,116.46,33.94,
第二中学,学校,116.46,33.94,
火车站,车站,116°27'00",33°56'00",
"""


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_that_rows_are_checked_one_by_one_and_found_afterwards_by_alias_and_initials(city, csv) -> None:
    refused: list[RefusedRow] = []
    counts = import_places(city, csv, "", refused.append)
    assert (counts["read"], counts["added"], counts["known"], counts["refused"]) == (7, 3, 1, 3)
    assert [row.reason.code for row in refused] == ["places.name", "places.nowhere", "places.nowhere"]
    found = PlaceReading(city, Atlas(city)).gazetteer()
    [hospital, *_] = found.find("老县院")
    assert (hospital.place.name, hospital.place.lon) == ("县人民医院", pytest.approx(116.45))
    assert found.find("hcz")[0].place.name == "火车站"
    assert found.find("huochezhan")[0].place.lat == pytest.approx(33 + 56 / 60)


def test_that_the_same_file_again_replaces_what_it_brought(city, csv) -> None:
    import_places(city, csv, "", list[RefusedRow]().append)
    counts = import_places(city, csv, "", list[RefusedRow]().append)
    assert (counts["added"], counts["replaced"]) == (3, 3)
    with city.reading() as reader:
        assert reader.count("places") == 3


def test_that_coordinates_of_another_system_are_turned(city, csv, tmp_path) -> None:
    import_places(city, csv, "gcj02", list[RefusedRow]().append)
    lon, lat = system_of("gcj02").to_store(116.45, 33.93)
    found = PlaceReading(city, Atlas(city)).gazetteer().find("县人民医院")[0].place
    assert (found.lon, found.lat) == (pytest.approx(float(lon)), pytest.approx(float(lat)))
    assert abs(found.lon - 116.45) > 1e-3


def test_that_excel_and_geojson_are_read_as_well(city, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name", "lon", "lat"])
    book.active.append(["体育馆", 116.41, 33.91])
    book.save(tmp_path / "p.xlsx")
    feature = {"type": "Feature", "properties": {"name": "博物馆"},
               "geometry": {"type": "Point", "coordinates": [116.42, 33.92]}}  # fmt: skip
    (tmp_path / "p.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False), encoding="utf-8"
    )
    for name in ("p.xlsx", "p.geojson"):
        assert import_places(city, tmp_path / name, "", list[RefusedRow]().append)["added"] == 1
    found = PlaceReading(city, Atlas(city)).gazetteer()
    assert [found.find(name)[0].place.name for name in ("体育馆", "博物馆")] == ["体育馆", "博物馆"]


def test_that_a_file_without_names_or_coordinates_is_refused_in_a_sentence(city, tmp_path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        import_places(city, path, "", list[RefusedRow]().append)
    assert refused.value.code == "places.columns"


def test_that_areas_are_in_the_gazetteer_at_a_point_inside_of_them(city) -> None:
    reading = PlaceReading(city, Atlas(city))
    town = next(place for place in reading.gazetteer().places if place.kind == "town")
    found = reading.around(town.lon, town.lat, "cgcs2000", city.clock()).place
    assert (found.status, found.town) == (PlaceStatus.LOCATED, town.area)


def test_that_what_was_reported_near_lately_is_told_newest_first(city) -> None:
    now = city.clock()
    with city.unit() as unit:
        fixed = {
            "source": "hotline", "category": "leak", "severity": 4, "kind": 1, "state": 2, "place": 1, "lat": 33.9,
        }  # fmt: skip
        for at, (lon, ago) in enumerate(((116.4, 5), (116.402, 1), (116.41, 1), (116.4, 40))):
            unit.add("incidents", number=f"N-{at}", lon=lon, reported_at=now - timedelta(days=ago), **fixed)
        unit.commit()
    found = PlaceReading(city, Atlas(city)).around(116.4, 33.9, "cgcs2000", now)
    assert [one.number for one in found.recent] == ["N-1", "N-0"]
    assert found.recent[0].metres == pytest.approx(184, abs=3)
