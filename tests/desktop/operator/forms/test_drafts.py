"""Drafts: within half a second on disk, whatever becomes of the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from desktop.operator.forms.drafts import Drafts

TYPING = """
import sys, pathlib
from PySide6.QtCore import QCoreApplication
from desktop.operator.forms.drafts import Drafts
app = QCoreApplication([])
drafts = Drafts(pathlib.Path(sys.argv[1]))
drafts.saved.connect(lambda key: print("saved", flush=True))
text = ""
for char in "先设警示、派警力疏导":
    text += char
    drafts.put("incident-127", {"assign": {"words": text}})
print("typed", flush=True)
app.exec()
"""


@pytest.fixture
def open_drafts(tmp_path, qapp):
    """Opens the drafts of a folder; all are closed at the end."""
    made = []

    def open_them() -> Drafts:
        made.append(Drafts(tmp_path / "drafts"))
        return made[-1]

    yield open_them
    for one in made:
        one.close()


def test_that_a_draft_is_there_after_the_seat_was_opened_again(open_drafts, qtbot) -> None:
    drafts = open_drafts()
    drafts.put("incident-7", {"assign": {"words": "请尽快"}})
    drafts.close()
    again = open_drafts()
    qtbot.waitUntil(lambda: again.is_loaded)
    assert again.get("incident-7") == {"assign": {"words": "请尽快"}}


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_that_nobody_else_may_read_a_draft(open_drafts, qtbot, tmp_path) -> None:
    drafts = open_drafts()
    with qtbot.waitSignal(drafts.saved):
        drafts.put("incident-7", {"note": {"words": "王小明 13812342210"}})
    path = tmp_path / "drafts" / "incident-7.json"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_that_a_dropped_draft_leaves_no_file(open_drafts, tmp_path) -> None:
    drafts = open_drafts()
    drafts.put("incident-7", {"note": {"words": "a"}})
    drafts.drop("incident-7")
    drafts.close()
    assert not list((tmp_path / "drafts").glob("*.json"))


def test_that_a_broken_file_hides_no_other_draft(open_drafts, qtbot, tmp_path) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "incident-1.json").write_text('{"key": "incident-1", "val', encoding="utf-8")
    (folder / "incident-2.json").write_text(
        json.dumps({"key": "incident-2", "values": {"note": {"words": "b"}}}), encoding="utf-8"
    )
    drafts = open_drafts()
    qtbot.waitUntil(lambda: drafts.is_loaded)
    assert drafts.keys() == ("incident-2",)


def test_that_a_folder_that_cannot_be_written_is_said(open_drafts, qtbot, tmp_path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be", encoding="utf-8")
    drafts = open_drafts()
    with qtbot.waitSignal(drafts.unsaved) as told:
        drafts.put("incident-7", {"note": {"words": "a"}})
    assert told.args[0] == "incident-7"
    assert drafts.get("incident-7")


def test_that_a_killed_seat_loses_no_word(tmp_path, open_drafts, qtbot) -> None:
    folder = tmp_path / "drafts"
    seat = subprocess.Popen([sys.executable, "-c", TYPING, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert seat.stdout.readline() == "typed\n"
        begin = time.monotonic()
        while not list(folder.glob("*.json")) and time.monotonic() - begin < 10:
            time.sleep(0.01)
    finally:
        seat.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        seat.wait()
        seat.stdout.close()
    drafts = open_drafts()
    qtbot.waitUntil(lambda: drafts.is_loaded)
    assert drafts.get("incident-127") == {"assign": {"words": "先设警示、派警力疏导"}}
