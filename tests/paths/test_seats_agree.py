"""Three seats, each a program of its own on one database, say the same figures."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"^(\D+?) ?([\d,]+)(?:\u202f|，|$)")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """The first figure of each name that a seat says, by seat."""
    folder = tmp_path_factory.mktemp("seats")
    address = f"sqlite:///{folder / 'city.sqlite'}"
    _main(folder, "demo", "--database", address, "--incidents", "3000")
    found: dict[str, dict[str, int]] = {}
    for seat in ("operator", "wall", "briefing"):
        report, picture = folder / f"{seat}.json", folder / f"{seat}.png"
        size = "3840x2160" if seat == "wall" else "1920x1080"
        _main(
            folder, seat, "--database", address, "--screenshot", str(picture), "--size", size, "--report", str(report)
        )
        figures: dict[str, int] = {}
        for text in json.loads(report.read_text(encoding="utf-8"))["said"]:
            match = FIGURE.match(text)
            if match:
                figures.setdefault(match[1].strip(), int(match[2].replace(",", "")))
        found[seat] = figures
    return found


def _main(folder: Path, *words: str) -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_DATA_HOME": str(folder),
        "GRIDCOMMAND_LANG": "zh_CN",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_that_all_seats_say_how_many_came_in_today(said: dict[str, dict[str, int]]) -> None:
    assert said["operator"]["今日上报"] == said["wall"]["今日上报"] == said["briefing"]["今日上报"]


def test_that_all_seats_say_how_many_are_open(said: dict[str, dict[str, int]]) -> None:
    levels = sum(said["operator"][name] for name in ("红色", "橙色", "黄色", "蓝色"))
    assert levels == said["wall"]["在办"] == said["briefing"]["在办事件"] > 0


def test_that_all_seats_say_how_many_are_overdue(said: dict[str, dict[str, int]]) -> None:
    assert said["operator"]["超期未结"] == said["wall"]["超期未结"] == said["briefing"]["在办且已超期"]
