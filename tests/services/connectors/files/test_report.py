"""The report of an import."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from services.connectors.files.report import ReportFile
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow
from services.words import Words


def test_that_each_refused_row_stands_there_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with ReportFile(path, Words("en")) as report:
        report.refused(RefusedRow(7, "茴村镇", Refusal("a.b", "It has {n} faults.", n=2)))
        report.refused(RefusedRow(9, "=1+1", Refusal("a.c", "No.")))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Row", "Name", "What", "Why"], ["7", "茴村镇", "refused", "It has 2 faults."],
            ["9", "'=1+1", "refused", "No."],
        ]  # fmt: skip


def test_that_nothing_to_say_makes_no_file(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "report.csv", Words("en")) as report:
        assert report.lines == 0
    assert not (tmp_path / "report.csv").exists()


def test_that_a_place_that_can_not_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with ReportFile(tmp_path / "none" / "report.csv", Words("en")) as report, pytest.raises(Refusal) as refused:
        report.refused(RefusedRow(1, "a", Refusal("a.b", "No.")))
    assert refused.value.code == "files.unwritable"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_that_a_disk_that_is_full_at_the_last_line_is_said() -> None:
    with pytest.raises(Refusal) as refused, ReportFile(Path("/dev/full"), Words("en")) as report:
        report.refused(RefusedRow(1, "a", Refusal("a.b", "No.")))
    assert refused.value.code == "files.unwritable"
