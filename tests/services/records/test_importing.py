from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from services.connectors.files.mapping import read_mapping
from services.connectors.files.record_rows import NEEDED, OURS, record_rows
from services.connectors.files.tables import open_table
from services.domain.records import RecordFilter, RecordKind, Why
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE
from services.geo.notes import RefusedRow
from services.geo.shifts import gcj02_from_wgs84
from services.records.importing import import_records
from services.store.queries import records as queries

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = "编号,类别,名称,经度,纬度,行政区划代码,检查时间,检查周期"
GOOD = (
    "A1,gas_station,南街加油站,116.31,33.81,410000001001,2026-11-01 09:30,30",
    "A2,加油加气站,北街加油站,116.33,33.81,,2026年10月1日,",
    "A3,小卖部,,,,410000001001,,",
)
BAD = (
    ",gas_station,无号,116.31,33.81,,,",
    "B2,,无类,116.31,33.81,,,",
    "B3,resident,是人,116.31,33.81,,,",
    "B4,school,坏时间,116.31,33.81,,昨天,",
    "B5,school,坏周期,116.31,33.81,,,每月",
    "B6,school,将来,116.31,33.81,,2031-01-01,",
    "A1,school,重号,116.31,33.81,,,",
)


@pytest.fixture
def bring_in(city, tmp_path) -> Callable[..., tuple]:
    def bring_in_(
        *lines: str, crs: str = "", mapping: str = "", head: str = HEAD, kind: RecordKind = RecordKind.FACILITY
    ):
        path = tmp_path / "register.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        found = None
        if mapping:
            (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
            found = read_mapping(tmp_path / "mapping.toml", OURS, NEEDED)
        refused: list[RefusedRow] = []
        rows = record_rows(open_table(path), found, ZONE, crs)
        return import_records(city, rows, kind, "housing", refused.append, path.name), refused

    return bring_in_


def all_records(city):
    with city.reading() as reader:
        return queries.records_of(reader, queries.ids_of(reader, RecordFilter(), WHOLE))


def test_that_a_register_is_taken_in_as_departments_write_it(city, bring_in) -> None:
    counts, refused = bring_in(*GOOD)
    assert (counts["read"], counts["added"], counts["missed"], refused) == (3, 3, 1, [])
    first, second, third = all_records(city)
    assert (first.name, first.category, first.due_days, first.why) == ("南街加油站", "gas_station", 30, Why.NONE)
    assert first.checked_at.astimezone(ZONE).isoformat() == "2026-11-01T09:30:00+08:00"
    assert (second.category, second.due_days) == ("gas_station", 30)  # by its Chinese name, with what is usual for it
    assert (third.category, third.due_days, third.why) == ("小卖部", 0, Why.NO_COORDINATES)


def test_that_each_bad_row_is_refused_with_its_reason_and_the_rest_is_in(city, bring_in) -> None:
    counts, refused = bring_in(GOOD[0], *BAD)
    assert (counts["read"], counts["added"], counts["refused"]) == (8, 1, 7)
    assert [(row.row, row.reason.code) for row in refused] == [
        (3, "rows.no_key"), (4, "rows.no_category"), (5, "rows.other_kind"), (6, "rows.bad_time"), (7, "rows.bad_days"),
        (8, "rows.checked_in_future"), (9, "rows.twice_record"),
    ]  # fmt: skip
    assert all("是人" not in row.name for row in refused)


def test_that_the_same_file_again_changes_nothing_and_a_corrected_one_what_it_corrects(city, bring_in) -> None:
    bring_in(*GOOD)
    again, _ = bring_in(*GOOD)
    assert (again["added"], again["changed"], again["known"]) == (0, 0, 3)
    corrected, _ = bring_in(GOOD[0], GOOD[1], "A3,小卖部,,116.31,33.83,410000001002,,")
    assert (corrected["added"], corrected["changed"], corrected["known"]) == (0, 1, 2)
    assert [record.why for record in all_records(city)] == [Why.NONE] * 3


def test_that_shifted_coordinates_are_found_out_and_undone_by_crs(city, bring_in) -> None:
    lon, lat = (float(part) for part in gcj02_from_wgs84(116.338, 33.805))  # pushed over the town's border
    line = f"S1,school,学校,{lon},{lat},410000001001,,"
    counts, _ = bring_in(line)
    assert counts["shifted"] == 1
    assert all_records(city)[0].why is Why.CRS_SUSPECTED
    bring_in(line, crs="gcj02")
    assert all_records(city)[0].why is Why.NONE


def test_that_nonsense_for_coordinates_is_no_place_and_an_empty_form_stays_one(city, bring_in) -> None:
    bring_in("N1,school,甲,abc,33.81,,,", "N2,school,乙,inf,1e300,,,", "N3,school,丙,0,0,,,", crs="gcj02")
    assert [record.why for record in all_records(city)] == [Why.NO_ADDRESS, Why.NO_ADDRESS, Why.ZERO_COORDINATES]


def test_that_a_mapping_says_where_things_are_and_which_columns_are_kept(city, bring_in) -> None:
    mapping = (
        '[fields]\nkey = "no"\nstated = "where"\nattributes = "beds, floor"\n[values.category]\n"*" = "nursing_home"\n'
    )
    counts, _ = bring_in("7,410000001001,120,", head="no,where,beds,floor", mapping=mapping)
    assert counts["added"] == 1
    record = all_records(city)[0]
    assert (record.key, record.category, record.attributes) == ("7", "nursing_home", {"beds": "120"})


def test_that_a_file_without_numbers_or_an_unknown_department_is_refused_whole(city, bring_in, tmp_path) -> None:
    with pytest.raises(Refusal) as refused:
        bring_in("x,1", head="名称,经度")
    assert refused.value.code == "records.columns"
    with pytest.raises(Refusal) as refused:
        import_records(city, [], RecordKind.HOUSE, "nobody", lambda row: None, "file")
    assert refused.value.code == "rows.department"


def test_that_a_demo_city_takes_no_real_records(city, bring_in) -> None:
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    with pytest.raises(Refusal):
        bring_in(*GOOD)


def test_that_excel_and_geojson_are_read_alike(city, tmp_path) -> None:
    book = openpyxl.Workbook()
    for line in (HEAD, *GOOD):
        book.active.append(line.split(","))
    book.save(tmp_path / "register.xlsx")
    feature = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [116.31, 33.81]},
        "properties": {"编号": "G1", "类别": "school"},
    }  # fmt: skip
    (tmp_path / "more.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    for name, count in (("register.xlsx", 3), ("more.geojson", 1)):
        rows = record_rows(open_table(Path(tmp_path / name)), None, ZONE)
        counts = import_records(city, rows, RecordKind.FACILITY, "housing", lambda row: None, name)
        assert (counts["added"], counts["refused"]) == (count, 0)
    assert all_records(city)[-1].place.grid is not None
