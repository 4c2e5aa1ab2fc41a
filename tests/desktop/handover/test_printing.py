"""The paper of a handover: whole or not at all, and its text is the text that is read."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFontDatabase, QImage, QTextTable

from desktop.handover.printing import SLACK, Inks, Paper, _document, pages_of
from widgets.handover.sheet_table import SheetRow

TRIPLE = re.compile(r"<(\w{4})> <(\w{4})> (?:<(\w{4,})>|\[([^\]]*)\])")


def characters_of(pdf: bytes) -> set[str]:
    """Every character that a reader of the file finds when it searches or copies."""
    found: set[str] = set()
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", pdf, re.DOTALL):
        for first, last, one, several in TRIPLE.findall(block.decode("ascii")):
            codes = re.findall(r"<(\w+)>", several) if several else []
            if one:
                codes = [f"{int(one, 16) + n:04X}" for n in range(int(last, 16) - int(first, 16) + 1)]
            found |= {bytes.fromhex(code).decode("utf-16-be") for code in codes}
    return found


def printed(qtbot, window, path: Path) -> str:
    window.print_to(path)
    qtbot.waitUntil(
        lambda: window._note.text() not in ("", "正在打印…") and "打印" in window._note.text(), timeout=60_000
    )
    return window._note.text()


def test_that_the_paper_has_what_the_sheet_and_its_notes_say(open_window, qtbot, tmp_path) -> None:
    window = open_window()
    key = window.rows.row(window.rows.heads()[0] + 1).key
    window.notes.write(key, "日比山人民水")
    qtbot.waitUntil(window.notes.saved)
    families = set(QFontDatabase.families())
    printed(qtbot, window, tmp_path / "sheet.pdf")
    qtbot.waitUntil((tmp_path / "sheet.pdf").exists, timeout=60_000)
    pdf = (tmp_path / "sheet.pdf").read_bytes()
    found = characters_of(pdf)
    assert set("日比山人民水交接班单未结红级签字") - set("签字") <= found
    assert not {c for c in found if 0x2E80 <= ord(c[0]) < 0x2FE0}
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
    assert set(QFontDatabase.families()) == families


def test_that_a_place_that_cannot_be_written_is_said_and_leaves_nothing(open_window, qtbot, tmp_path) -> None:
    window = open_window()
    window.print_to(tmp_path / "missing" / "sheet.pdf")
    qtbot.waitUntil(lambda: "missing" in window._note.text(), timeout=60_000)
    assert not list(tmp_path.rglob("*.pdf"))


def a_paper(seed: int, rows: int = 150) -> Paper:
    """Chapters of rows whose notes are of every length."""
    chance, made, notes = random.Random(seed), [], {}
    for at in range(rows):
        if at % 17 == 0:
            made.append(SheetRow((f"第 {at} 章", "", "", "")))
            continue
        made.append(SheetRow((f"事项 {at}", "地点" * chance.randint(1, 9), "在办", "明天"), f"r{at}", at % 5))
        notes[f"r{at}"] = "请跟进。" * chance.choice((0, 1, 3, 12, 40))
    return Paper(
        "交接班单", ("一行", "又一行"), ("事项", "地点", "状态", "时限", "备注"), tuple(made), notes,
        (("交班", "甲"), ("接班", "乙")), "脚注", {1: "▲红", 2: "◆橙", 3: "■黄", 4: "●蓝"}, lambda at, of: f"{at}/{of}",
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_that_no_row_and_no_signature_stands_on_two_pages(qapp, theme_of, make_context, seed: int) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(11811)
    image.setDotsPerMeterY(11811)
    size = QSizeF(2130, 3060)
    paper = a_paper(seed)
    document = _document(paper, Inks.of(theme_of(make_context())), "", size, image)
    layout, rows = document.documentLayout(), 0
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    for table in tables:
        for row in range(table.rows()):
            boxes = [
                layout.blockBoundingRect(table.cellAt(row, column).lastCursorPosition().block())
                for column in range(table.columns())
            ]
            top, bottom = min(box.top() for box in boxes), max(box.bottom() for box in boxes)
            assert int(top // size.height()) == int((bottom - 1) // size.height()), (seed, row)
            rows += 1
    assert rows == len(paper.rows) + len(tables) - 1 + 2  # heads on each page, and the signatures' two
    assert document.pageCount() == len(tables) - 1 + _alone(document, tables, size)


def _alone(document, tables, size: QSizeF) -> int:
    """One where the signatures have a page of their own."""
    layout = document.documentLayout()
    before, last = (layout.frameBoundingRect(table) for table in tables[-2:])
    return int(before.bottom() // size.height() != last.top() // size.height())


def test_that_a_heading_never_stands_last_on_a_page() -> None:
    paper = replace(a_paper(1), rows=tuple(SheetRow(("x",) * 4, "" if at == 2 else f"r{at}") for at in range(5)))
    assert pages_of(0.0, [10.0] * 6, 0.0, paper, 45.0 + SLACK) == [[0, 1], [2, 3, 4]]


def test_that_a_row_higher_than_a_page_begins_one_and_signatures_that_do_not_fit_get_one() -> None:
    paper = replace(a_paper(1), rows=tuple(SheetRow(("x",) * 4, f"r{at}") for at in range(3)))
    assert pages_of(0.0, [10.0, 10.0, 500.0, 10.0], 30.0, paper, 50.0 + SLACK) == [[0], [1], [2]]
    assert pages_of(0.0, [10.0, 10.0, 10.0, 10.0], 30.0, paper, 50.0 + SLACK) == [[0, 1, 2], []]
