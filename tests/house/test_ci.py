"""What runs every check in a clean clone is there, may be run, and runs what the README tells people to run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest


def test_that_the_checks_can_be_started_and_are_the_readmes_own(root: Path) -> None:
    script = root / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert os.name == "nt" or os.access(script, os.X_OK)
    commands = re.findall(r"```\n(.*?)\n```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert commands[1] == "uv run pytest"
    assert re.search(r'^"\$uv" run .*pytest "\$@"$', text, re.MULTILINE)
    # nothing that is secret is printed: no trace of commands, no list of the environment
    assert not re.search(r"set -[a-z]*x|\bprintenv\b|^\s*env\s*$", text, re.MULTILINE)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_that_the_script_is_whole(root: Path) -> None:
    done = subprocess.run(["bash", "-n", root / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
