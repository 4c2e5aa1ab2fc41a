from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.connectors.files.rota import read_shifts
from services.domain.refusals import Refusal
from services.domain.rota import Shift

KNOWN = {"li", "zhang"}


@pytest.fixture
def sheet(tmp_path: Path):
    def write(*rows: tuple[object, ...], head: tuple[str, ...] = ("login", "weekday", "from", "to")) -> Path:
        book = Workbook()
        for row in (head, *rows):
            book.active.append(row)
        path = tmp_path / "rota.xlsx"
        book.save(path)
        return path

    return write


def test_that_days_and_times_are_read_in_either_language(sheet) -> None:
    path = sheet(("li", "周二", "08:00", "20:00"), ("zhang", 5, time(20), time(8)), ("li", None, None, None),
                 head=("登录名", "星期", "起", "止"))  # fmt: skip
    good, bad = read_shifts(path, KNOWN)
    assert good == [Shift("li", 2, 480, 1200), Shift("zhang", 5, 1200, 480), Shift("li", 0, 0, 1440)]
    assert bad == []


def test_that_wrong_rows_are_told_by_number_and_the_rest_is_read(sheet) -> None:
    path = sheet(("li", "Mon", "8:00", "9:00"), ("nobody", 1, "8:00", "9:00"), ("li", "someday", "8:00", "9:00"),
                 ("li", 1, "8 o'clock", "9:00"), (None, None, None, None), ("zhang", 8, "8:00", "9:00"))  # fmt: skip
    good, bad = read_shifts(path, KNOWN)
    assert good == [Shift("li", 1, 480, 540)]
    assert [(number, refusal.code) for number, refusal in bad] == [
        (3, "rota.nobody"), (4, "rota.weekday"), (5, "rota.time"), (7, "rota.weekday"),
    ]  # fmt: skip


def test_that_a_file_without_a_column_names_it(sheet) -> None:
    with pytest.raises(Refusal) as refusal:
        read_shifts(sheet(head=("login", "from", "to")), KNOWN)
    assert (refusal.value.code, refusal.value.values["column"]) == ("rota.no_column", "weekday")
