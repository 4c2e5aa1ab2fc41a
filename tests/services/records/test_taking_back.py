from __future__ import annotations

import openpyxl
import pytest

from services.commandline import importing, run
from services.connectors.files.record_rows import record_rows
from services.connectors.files.tables import open_table
from services.domain.areas import Level
from services.domain.records import RecordFilter, Why
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE
from services.insight.check_records import records_chapters
from services.records.handing_out import hand_out
from services.records.taking_back import READ, take_back
from services.store.queries import records as queries
from services.words import Words

LANGUAGES = (Words("en"), Words("zh_CN"))


@pytest.fixture
def handed_out(city, bring, an_officer, tmp_path):
    """A list of all that did not find their grid, and a way to fill its last columns in by the row."""
    bring(city)

    def make(filled: dict[int, tuple], lang: str = "zh_CN"):
        path = tmp_path / "list.xlsx"
        hand_out(city, path, RecordFilter(missed=Level.GRID), an_officer(), Words(lang))
        book = openpyxl.load_workbook(path)
        page = book.active
        for row, cells in filled.items():
            for at, value in enumerate(cells):
                page.cell(row, page.max_column - 2 + at, value)
        book.save(path)
        return path

    return make


def whys(city):
    with city.reading() as reader:
        return [one.why for one in queries.records_of(reader, queries.ids_of(reader, RecordFilter(), WHOLE).tolist())]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_what_was_filled_in_corrects_its_records_and_nothing_else(city, handed_out, lang) -> None:
    path = handed_out({2: (116.31, 33.81, None), 3: (None, None, "410000001001")}, lang)
    refused = []
    counts = take_back(city, open_table(path), LANGUAGES, refused.append)
    assert (dict(counts), refused) == ({"read": 3, "corrected": 2, "left": 1, "refused": 0, "found": 2}, [])
    assert whys(city) == [Why.NONE, Why.NONE, Why.NONE, Why.ZERO_COORDINATES, Why.NONE]
    with city.reading() as reader:
        names = {one.name for one in queries.records_of(reader, [1, 2, 3, 4, 5])}
        assert all(line.is_right for chapter in records_chapters(reader, {}) for line in chapter.lines)
    assert names == {"王小明"}  # the list's were masked


def test_that_bad_rows_are_refused_with_their_reason(city, handed_out) -> None:
    path = handed_out({2: (116.31, None, None), 3: ("east", "north", None), 4: (None, None, "x" * 300)})
    refused = []
    counts = take_back(city, open_table(path), LANGUAGES, refused.append)
    assert (counts["corrected"], counts["refused"]) == (0, 3)
    assert [row.reason.code for row in refused] == ["rows.half_point", "places.nowhere", "records.long"]


def test_that_another_file_is_no_list(city, tmp_path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        take_back(city, open_table(tmp_path / "other.csv"), LANGUAGES, lambda row: None)
    assert refused.value.code == "records.no_list"
    assert set(READ) == {"record", "lon", "lat", "stated"}


def test_that_a_list_is_not_taken_for_a_register_whose_names_it_masks(city, handed_out) -> None:
    with pytest.raises(Refusal) as refused:
        list(record_rows(open_table(handed_out({})), None, None))
    assert refused.value.code == "records.handed_out"


def test_that_the_command_tells_what_came_of_it(city, handed_out, capsys) -> None:
    path = handed_out({2: (116.31, 33.81, None)})
    words = ["--database", city.url.render_as_string(hide_password=False), "--lang", "en"]
    assert run.command("import", importing, ["corrections", str(path), *words]) == 0
    assert "3 rows, 1 corrected, 1 of them found their grid, 2 left as they were" in capsys.readouterr().out
