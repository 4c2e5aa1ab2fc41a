"""Guarding and starting a wall from the command line: what is written, said and taken back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from desktop.opening import unattended
from services.words import Words


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="entries of a Linux desktop")
def test_that_the_wall_starts_guarded_with_the_machine_and_no_more(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    asked = argparse.Namespace(guard=False, install_autostart=True, remove_autostart=False, wall="hall")
    argv = ["main.py", "wall", "--wall", "hall", "--install-autostart", "--lang", "en"]
    said: list[str] = []
    assert unattended.is_asked(asked)
    assert unattended.run(asked, Words("en"), argv, said.append) == 0
    written = (tmp_path / "autostart" / "gridcommand-wall-hall.desktop").read_text("utf-8")
    assert "--wall hall --lang en --guard" in written
    assert "--install-autostart" not in written
    assert "--remove-autostart" in said[-1]
    asked = argparse.Namespace(guard=False, install_autostart=False, remove_autostart=True, wall="hall")
    assert unattended.run(asked, Words("en"), argv, said.append) == 0
    assert list((tmp_path / "autostart").iterdir()) == []
    assert unattended.run(asked, Words("en"), argv, said.append) == 0
    assert said[-1].startswith("There is no")
