"""What starts the wall with the machine, on each kind of desktop, and how it is taken back."""

from __future__ import annotations

import plistlib
import shlex
import stat
import sys
from pathlib import Path

import pytest

from services.domain.refusals import Refusal
from services.walls import autostart
from services.walls.autostart import entry, install, remove

COMMAND = ["/opt/grid command/python", "main.py", "wall", "--database", "postgresql://a:b%41$c@h/x", "--guard"]


def test_that_a_linux_desktop_gets_an_entry_that_it_can_read(tmp_path: Path) -> None:
    made = entry(COMMAND, Path("/opt/grid command"), "hall", "linux", {"XDG_CONFIG_HOME": str(tmp_path)})
    assert made.path == tmp_path / "autostart" / "gridcommand-wall-hall.desktop"
    fields = dict(line.split("=", 1) for line in made.text.splitlines() if "=" in line)
    assert fields["Type"] == "Application"
    assert fields["Path"] == "/opt/grid command"
    value = fields["Exec"].replace("\\\\", "\\")  # the escape of any value first, then that of a quoted word
    assert shlex.split(value.replace("\\$", "$").replace("%%", "%")) == COMMAND


def test_that_a_mac_gets_a_property_list(tmp_path: Path) -> None:
    made = entry(COMMAND, Path("/opt"), "", "darwin", {}, tmp_path)
    read = plistlib.loads(made.text.encode())
    assert made.path.parent == tmp_path / "Library" / "LaunchAgents"
    assert read["ProgramArguments"] == COMMAND
    assert read["RunAtLoad"] is True


def test_that_windows_gets_a_file_in_its_startup_folder(tmp_path: Path) -> None:
    made = entry(COMMAND, Path("C:/grid"), "", "win32", {"APPDATA": str(tmp_path)})
    assert made.path.parent.name == "Startup"
    assert '"/opt/grid command/python" "main.py" "wall"' in made.text
    assert "b%%41$c" in made.text


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are not those of Windows")
def test_that_it_is_written_for_its_owner_alone_and_taken_back(tmp_path: Path) -> None:
    made = entry(COMMAND, Path("/opt"), "", "linux", {}, tmp_path)
    install(made)
    install(made)
    assert made.path.read_text("utf-8") == made.text
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert remove(made)
    assert not remove(made)
    assert not made.path.exists()


def test_that_a_name_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        entry(COMMAND, Path("/opt"), "../hall", "linux", {}, tmp_path)
    assert refused.value.code == "autostart.name"


def test_that_a_folder_that_can_not_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file where a folder should be")
    with pytest.raises(Refusal) as refused:
        install(entry(COMMAND, Path("/opt"), "", "linux", {}, tmp_path))
    assert refused.value.code == "autostart.unwritten"


def test_that_the_command_is_told_as_it_is_typed() -> None:
    assert shlex.split(autostart.spoken(COMMAND)) == COMMAND
