"""The tools that read the code: linter, formatter and type checker are content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--check", "--no-cache", "."),
        ("mypy", "--no-error-summary"),
    ],
    ids=["ruff", "format", "mypy"],
)
def test_that_the_tool_has_nothing_to_say(root: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False, timeout=170
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
