"""Traps that were met once and can come back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

PROBE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
label.setText("x")
before = sys.getrefcount(None)
for number in range(500):
    label.setText(str(number))
print(before - sys.getrefcount(None))
"""


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def allowed(project: dict[str, Any], name: str, python: str) -> list[Requirement]:
    found = [Requirement(text) for text in project["project"]["dependencies"]]
    here = {"python_version": python, "platform_machine": "x86_64", "sys_platform": "linux"}
    return [r for r in found if r.name == name and (r.marker is None or Marker(str(r.marker)).evaluate(here))]


@pytest.mark.parametrize(("python", "killer"), [("3.11", False), ("3.12", True), ("3.13", True)])
def test_that_the_qt_that_kills_old_pythons_is_never_installed_there(
    project: dict[str, Any], python: str, killer: bool
) -> None:
    (qt,) = allowed(project, "pyside6-essentials", python)
    assert qt.specifier.contains(Version("6.12.0")) is killer
    assert qt.specifier.contains(Version("6.8.3"))
    assert qt.specifier.contains(Version("6.11.3"))
    assert not qt.specifier.contains(Version("6.8.2"))


def test_that_the_whole_of_qt_is_not_installed(project: dict[str, Any]) -> None:
    names = {Requirement(text).name for text in project["project"]["dependencies"]}
    assert not names & {"pyside6", "pyside6-addons", "pyside6-qtads", "pyside6-fluent-widgets", "pyqtwebengine"}


def test_that_qt_gives_back_every_reference_to_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 50


def test_that_no_package_of_tests_shadows_a_room(own_files: list[Path], project: dict[str, Any]) -> None:
    assert [str(p) for p in own_files if p.parts[0] == "tests" and p.name == "__init__.py"] == []
    options = project["tool"]["pytest"]["ini_options"]
    assert "--import-mode=importlib" in options["addopts"]
    assert options["pythonpath"] == ["."]


def test_that_lock_files_with_addresses_are_ignored(root: Path, own_files: list[Path]) -> None:
    ignored = (root / ".gitignore").read_text(encoding="utf-8").split()
    assert {"uv.lock", "pylock.toml"} <= set(ignored)
    assert [str(p) for p in own_files if p.name in ("uv.lock", "pylock.toml", "poetry.lock")] == []


def test_that_files_name_no_package_index_and_no_folder_of_this_machine(root: Path, own_files: list[Path]) -> None:
    folders = [re.escape(f"{folder}/") for folder in (root, Path.home()) if len(str(folder)) > 1]
    words = [r"index[-]url", r"https?://[^\s\"'<>]+/simple\b", *(rf"(?<![\w.]){folder}" for folder in folders)]
    pattern = re.compile("|".join(words), re.IGNORECASE)
    wrong = []
    for path in own_files:
        if path.suffix in (".png", ".sqlite", ".otf", ".gpkg"):
            continue
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        wrong += [f"{path}: {found[0]}" for found in pattern.finditer(text)]
    assert wrong == []


def test_that_axes_always_come_as_longitude_and_latitude(room_sources: list[Any]) -> None:
    made = re.compile(r"Transformer\.from_(?:crs|proj)\((?:[^()]|\([^()]*\))*\)")
    found = [(source.path, call) for source in room_sources for call in made.findall(source.text)]
    assert found
    assert [str(path) for path, call in found if "always_xy=True" not in call] == []


def test_that_no_seat_needs_a_browser_inside(room_sources: list[Any]) -> None:
    assert [str(source.path) for source in room_sources if "QtWebEngine" in source.text] == []
