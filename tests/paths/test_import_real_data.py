"""Real files into a real city, through the command line, on both databases; skipped where the files are missing."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.city import City
from services.domain.incidents import PlaceStatus, TimeFlaw
from services.store import queries_cases
from services.store.engine import Database

Run = Callable[..., tuple[int, str]]
SF311 = Path(__file__).resolve().parents[2] / "resources" / "mappings" / "sf311.toml"


@pytest.fixture(scope="module")
def real() -> Path:
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (GRIDCOMMAND_DATA)")
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(request.param)


@pytest.fixture
def run(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Imports by the command line; gives the exit code and all that was said."""

    def importing(*words: object, lang: str = "en") -> tuple[int, str]:
        capsys.readouterr()
        report = ["--report", str(tmp_path / "report.csv")]
        code = main.main(["import", *map(str, words), *report, "--database", url, "--lang", lang])
        told = capsys.readouterr()
        return code, told.out + told.err

    return importing


def reported(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def state(url: str) -> object:
    """Everything that an import may write, for telling whether a second one wrote anything."""
    database = Database(url)
    try:
        with database.reading() as reader:
            areas = [(a.id, a.code, a.name, a.parent, a.valid_from, a.valid_to, a.origin, a.geometry)
                     for a in reader.areas(geometry=True)]  # fmt: skip
            return (
                areas,
                reader.settings(),
                [reader.count(table) for table in ("areas", "incidents", "journal", "facts")],
            )
    finally:
        database.close()


def test_that_both_outlines_of_yongcheng_are_gcj02_and_agree_once_converted(run: Run, url: str, real: Path) -> None:
    county, fence = (
        real / "yongcheng" / "yongcheng_county_gcj02.geojson",
        real / "yongcheng" / "vonng2016_fence_411481.json",
    )
    first = ("areas", county, "--level", "city", "--name-field", "name", "--code-field", "adcode")
    assert run(*first, "--crs", "gcj02")[0] == 0
    second = ("areas", fence, "--level", "city", "--name", "永城市", "--code", "411481")
    code, said = run(*second, "--crs", "gcj02")
    assert code == 0
    median, longest, share = fit(said)
    assert median <= 5
    assert share <= 0.6
    assert 500 < longest <= 576
    assert "import it again" not in said
    before = state(url)
    assert run(*second, "--crs", "gcj02")[0] == 0
    assert state(url) == before


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "import it again with --crs gcj02"), ("zh_CN", "请加 --crs gcj02 重新导入")]
)
def test_that_yongcheng_read_as_wgs84_is_pointed_out(run: Run, real: Path, lang: str, sentence: str) -> None:
    folder = real / "yongcheng"
    known = ("areas", folder / "yongcheng_county_gcj02.geojson", "--level", "city", "--name-field", "name")
    run(*known, "--code-field", "adcode", "--crs", "gcj02")
    fence = ("areas", folder / "vonng2016_fence_411481.json", "--level", "city", "--name", "永城市", "--code", "411481")
    code, said = run(*fence, lang=lang)
    assert code == 0
    assert sentence in said


def fit(said: str) -> tuple[float, float, float]:
    found = re.search(r"median distance ([\d.,]+) m, longest ([\d.,]+) m, differing area ([\d.]+)", said)
    assert found, said
    median, longest, share = (float(part.replace(",", "")) for part in found.groups())
    return median, longest, share


def test_that_changhua_comes_in_three_levels_with_its_flaws_named(
    run: Run, url: str, real: Path, tmp_path: Path
) -> None:
    towns = ("areas", real / "changhua" / "changhua_towns.geojson", "--level", "town", "--name-field", "town")
    file = real / "changhua" / "changhua_villages.geojson"
    villages = ("areas", file, "--level", "village", "--name-field", "village", "--parent-field", "town")
    code, said = run(*towns)
    assert code == 0
    assert "26 new" in said
    assert "made of its towns" in said
    code, said = run(*villages)
    assert code == 0
    assert "591 new" in said
    assert "Rings repaired: 13. Overlaps: 1 (8,6" in said
    lines = reported(tmp_path)
    assert [line["What"] for line in lines].count("repaired") == 13
    assert [line["Name"] for line in lines if line["What"] == "overlap"] == ["大竹村 / 湖水里"]
    database = Database(url)
    with database.reading() as reader:
        city, found = reader.areas(Level.CITY), reader.areas(Level.VILLAGE)
        parents = {town.id: town for town in reader.areas(Level.TOWN)}
    database.close()
    assert (len(city), city[0].derived, len(parents), len(found)) == (1, True, 26, 591)
    assert len({village.name for village in found}) < 591
    assert {village.parent for village in found} == set(parents)
    assert {town.parent for town in parents.values()} == {city[0].id}
    before = state(url)
    for again in (towns, villages):
        assert run(*again)[0] == 0
    assert state(url) == before


