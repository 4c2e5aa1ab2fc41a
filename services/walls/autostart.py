"""Starting the wall with the machine: what is written where, on each kind of desktop; printed, and taken back again."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from services.domain.refusals import Refusal

NAME = "gridcommand-wall"
LABEL = "gridcommand.wall"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that a desktop reads when somebody logs in: where, and what it says."""

    path: Path
    text: str


def entry(
    command: Sequence[str],
    folder: Path,
    name: str = "",
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Entry:
    """The entry that starts a command in a folder on a platform; `name` tells apart several walls of one machine."""
    home = home or Path.home()
    called = f"{NAME}-{name}" if name else NAME
    if not all(char.isalnum() or char in "-_." for char in called):
        raise Refusal("autostart.name", "A wall of the name “{name}” can't be started with the machine.", name=name)
    if platform == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        startup = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Startup"
        return Entry(startup / f"{called}.cmd", _windows(command, folder))
    if platform == "darwin":
        label = f"{LABEL}.{name}" if name else LABEL
        return Entry(home / "Library" / "LaunchAgents" / f"{label}.plist", _launchd(command, folder, label))
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return Entry(config / "autostart" / f"{called}.desktop", _desktop(command, folder))


def install(made: Entry) -> None:
    """Writes the entry, for its owner alone: an address of a database may hold a password."""
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
        part = made.path.with_name(f"{made.path.name}.part")
        part.touch(mode=0o600)
        part.write_text(made.text, encoding="utf-8", newline="")
        part.replace(made.path)
    except OSError as error:
        raise _unwritten(made, error) from error


def remove(made: Entry) -> bool:
    """Takes the entry away; whether there was one."""
    try:
        made.path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritten(made, error) from error
    return True


def _unwritten(made: Entry, error: OSError) -> Refusal:
    return Refusal("autostart.unwritten", "{path} can't be written: {why}.", path=made.path, why=str(error))


def _desktop(command: Sequence[str], folder: Path) -> str:
    lines = (
        "[Desktop Entry]", "Type=Application", "Name=GridCommand wall", "Name[zh_CN]=网格指挥大屏",
        f"Exec={' '.join(map(_quoted, command))}", f"Path={folder}", "Terminal=false", "X-GNOME-Autostart-enabled=true",
    )  # fmt: skip
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """A word of an Exec line: quoted with what is reserved there escaped, then the backslashes of any value."""
    plain = word.replace("%", "%%")
    for char in '\\"`$':
        plain = plain.replace(char, f"\\{char}")
    if plain == word and not set(word) & set(" \t'<>~|&;*?#()"):
        return word
    return '"' + plain.replace("\\", "\\\\") + '"'


def _windows(command: Sequence[str], folder: Path) -> str:
    words = " ".join(f'"{word.replace("%", "%%")}"' for word in command)
    return f'@echo off\r\nchcp 65001 >nul\r\ncd /d "{folder}"\r\nstart "" /min {words}\r\n'


def _launchd(command: Sequence[str], folder: Path, label: str) -> str:
    words = "".join(f"\n        <string>{escape(word)}</string>" for word in command)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>{escape(label)}</string>
    <key>ProgramArguments</key>
    <array>{words}
    </array>
    <key>WorkingDirectory</key>
    <string>{escape(str(folder))}</string>
    <key>RunAtLoad</key>
    <true/>
</dict>
</plist>
"""


def spoken(command: Sequence[str]) -> str:
    """A command as a person types it."""
    return shlex.join(command)
