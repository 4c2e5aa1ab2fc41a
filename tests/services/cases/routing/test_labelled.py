"""Labelled tables: brought in whole, rows that can't be used told, nothing personal kept."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from services.cases.routing.advise import Adviser, Asked
from services.cases.routing.labelled import Columns, Learned, bring_in, read_labels
from services.cases.routing.learning import learn
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow
from services.store.engine import Database
from services.store.queries import advice

COLUMNS = Columns("text", "label", "title")
ROWS = [
    ("漏水", "水管漏水，电话13812342210", "water"),
    ("", "有人打架", "police"),
    ("", "", "police"),
    ("怪事", "不知道归谁", "nobody"),
    ("漏水", "水管漏水，电话13999990000", "water"),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return _write(tmp_path / "labelled.xlsx", ROWS)


def _write(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(("title", "text", "label"))  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def _bring(database: Database, path: Path, **labels: str) -> tuple[Learned, list[RefusedRow]]:
    told: list[RefusedRow] = []
    return bring_in(database, path, COLUMNS, labels, "admin", told.append), told


def _kept(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as reader:
        return sorted(tuple(row) for row in advice.examples(reader, 100))


def test_that_rows_are_kept_without_numbers_and_the_others_are_told(city: Database, table: Path) -> None:
    found, told = _bring(city, table)
    assert found == Learned(read=5, added=2, changed=0, refused=2)
    assert [(row.row, row.reason.code) for row in told] == [(4, "learn.no_text"), (5, "learn.label")]
    assert _kept(city) == [("有人打架", "有人打架", "police"), ("漏水", "水管漏水,电话0", "water")]


def test_that_the_same_table_again_changes_nothing(city: Database, table: Path) -> None:
    _bring(city, table)
    found, _ = _bring(city, table)
    assert (found.added, found.changed) == (0, 0)


def test_that_another_owner_of_a_known_text_is_the_one_that_counts(city: Database, tmp_path: Path, table: Path) -> None:
    _bring(city, table)
    found, _ = _bring(city, _write(tmp_path / "other.xlsx", [("", "有人打架", "health")]))
    assert (found.added, found.changed) == (0, 1)
    assert ("有人打架", "有人打架", "health") in _kept(city)


def test_that_a_mapping_names_departments_and_a_star_all_others(city: Database, table: Path) -> None:
    found, _ = _bring(city, table, **{"water": "housing", "*": "health"})
    assert found.refused == 1
    assert {row[2] for row in _kept(city)} == {"housing", "health"}


def test_that_a_mapping_to_a_department_that_is_not_there_is_refused_whole(city: Database, table: Path) -> None:
    with pytest.raises(Refusal) as refused:
        _bring(city, table, water="wizards")
    assert refused.value.code == "learn.department"
    assert _kept(city) == []


def test_that_a_missing_column_is_named(city: Database, table: Path) -> None:
    with pytest.raises(Refusal) as refused:
        bring_in(city, table, Columns("words", "label"), {}, "admin", lambda row: None)
    assert refused.value.code == "learn.column"
    assert refused.value.values["columns"] == "title, text, label"


def test_that_a_demo_city_takes_no_real_texts(city: Database, table: Path) -> None:
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    with pytest.raises(Refusal):
        _bring(city, table)


def test_that_a_file_that_is_no_table_is_refused(city: Database, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a book")
    with pytest.raises(Refusal) as refused:
        _bring(city, path)
    assert refused.value.code == "files.broken_excel"


@pytest.mark.parametrize("text", ["[labels", "[labels]\na = 1", 'labels = "x"', "[other]"])
def test_that_a_mapping_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_labels(path)
    assert refused.value.code.startswith("mapping.")


def test_that_a_city_without_any_case_learns_from_real_complaints(city: Database, real_data: Path) -> None:
    """Seven first-level classes of real messages as the departments of the small city."""
    file = real_data / "complaints" / "labelled.xlsx"
    if not file.is_file():
        pytest.skip(f"no {file}")
    labels = {"城乡建设": "housing", "卫生计生": "health", "交通运输": "police", "环境保护": "water"}
    columns = Columns("留言详情", "一级分类", "留言主题")
    told: list[RefusedRow] = []
    found = bring_in(city, file, columns, labels, "admin", told.append)
    # one message stands in the table under two numbers
    assert found.read == 495
    assert found.refused == 495 - 101 - 58 - 55 - 33
    assert found.added + found.refused in (494, 495)
    _, _, trained = learn(city, "asked")
    assert trained.figures.macro_f1 > 0.8
    advice_of = Adviser(city).of_text(
        Asked("医院医生态度恶劣，护士不给老人看病，希望卫生局查处这家医院", "医院收费太高")
    )
    assert advice_of.owners[0].department.code == "health"
