"""GeoPackage and Shapefile, zipped too, in the encodings of their day."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas
import pytest
from shapely.geometry import Point, box

from services.domain.refusals import Refusal
from services.geo.files import tablefiles
from services.geo.files.features import read_features

NAMES = ["永城市", "茴村镇"]


def table(names: list[str] = NAMES, crs: int | None = 4490) -> geopandas.GeoDataFrame:
    values = {"名称": names, "code": ["411481000000", "411481115000"], "n": [1, 2], "x": [1.5, None]}
    return geopandas.GeoDataFrame(values, geometry=[box(116, 33, 117, 34), box(117, 33, 118, 34)], crs=crs)


def test_that_a_geopackage_is_read_with_its_system(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    table().to_file(path)
    found = read_features(path)
    assert (found.kind, found.crs) == ("GeoPackage", "EPSG:4490")
    assert [row.values["名称"] for row in found.rows] == NAMES
    assert found.rows[0].values["code"] == "411481000000"
    assert found.columns == ("名称", "code", "n", "x")


def test_that_several_layers_with_areas_want_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    table().to_file(path, layer="towns")
    geopandas.GeoDataFrame({"a": [1]}, geometry=[Point(1, 2)], crs=4326).to_file(path, layer="points")
    assert len(read_features(path).rows) == 2
    table().to_file(path, layer="villages")
    with pytest.raises(Refusal) as refused:
        read_features(path)
    assert refused.value.code == "geo.several_layers"
    assert refused.value.values["layers"] == "towns, villages"
    assert len(read_features(path, "villages").rows) == 2


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8", "GB18030"])
@pytest.mark.parametrize("said", [True, False])
def test_that_a_shapefiles_table_is_understood_with_and_without_its_word(
    tmp_path: Path, encoding: str, said: bool
) -> None:
    path = tmp_path / "a.shp"
    table().to_file(path, encoding=encoding)
    if not said:
        path.with_suffix(".cpg").unlink()
    found = read_features(path)
    assert [row.values["名称"] for row in found.rows] == NAMES
    assert found.crs == "EPSG:4490"


def test_that_a_wrong_word_on_the_encoding_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    table().to_file(path, encoding="GBK")
    path.with_suffix(".cpg").write_text("UTF-8")
    assert [row.values["名称"] for row in read_features(path).rows] == NAMES


def zipped(folder: Path, shapefile: Path, extra: dict[str, bytes] | None = None) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in shapefile.parent.glob(f"{shapefile.stem}.*"):
            if part.suffix != ".zip":
                archive.write(part, f"../../边界/{part.name}")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def test_that_a_zipped_shapefile_is_read_and_nothing_is_unpacked_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "in" / "deep" / "永城.shp"
    path.parent.mkdir(parents=True)
    table().to_file(path, encoding="GBK")
    found = read_features(zipped(path.parent, path, {"__MACOSX/._永城.shp": b"x", "readme.txt": b"x"}))
    assert [row.values["名称"] for row in found.rows] == NAMES
    assert not (tmp_path / "边界").exists()
    assert not (tmp_path.parent / "边界").exists()


def test_that_an_archive_with_none_or_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.shp"
    table().to_file(path)
    for extra, count in (({"other.shp": b"x"}, 2), (None, 0)):
        archive = zipped(tmp_path, path if extra else tmp_path / "nothing.shp", extra)
        with pytest.raises(Refusal) as refused:
            read_features(archive if count else zipped(tmp_path, tmp_path / "nothing.shp", {"a.txt": b"x"}))
        assert (refused.value.code, refused.value.values["count"]) == ("geo.zip_without_one", count)


def test_that_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.shp"
    table().to_file(path)
    monkeypatch.setattr(tablefiles, "LARGEST_UNPACKED", 50)
    with pytest.raises(Refusal) as refused:
        read_features(zipped(tmp_path, path))
    assert refused.value.code == "geo.zip_too_large"


def test_that_a_shapefile_cut_off_is_refused_or_loses_only_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    table().to_file(path)
    path.write_bytes(path.read_bytes()[:110])
    with pytest.raises(Refusal) as refused:
        read_features(path)
    assert refused.value.code in {"geo.broken", "geo.no_geometry"}
