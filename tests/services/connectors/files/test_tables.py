"""Rows of CSV, Excel and GeoJSON files."""

from __future__ import annotations

import json
import os
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.connectors.files.tables import open_table
from services.domain.refusals import Refusal


def rows(path: Path, sheet: str = "") -> list[tuple[int, dict[Any, Any]]]:
    return [(number, dict(values)) for number, values in open_table(path, sheet).rows]


def written(folder: Path, raw: bytes | str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_that_a_table_is_read_in_its_encoding_and_with_its_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = '编号,描述\r\n1,井盖破损\r\n\r\n2,"夜间,施工\r\n噪音"\r\n'.replace(",", delimiter)
    found = rows(written(tmp_path, text, encoding=encoding))
    said = f"夜间{delimiter}施工\r\n噪音"
    assert found == [(2, {"编号": "1", "描述": "井盖破损"}), (4, {"编号": "2", "描述": said})]


def test_that_short_and_long_rows_are_told_apart(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "a,b\n1\n1,2,3\n1,2,,\n")) == [
        (2, {"a": "1"}), (3, {"a": "1", "b": "2", None: ["3"]}), (4, {"a": "1", "b": "2"}),
    ]  # fmt: skip


def test_that_the_guard_against_formulas_is_taken_off(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "a,b\n'=1+1,'quoted\n"))[0][1] == {"a": "=1+1", "b": "'quoted"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "files.empty"), (b"\n\n", "files.no_header"), (b"a,a\n1,2\n", "files.same_columns"),
     (b"a,b\n\xff\xff,1\n", "files.wrong_encoding"), (b"a,b\n1,\"open\n2,3\n", "files.broken_csv"),
     (b"a,b\n1,\"" + b"x" * (2 << 20) + b"\"\n", "files.broken_csv"),
     (b",".join(b"c%d" % i for i in range(600)), "files.too_wide"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "files.old_excel"), (b"PK\x03\x04 no", "files.broken_excel")],
)  # fmt: skip
def test_that_what_can_not_be_read_is_refused(tmp_path: Path, raw: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rows(written(tmp_path, raw))
    assert refused.value.code == code


def test_that_an_inch_mark_in_the_last_line_is_no_open_quotation(tmp_path: Path) -> None:
    assert rows(written(tmp_path, 'a,b\n1,5" pipe\n'))[0][1]["b"] == '5" pipe'


def test_that_a_large_table_is_streamed(tmp_path: Path) -> None:
    path = written(
        tmp_path, b"a,b\n" + b"1,some words that fill the line up to a fair length of about a hundred\n" * 200_000
    )
    assert path.stat().st_size > 10 << 20
    tracemalloc.start()
    assert sum(1 for _ in open_table(path).rows) == 200_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def a_book(path: Path, lines: list[list[Any]], sheet: str = "Sheet") -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for line in lines:
        page.append(line)
    book.save(path)
    return path


def test_that_excel_is_read_with_its_kinds_of_cells(tmp_path: Path) -> None:
    at = datetime(2024, 1, 5, 9, 3)  # noqa: DTZ001 - as Excel has it
    path = a_book(tmp_path / "a.xlsx", [["编号", "时间", "x", None], [1, at, 1.5, None], [], [2, None, "字", None]])
    assert rows(path) == [
        (2, {"编号": 1, "时间": at, "x": 1.5}), (4, {"编号": 2, "时间": None, "x": "字"}),
    ]  # fmt: skip


def test_that_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = a_book(tmp_path / "a.xlsx", [["a"], [1]], "表一")
    assert rows(path, "表一") == rows(path) == [(2, {"a": 1})]
    with pytest.raises(Refusal) as refused:
        rows(path, "表二")
    assert refused.value.values["sheets"] == "表一"


def test_that_an_archive_that_is_no_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no book")
    with pytest.raises(Refusal) as refused:
        rows(path)
    assert refused.value.code == "files.broken_excel"


def a_sheet(path: Path, rows_of_it: bytes) -> Path:
    """A book whose one sheet holds these rows as they are written here."""
    a_book(path, [["a"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    parts["xl/worksheets/sheet1.xml"] = head + first + rows_of_it + b"</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_that_a_book_made_to_flood_the_memory_is_refused(tmp_path: Path) -> None:
    flood = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"x" * (40 << 20) + b"</t></is></c></row>"
    with pytest.raises(Refusal) as refused:
        rows(a_sheet(tmp_path / "a.xlsx", flood))
    assert refused.value.code == "files.sheet_too_large"


def test_that_a_row_with_an_impossible_number_is_not_counted_up_to(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        rows(a_sheet(tmp_path / "a.xlsx", b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>'))
    assert refused.value.code == "files.broken_excel"


def test_that_a_book_that_declares_far_more_rows_than_it_has_is_read_for_what_it_has() -> None:
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data"))
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (GRIDCOMMAND_DATA)")
    assert len(rows(folder / "complaints" / "labelled.xlsx")) == 495


def test_that_geojson_brings_its_places(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [116.5, 33.9]}},
        {"type": "Feature", "properties": {"n": 2, "m": "x"}, "geometry": None},
        {"type": "Feature", "properties": None, "geometry": {"type": "LineString", "coordinates": [[1, 1], [3, 1]]}},
        17,
    ]
    crs = {"type": "name", "properties": {"name": "EPSG:4490"}}
    path = written(tmp_path, json.dumps({"type": "FeatureCollection", "features": features, "crs": crs}), "a.geojson")
    table = open_table(path)
    assert (table.columns, table.crs) == (("n", "m", "@lon", "@lat"), "EPSG:4490")
    found = [(number, dict(values)) for number, values in table.rows]
    assert found[0] == (1, {"n": 1, "@lon": 116.5, "@lat": 33.9})
    assert found[1] == (2, {"n": 2, "m": "x"})
    assert found[2][1]["@lat"] == 1.0
    assert None in found[3][1]
