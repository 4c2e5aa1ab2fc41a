"""The catalogue at the terminal: shown before it is saved, all or nothing, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from services.catalogue.tables import read_tables
from services.catalogue.writing import write_standard
from services.commandline import catalogue, run
from services.store.engine import Database

Run = Callable[..., int]


@pytest.fixture
def at_terminal(fresh_database: Callable[[str], str], make_small_city: Callable[[Database], None]) -> Run:
    """Runs the command on a small city with the standard lists."""
    url = fresh_database("sqlite")
    database = Database(url)
    with database.unit() as unit:
        unit.remember("city.name_zh", "小城")
        unit.add("areas", level=1, code="411481000000", name="小城", kind=1, valid_from=unit.now.date())
        write_standard(unit, read_tables().catalogue, "system", "the standard lists")
        unit.commit()
    database.close()

    def command(*words: str) -> int:
        return run.command("catalogue", catalogue, [*words, "--database", url, "--lang", "en"])

    return command


@pytest.fixture
def book(at_terminal: Run, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    assert at_terminal("export", str(path)) == 0
    return path


def change(path: Path, sheet: str, row: int, column: int, value: object) -> None:
    found = openpyxl.load_workbook(path)
    found[sheet].cell(row, column).value = value
    found.save(path)


def test_that_an_import_shows_what_would_change_and_saves_only_with_a_reason(
    at_terminal: Run, book: Path, capsys
) -> None:
    change(book, "Deadlines", 2, 5, 48)
    assert at_terminal("import", str(book)) == 0
    told = capsys.readouterr().out
    assert "1 change:\n  · Deadlines · Whole way · Ordinary · Limit: 24 → 48" in told
    assert "Nothing was saved: say why" in told
    assert at_terminal("import", str(book), "--why", "order 18") == 0
    assert "Saved as version 2." in capsys.readouterr().out
    assert at_terminal("import", str(book), "--why", "again") == 0
    assert "Nothing would change." in capsys.readouterr().out
    assert at_terminal("rollback", "--version", "1", "--why", "no") == 0
    assert at_terminal("history") == 0
    history = capsys.readouterr().out
    assert [line.split()[0] for line in history.splitlines()[-3:]] == ["3", "2", "1"]
    assert "order 18" in history


def test_that_one_wrong_cell_saves_nothing_and_says_where(at_terminal: Run, book: Path, capsys) -> None:
    change(book, "Deadlines", 2, 5, 48)
    change(book, "Duties", 3, 3, "nobody")
    assert at_terminal("import", str(book), "--why", "order") == 3
    told = capsys.readouterr().out
    assert "Sheet “Duties”, row 3, column “Owner”: There is no department “nobody” in this catalogue." in told
    assert told.endswith("Nothing was saved.\n")
    assert at_terminal("history") == 0
    assert capsys.readouterr().out.splitlines()[0].split()[0] == "1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import",), "Name the spreadsheet"),
        (("import", "missing.xlsx"), "missing.xlsx"),
        (("rollback", "--version", "9", "--why", "x"), "There is no version 9"),
        (("rollback", "--version", "1"), "Say in a few words why"),
        (("rollback", "--version", "1", "--why", "x", "--officer", "nobody"), "There is no officer nobody"),
    ],
)
def test_that_what_can_not_be_done_is_a_sentence(at_terminal: Run, words: tuple[str, ...], said: str, capsys) -> None:
    assert at_terminal(*words) == 2
    assert said in capsys.readouterr().err
