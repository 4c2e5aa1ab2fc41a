"""Layers and services live without Qt: every module loads, and their tests pass, where PySide6 can't be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BLOCKED = ("PySide6", "shiboken6", "pyqtgraph", "qtawesome")
BLOCK = f"import sys; sys.modules.update(dict.fromkeys({BLOCKED!r})); "
# without what needs a database: the same tests run on both databases elsewhere, and no store imports Qt
CHEAP = (
    "tests/services/domain", "tests/services/geo", "tests/services/words", "tests/services/access",
    "tests/layers/test_classes.py", "tests/layers/test_page.py", "tests/layers/test_page_assets.py",
    "tests/layers/test_page_legend.py", "tests/layers/style",
)  # fmt: skip


def without_qt(root: Path, program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCK + program], cwd=root, capture_output=True, text=True, check=False, timeout=170
    )


def test_that_qt_is_really_out_of_reach_in_these_tests(root: Path) -> None:
    done = without_qt(root, "import PySide6")
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr


def test_that_every_module_of_layers_and_services_loads_without_qt(root: Path, room_sources: list[Any]) -> None:
    names = [
        ".".join(source.path.with_suffix("").parts).removesuffix(".__init__")
        for source in room_sources
        if source.room in ("layers", "services") and "upgrades" not in source.path.parts
    ]
    assert len(names) > 100
    done = without_qt(
        root, f"import importlib\nfor name in {names!r}: importlib.import_module(name)\nprint(len({names!r}))"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip() == str(len(names))


def test_that_the_tests_of_rooms_without_a_database_pass_without_qt(root: Path) -> None:
    here = [folder for folder in CHEAP if (root / folder).exists()]
    program = (
        "import pytest; sys.exit(pytest.main(['-q', '-p', 'no:pytest-qt', '-p', 'no:cacheprovider', "
        f"'--override-ini=qt_api=', '-m', 'not browser', '-k', 'not sqlite and not postgresql', *{here!r}]))"
    )
    done = without_qt(root, program)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "passed" in done.stdout


@pytest.mark.parametrize("command", ["demo", "import", "export", "check", "engine", "bench"])
def test_that_commands_without_a_screen_never_load_qt(root: Path, command: str) -> None:
    done = without_qt(root, f"import main; main.main([{command!r}, '--help'])")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "--database" in done.stdout
