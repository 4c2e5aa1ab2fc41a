"""Areas of a file: named, coded, in the store's system, refused row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import Point, Polygon, box, mapping

from services.domain.areas import Level
from services.domain.refusals import Refusal
from services.geo.boundaries import BoundaryFile, Naming, read_boundaries
from services.geo.crs import GCJ02, system_of

Write = Callable[..., Path]
BY_COLUMNS = Naming(name_field="name", code_field="code", parent_field="parent")


def a_town(name: Any, code: Any = None, at: int = 0, geometry: Any = "square", **more: Any) -> dict[str, Any]:
    square = mapping(box(116.0 + at * 0.1, 33.0, 116.1 + at * 0.1, 33.1))
    values = {"name": name, "code": code, "parent": "永城市", **more}
    return {"type": "Feature", "properties": values, "geometry": square if geometry == "square" else geometry}


def towns(path: Path, crs: str = "", naming: Naming = BY_COLUMNS) -> BoundaryFile:
    return read_boundaries(path, Level.TOWN, naming, crs)


def reasons(found: BoundaryFile) -> list[tuple[int, str]]:
    return [(row.row, row.reason.code) for row in found.refused]


def test_that_good_rows_are_in_with_name_code_and_parent(json_file: Write) -> None:
    found = towns(
        json_file([a_town(" 茴村镇\n", "411481115"), a_town("芒山镇", 411481102000.0, 1), a_town("高庄镇", None, 2)])
    )
    assert [(b.row, b.name, b.code, b.parent) for b in found.boundaries] == [
        (1, "茴村镇", "411481115000", "永城市"), (2, "芒山镇", "411481102000", "永城市"), (3, "高庄镇", "", "永城市"),
    ]  # fmt: skip
    assert found.refused == found.repairs == found.notes == ()


def test_that_every_bad_row_has_its_reason_and_the_good_one_is_in(json_file: Write) -> None:
    nan = {"type": "Polygon", "coordinates": [[[1, 1], [float("nan"), 1], [1, 2], [1, 1]]]}
    flat = mapping(Polygon([(1, 1), (2, 2), (1, 1), (1, 1)]))
    rows = [
        a_town("好镇", "411481100000"),
        a_town("", "411481101000", 1),
        a_town("同码镇", "411481100000", 2),
        a_town("村", "411481100200", 3),
        a_town("市", "411481", 4),
        a_town("乱码", "41148x", 5),
        a_town("点", None, 6, mapping(Point(1, 2))),
        a_town("空", None, 7, None),
        a_town("坏", None, 8, {"type": "Polygon", "coordinates": "no"}),
        a_town("无数", None, 9, nan),
        a_town("线", None, 10, flat),
        a_town("同名", None, 11),
        a_town("同名", None, 12),
    ]
    found = towns(json_file(rows))
    assert [b.name for b in found.boundaries] == ["好镇", "同名"]
    assert reasons(found) == [
        (2, "geo.row_no_name"), (3, "geo.row_same_code"), (4, "geo.row_other_level"), (5, "geo.row_other_level"),
        (6, "geo.row_bad_code"), (7, "geo.row_no_area"), (8, "geo.row_no_geometry"), (9, "geo.row_broken"),
        (10, "geo.row_not_finite"), (11, "geo.row_collapsed"), (13, "geo.row_same_name"),
    ]  # fmt: skip
    assert found.refused[1].reason.values["row"] == 1
    assert found.refused[2].name == "村"


def test_that_the_same_name_under_another_parent_is_another_area(json_file: Write) -> None:
    rows = [a_town("中山里", None, 0), a_town("中山里", None, 1, parent="別的鎮")]
    assert len(towns(json_file(rows)).boundaries) == 2


def test_that_a_crossed_ring_is_repaired_and_listed(json_file: Write) -> None:
    bow = mapping(Polygon([(116, 33), (116.1, 33.1), (116.1, 33), (116, 33.1), (116, 33)]))
    found = towns(json_file([a_town("好镇"), a_town("结镇", None, 5, bow)]))
    assert all(b.geometry.is_valid for b in found.boundaries)
    (repair,) = found.repairs
    assert (repair.row, repair.name, repair.reason) == (2, "结镇", "Self-intersection")
    assert (repair.lon, repair.lat) == pytest.approx((116.05, 33.05))


def test_that_the_system_asked_for_goes_before_the_one_the_file_says(json_file: Write) -> None:
    said = {"type": "name", "properties": {"name": "EPSG:4326"}}
    path = json_file({"type": "FeatureCollection", "crs": said, "features": [a_town("好镇")]})
    assert towns(path).boundaries[0].geometry.bounds[0] == 116.0
    found = towns(path, "gcj02")
    assert found.system == GCJ02
    assert found.boundaries[0].geometry.bounds[0] == pytest.approx(116.0 - 0.0055, abs=0.001)


def test_that_metres_become_degrees(tmp_path: Path) -> None:
    x, y = system_of("EPSG:4548").from_store(116.5, 33.9)
    frame = geopandas.GeoDataFrame({"name": ["a"]}, geometry=[box(x, y, x + 1000, y + 1000)], crs=4548)
    frame.to_file(tmp_path / "a.gpkg")
    found = towns(tmp_path / "a.gpkg", naming=Naming(name_field="name"))
    assert found.boundaries[0].geometry.bounds[:2] == pytest.approx((116.5, 33.9), abs=1e-3)
    (tmp_path / "b.shp").parent.mkdir(exist_ok=True)
    frame.to_file(tmp_path / "b.shp")
    (tmp_path / "b.prj").unlink()
    with pytest.raises(Refusal) as refused:
        towns(tmp_path / "b.shp", naming=Naming(name_field="name"))
    assert refused.value.code == "geo.crs_missing"
    assert towns(tmp_path / "b.shp", "EPSG:4548", Naming(name_field="name")).boundaries[0].geometry.bounds[
        :2
    ] == pytest.approx((116.5, 33.9), abs=1e-3)


def test_that_degrees_without_a_system_are_taken_for_wgs84_and_that_is_said(tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"name": ["a"]}, geometry=[box(116, 33, 117, 34)]).to_file(tmp_path / "a.shp")
    found = towns(tmp_path / "a.shp", naming=Naming(name_field="name"))
    assert [note.code for note in found.notes] == ["geo.crs_assumed"]


def test_that_swapped_and_impossible_degrees_are_refused(json_file: Write) -> None:
    swapped = a_town("镇", geometry=mapping(box(33, 116, 34, 117)))
    metres = a_town("镇", geometry=mapping(box(500_000, 3_700_000, 501_000, 3_701_000)))
    for row, crs, code in (
        (swapped, "", "geo.swapped"),
        (metres, "wgs84", "geo.no_degrees"),
        (metres, "", "geo.crs_missing"),
    ):
        with pytest.raises(Refusal) as refused:
            towns(json_file([row]), crs)
        assert refused.value.code == code


def test_that_an_old_system_is_taken_with_a_word_of_warning(json_file: Write) -> None:
    assert [note.code for note in towns(json_file([a_town("镇")]), "EPSG:4214").notes] == ["geo.crs_rough"]


def test_that_a_damaged_name_is_kept_and_pointed_out(json_file: Write) -> None:
    found = towns(json_file([a_town("瓦\ufffd\ufffd\ufffd村")]))
    assert found.boundaries[0].name == "瓦〓村"
    assert [(note.code, note.values["row"]) for note in found.notes] == [("geo.garbled", 1)]


@pytest.mark.parametrize(
    ("naming", "code"),
    [(Naming(name_field="none"), "geo.no_column"), (Naming(name_field="name", code_field="kode"), "geo.no_column"),
     (Naming(name_field="name", parent_field="p"), "geo.no_column"), (Naming(), "geo.no_name"),
     (Naming(name="一镇"), "geo.one_name_many_rows"), (Naming(name_field="name", code="1"), "geo.one_name_many_rows")],
)  # fmt: skip
def test_that_wrong_columns_are_refused_with_those_there_are(json_file: Write, naming: Naming, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        towns(json_file([a_town("a"), a_town("b", None, 1)]), naming=naming)
    assert refused.value.code == code


def test_that_one_area_takes_name_and_code_from_the_command(json_file: Write) -> None:
    path = json_file(mapping(box(116, 33, 117, 34)))
    found = read_boundaries(path, Level.CITY, Naming(name="永城市", code="411481"))
    assert [(b.name, b.code) for b in found.boundaries] == [("永城市", "411481000000")]
    with pytest.raises(Refusal):
        read_boundaries(path, Level.CITY, Naming(name="永城市"), "mars")


def test_that_a_hostile_name_comes_out_as_plain_text(json_file: Write) -> None:
    found = towns(json_file([a_town("<script>\x00\x1b[31m\u202e镇" + "长" * 500)]))
    assert found.boundaries[0].name.startswith("<script>[31m镇长")
    assert len(found.boundaries[0].name) == 100
