"""The spreadsheet: what goes out comes in as it was; nothing in it is computed, a wrong file is a sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from services.catalogue.keeping import Keeper, Opened
from services.catalogue.showing import Shown
from services.catalogue.workbook import read_workbook, write_workbook
from services.domain.refusals import Refusal
from services.words import Words

LANGUAGES = (Words("zh_CN"), Words("en"))


@pytest.fixture
def opened(keeper: Keeper) -> Opened:
    return keeper.open()


def write(opened: Opened, path: Path, words: Words) -> Path:
    shown = Shown(words, opened.draft, opened.book.catalogue, opened.areas)
    assert write_workbook(path, opened.draft, shown, words) == sum(map(len, opened.draft.values()))
    return path


@pytest.mark.parametrize("words", LANGUAGES, ids=["zh", "en"])
def test_that_what_goes_out_comes_in_again_unchanged(
    keeper: Keeper, opened: Opened, tmp_path: Path, words: Words
) -> None:
    path = write(opened, tmp_path / "a.xlsx", words)
    sheets = openpyxl.load_workbook(path).sheetnames
    assert sheets[0] == words("Categories", ctx="catalogue")
    looked = keeper.look(opened.draft | read_workbook(path, LANGUAGES))
    assert looked.problems == ()
    assert looked.changes == ()


def test_that_a_formula_is_words_in_both_directions(keeper: Keeper, opened: Opened, tmp_path: Path) -> None:
    opened.draft["duties"][0]["why"] = '=HYPERLINK("http://a","b")'
    path = write(opened, tmp_path / "a.xlsx", LANGUAGES[0])
    book = openpyxl.load_workbook(path)
    cell = book["权责清单"].cell(2, 6)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert read_workbook(path, LANGUAGES)["duties"][0]["why"] == opened.draft["duties"][0]["why"]
    book["时限"].cell(2, 5).value = "=1+1"
    book.save(path)
    problems = keeper.look(opened.draft | read_workbook(path, LANGUAGES)).problems
    assert [(p.sheet, p.row, p.column, p.reason.code) for p in problems] == [
        ("deadlines", 0, "amount", "catalogue.number")
    ]


def test_that_a_cell_of_a_megabyte_is_told_and_costs_nothing_else(
    keeper: Keeper, opened: Opened, tmp_path: Path
) -> None:
    path = write(opened, tmp_path / "a.xlsx", LANGUAGES[1])
    book = openpyxl.load_workbook(path)
    part = "x" * 32_000
    book["Duties"].cell(3, 6).value = part
    book.save(path)
    problems = keeper.look(opened.draft | read_workbook(path, LANGUAGES)).problems
    assert [(p.row, p.reason.code) for p in problems] == [(1, "catalogue.long")]
    assert part not in problems[0].reason.say(LANGUAGES[1])


def test_that_rows_keep_their_numbers_where_some_are_empty(keeper: Keeper, opened: Opened, tmp_path: Path) -> None:
    path = write(opened, tmp_path / "a.xlsx", LANGUAGES[1])
    book = openpyxl.load_workbook(path)
    book["Duties"].insert_rows(5)
    book["Duties"].cell(8, 3).value = "nobody"
    book.save(path)
    problems = keeper.look(opened.draft | read_workbook(path, LANGUAGES)).problems
    assert [(p.row + 2, p.reason.code) for p in problems] == [(5, "catalogue.bare"), (8, "catalogue.unknown")]


def test_that_a_sheet_that_is_not_there_stays_as_it_is(keeper: Keeper, opened: Opened, tmp_path: Path) -> None:
    path = write(opened, tmp_path / "a.xlsx", LANGUAGES[1])
    book = openpyxl.load_workbook(path)
    for name in ("Categories", "Departments", "Calendar"):
        del book[name]
    book.save(path)
    assert set(read_workbook(path, LANGUAGES)) == {"deadlines", "duties"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda book: setattr(book["Duties"], "title", "Sheet1"), "catalogue.wrong_sheet"),
        (lambda book: book["Duties"].delete_cols(6), "catalogue.no_column"),
        (lambda book: setattr(book["Duties"].cell(1, 7), "value", "Mood"), "catalogue.wrong_column"),
        (lambda book: setattr(book["Duties"].cell(1, 7), "value", "Owner"), "catalogue.no_column"),
        (lambda book: book["Duties"].delete_rows(1, 500), "files.no_header"),
        (lambda book: setattr(book["Duties"].cell(1_048_576, 1), "value", "far"), "catalogue.rows"),
    ],
)
def test_that_a_file_of_another_kind_is_a_sentence(opened: Opened, tmp_path: Path, change, code: str) -> None:
    path = write(opened, tmp_path / "a.xlsx", LANGUAGES[1])
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    with pytest.raises(Refusal) as refused:
        read_workbook(path, LANGUAGES)
    assert refused.value.code == code
    assert "{" not in refused.value.say(LANGUAGES[0])


def test_that_what_is_no_spreadsheet_is_a_sentence(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Refusal) as refused:
        read_workbook(path, LANGUAGES)
    assert refused.value.code == "files.broken_excel"
    with pytest.raises(Refusal) as refused:
        write(opened, tmp_path / "a.csv", LANGUAGES[0])
    assert refused.value.code == "export.format"
