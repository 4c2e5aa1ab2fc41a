"""The paper of a handover: whole or not at all, and its text is the text that is read."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QFontDatabase

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
