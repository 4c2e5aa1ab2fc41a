"""How long it takes from the command to the first complete frame, how much memory the seat takes, how long the demo.

Each part is a process of its own, as a person starts it. `rss_mb` is measured with 100,000 open incidents in the live
picture, the most that the seat is built for; `first_frame_s` in the demo city as made, caches warm.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIVE = 100_000


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: first_frame_s, rss_mb, demo_s."""
    with tempfile.TemporaryDirectory(prefix="gridcommand-start-") as name:
        folder = Path(name)
        database = folder / "city.sqlite"
        begin = time.perf_counter()
        count = "2000" if options.quick else "103226"
        _main("demo", "--database", f"sqlite:///{database}", "--incidents", count)
        made = time.perf_counter() - begin
        _seat(database, folder)  # the caches of kernels and geometry are warm from here on
        frames = [_seat(database, folder)["first_frame_s"] for _ in range(1 if options.quick else 5)]
        _reopen(database, LIVE)
        heavy = _seat(database, folder)
    return {
        "first_frame_s": round(sorted(frames)[len(frames) // 2], 2),
        "rss_mb": round(heavy["rss_mb"]),
        "demo_s": round(made, 1),
        "live": heavy["live"],
    }


def _seat(database: Path, folder: Path) -> dict[str, Any]:
    report = folder / "report.json"
    _main(
        "operator", "--database", f"sqlite:///{database}", "--screenshot", str(folder / "seat.png"),
        "--size", "1920x1080", "--report", str(report),
    )  # fmt: skip
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _main(*words: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python keeps what it has compiled
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"main.py {' '.join(words)} ended with {done.returncode}: {done.stderr[-2000:]}")


def _reopen(database: Path, count: int) -> None:
    """Opens closed incidents again behind the services' back: only so can a city have so many at once."""
    with sqlite3.connect(database) as connection:
        connection.execute(
            "update incidents set state = 5, closed_at = null where id in "
            "(select id from incidents where state = 8 order by id desc limit ?)",
            (count,),
        )
    connection.close()