def test_that_ten_thousand_requests_are_counted_apart_and_twice_changes_nothing(run: Run, url: str, real: Path) -> None:
    county = real / "yongcheng" / "yongcheng_county_gcj02.geojson"
    run("areas", county, "--level", "city", "--name-field", "name", "--code-field", "adcode", "--crs", "gcj02")
    words = ("incidents", real / "sf311" / "311_service_requests.csv", "--mapping", SF311)
    code, said = run(*words)
    assert code == 0
    assert "10,000 rows, 10,000 new, 0 known already, 0 refused" in said
    assert "Of the new: 0 in an area, 4,264 without a place, 5,736 outside every area." in said
    assert "17 were closed before they were reported: kept, marked, left out of rates." in said
    before = state(url)
    code, said = run(*words)
    assert "10,000 rows, 0 new, 10,000 known already, 0 refused" in said
    assert state(url) == before
    database = Database(url)
    with database.reading() as reader:
        counted = {name: queries_cases.count(reader, chosen) for name, chosen in {
            "all": CaseFilter(), "open": CaseFilter(open_only=True), "rated": CaseFilter(rated=True),
            "unlocated": CaseFilter(place=PlaceStatus.UNLOCATED), "outside": CaseFilter(place=PlaceStatus.OUTSIDE),
        }.items()}  # fmt: skip
        flawed = [case.flaw for case in queries_cases.page(reader, CaseFilter(), 0, 10_000) if case.flaw]
        leaders = {department.leader for department in reader.catalogue().departments}
    database.close()
    assert counted == {"all": 10_000, "open": 370, "rated": 9_983, "unlocated": 4_264, "outside": 5_736}
    assert flawed == [TimeFlaw.CLOSED_BEFORE_REPORTED] * 17
    assert leaders == {""}  # nobody invented leads a real city's departments


def test_that_refused_rows_are_reported_and_the_good_ones_are_in(
    run: Run, url: str, real: Path, tmp_path: Path
) -> None:
    lines = (real / "sf311" / "311_service_requests.csv").read_text(encoding="utf-8").splitlines()[:6]
    broken = lines[2].replace("2015-03-05 09:04:29+00:00", "last Tuesday")
    path = tmp_path / "requests.csv"
    path.write_text("\n".join([lines[0], lines[1], broken, lines[3], lines[1], ""]), encoding="utf-8")
    code, said = run("incidents", path, "--mapping", SF311)
    assert code == 3
    assert "4 rows, 2 new, 0 known already, 2 refused" in said
    assert [(line["Row"], line["What"]) for line in reported(tmp_path)] == [("3", "refused"), ("5", "refused")]
    assert "last Tuesday" in reported(tmp_path)[0]["Why"]
    code, said = run("incidents", path, "--mapping", SF311, lang="zh_CN")
    assert "拒收 2" in said
    assert reported(tmp_path)[1]["原因"] == "与第 2 行是同一条上报。"


def test_that_a_demo_city_takes_no_real_data_and_shows_the_way_out(run: Run, url: str, real: Path) -> None:
    database = Database(url)
    with database.unit() as unit:
        for key, value in City(name_zh="永城市", code="411481000000", demo=True).settings().items():
            unit.remember(key, value)
        unit.commit()
    database.close()
    before = state(url)
    county = real / "yongcheng" / "yongcheng_county_gcj02.geojson"
    for words in (("areas", county, "--level", "city", "--name-field", "name"),
                  ("incidents", real / "sf311" / "311_service_requests.csv", "--mapping", SF311)):  # fmt: skip
        code, said = run(*words)
        assert code == 2
        assert "--database sqlite:///my_city.sqlite" in said
        assert "演示城市" in run(*words, lang="zh_CN")[1]
    assert state(url) == before


def test_that_the_chinese_sample_mapping_reads_a_hotlines_table(run: Run, url: str, tmp_path: Path) -> None:
    path = tmp_path / "热线工单.csv"
    rows = [
        "工单编号,受理时间,办结时间,诉求类别,紧急程度,办理状态,经度,纬度,诉求内容,事发地址,联系电话,诉求人",
        "RX001,2026-11-20 08:05,2026年11月20日16时30分,井盖,特急,已办结,116.4495,33.9293,缺失,中原路,13812342210,王明",
        "RX002,2026/11/21 09:00,,噪声,较急,办理中,,,夜间施工,演集街道,13812342211,李小红",
        "RX003,2026-11-21 10:00,,别的事,一般,待办,0,0,咨询,,,",
    ]
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    mapping = SF311.with_name("hotline_zh.toml")
    code, said = run("incidents", path, "--mapping", mapping, lang="zh_CN")
    assert code == 0, said
    database = Database(url)
    with database.reading() as reader:
        cases = sorted(queries_cases.page(reader, CaseFilter(), 0, 10), key=lambda case: case.external)
    database.close()
    assert [(c.live.category, c.live.severity.name, c.live.state.name, c.live.place.status.name) for c in cases] == [
        ("manhole", "RED", "CLOSED", "OUTSIDE"),
        ("noise_life", "YELLOW", "IN_PROGRESS", "UNLOCATED"),
        ("window", "BLUE", "REPORTED", "UNLOCATED"),
    ]
    assert cases[0].live.closed_at.isoformat() == "2026-11-20T08:30:00+00:00"
    # a map's own system: turned into the store's
    assert abs(cases[0].live.place.lon - 116.4495) > 0.004


def test_that_json_of_a_single_area_needs_only_a_name(run: Run, url: str, tmp_path: Path) -> None:
    path = tmp_path / "outline.json"
    ring = [[116.0, 33.0], [116.2, 33.0], [116.2, 33.2], [116.0, 33.2], [116.0, 33.0]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    assert run("areas", path, "--level", "city", "--name", "某市", "--code", "411481")[0] == 0
