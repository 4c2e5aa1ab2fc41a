"""The briefing as a PDF: all pages, whole or not at all, and its text is the text that is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from desktop.briefing.book import Book
from desktop.briefing.pages import PAGES
from services.domain.areas import Level

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


@pytest.fixture
def book(qtbot, city, fill, make_context) -> Book:
    with city.unit() as unit:
        for area in unit.areas(Level.TOWN):
            unit.put("areas", area.id, name="日比山人民水镇")
        unit.commit()
    fill(200, text="电话 13812342210")
    made = Book(make_context("briefing", theme="light"))
    made.resize(1920, 1080)
    made.show()
    qtbot.waitUntil(made.complete, timeout=20_000)
    yield made
    made.close_book()


def printed(qtbot, book: Book, path: Path) -> bytes:
    book.printing.print_to(path)
    qtbot.waitUntil(lambda: book.printing._run is None, timeout=60_000)
    return path.read_bytes()


def test_that_the_file_has_every_page_and_its_text_can_be_searched(qtbot, book: Book, tmp_path):
    families = set(QFontDatabase.families())
    pdf = printed(qtbot, book, tmp_path / "briefing.pdf")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(PAGES)
    found = characters_of(pdf)
    assert set("日比山人民水镇今日全市上报件") <= found
    assert not {c for c in found if 0x2E80 <= ord(c[0]) < 0x2FE0}
    assert "briefing.pdf" in book.frame.news.text()
    assert set(QFontDatabase.families()) == families


def test_that_the_screen_stays_as_it_was_while_it_is_printed(qtbot, book: Book, tmp_path):
    book.turn(3)
    before = book.frame
    printed(qtbot, book, tmp_path / "briefing.pdf")
    assert book.frame is before
    assert book.page == 3


def test_that_a_file_that_cannot_be_written_is_said_and_none_is_left(qtbot, book: Book, tmp_path):
    book.printing.print_to(tmp_path / "missing" / "briefing.pdf")
    qtbot.waitUntil(lambda: book.printing._run is None, timeout=60_000)
    assert book.frame.news.text()
    assert "briefing" not in book.frame.news.text() or "missing" in book.frame.news.text()
    assert not list(tmp_path.rglob("*.pdf"))


def test_that_a_print_that_is_cut_short_leaves_nothing(qtbot, book: Book, tmp_path):
    book.printing.print_to(tmp_path / "briefing.pdf")
    qtbot.waitUntil(lambda: book.printing._run._book is not None and book.printing._run._book.page > 1, timeout=60_000)
    book.printing.stop()
    assert [path.name for path in tmp_path.iterdir() if "briefing" in path.name] == []
