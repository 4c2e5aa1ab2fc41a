"""Any map file as features, told by its content."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import box, mapping

from services.domain.refusals import Refusal
from services.geo.files.features import read_features, shape_of

Write = Callable[..., Path]
SQUARE = mapping(box(116.0, 33.0, 116.1, 33.1))


def feature(**values: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": values, "geometry": SQUARE}


@pytest.mark.parametrize(
    "content",
    [{"type": "FeatureCollection", "features": [feature(a=1)]}, feature(a=1), [feature(a=1)], SQUARE, [SQUARE],
     {"type": "GeometryCollection", "geometries": [SQUARE]}],
)  # fmt: skip
def test_that_every_form_of_geojson_is_read(json_file: Write, content: Any) -> None:
    found = read_features(json_file(content))
    assert (found.kind, len(found.rows), found.crs) == ("GeoJSON", 1, "")
    assert found.rows[0].geometry.area == pytest.approx(0.01)
    assert found.columns == (("a",) if "Feature" in json.dumps(content) else ())


def test_that_the_old_crs_member_is_heard_wherever_it_stands(json_file: Write) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:4548"}}
    for content in ({"crs": crs, "features": [SQUARE]}, {"features": [SQUARE], "crs": crs}):
        assert read_features(json_file(content)).crs == "EPSG:4548"
    assert read_features(json_file({"crs": "nonsense", "features": [SQUARE]})).crs == ""


def test_that_topojson_is_told_by_its_type(json_file: Write) -> None:
    arcs = [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    area = {"type": "Polygon", "arcs": [[0]], "properties": {"name": "一"}}
    objects = {"areas": {"type": "GeometryCollection", "geometries": [area]}, "points": {"type": "Point"}}
    topology = {"type": "Topology", "arcs": arcs, "objects": objects}
    found = read_features(json_file(topology))
    assert (found.kind, found.rows[0].values["name"]) == ("TopoJSON", "一")
    with pytest.raises(Refusal) as refused:
        read_features(json_file(topology | {"objects": objects | {"more": area}}))
    assert refused.value.code == "geo.several_layers"
    assert len(read_features(json_file(topology | {"objects": objects | {"more": area}}), "more").rows) == 1
    with pytest.raises(Refusal) as refused:
        read_features(json_file(topology), "none")
    assert refused.value.code == "geo.no_layer"
    with pytest.raises(Refusal) as refused:
        read_features(json_file(topology | {"arcs": []}))
    assert refused.value.code == "geo.broken_topology"


def test_that_nonsense_in_one_feature_breaks_only_that_one(json_file: Write) -> None:
    odd = [
        17, None, {"type": "Feature", "geometry": None}, {"type": "Feature", "properties": "x", "geometry": "y"},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1]]]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], [1, 2]]]}},
        {"type": "Feature", "geometry": {"type": "Nothing", "coordinates": []}},
    ]  # fmt: skip
    rows = read_features(json_file([*odd, feature(a=1)])).rows
    assert [row.broken for row in rows] == [True, True, False, True, True, True, True, False]
    assert [row.row for row in rows] == list(range(1, 9))
    assert rows[-1].geometry is not None


def test_that_heights_are_dropped() -> None:
    geometry, broken = shape_of({"type": "Polygon", "coordinates": [[[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 0, 5]]]})
    assert not broken
    assert not shapely.has_z(geometry)


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "files.empty"), (b"%PDF-1.7 and so on", "geo.unknown_format"), (b"<kml/>", "geo.unknown_format"),
     (b"<OGRVRTDataSource/>", "geo.unknown_format"), (b"{}", "geo.no_geojson"), (b"[]", "geo.no_geojson"),
     (b'{"type": "FeatureCollection", "features": []}', "geo.no_geometry"), (b'{"a": 1', "files.broken_json"),
     (b'{"a": "\xff\xff"}', "files.wrong_encoding"), (b"PK\x03\x04 no zip", "geo.broken"),
     (b"SQLite format 3\x00 no more", "geo.broken"), (b"\x00\x00\x27\x0a cut", "geo.shapefile_part")],
)  # fmt: skip
def test_that_what_can_not_be_read_is_refused_in_words(tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(raw)
    with pytest.raises(Refusal) as refused:
        read_features(path)
    assert refused.value.code == code
    assert str(refused.value)


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_features(tmp_path / "none.geojson")
    assert refused.value.code == "files.missing"
    with pytest.raises(Refusal) as refused:
        read_features(tmp_path)
    assert refused.value.code == "files.folder"


def test_that_a_path_of_the_map_librarys_own_network_is_only_a_missing_file() -> None:
    with pytest.raises(Refusal) as refused:
        read_features(Path("/vsicurl/areas.geojson"))
    assert refused.value.code == "files.missing"
