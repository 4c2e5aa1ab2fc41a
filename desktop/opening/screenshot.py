"""A seat's picture in a file: waits until everything it shows is drawn, with no display if need be."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from desktop.context import Seat
from desktop.situation import Situation
from services.domain.refusals import Refusal

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PATIENCE = 60.0
STARTED = time.monotonic()


def size_of(text: str) -> QSize:
    """3840x2160 as a size; refuses anything else."""
    wide, _, high = text.lower().partition("x")
    if not (wide.isdigit() and high.isdigit() and 320 <= int(wide) <= 16384 and 240 <= int(high) <= 16384):
        raise Refusal("screenshot.size", "{size} is no size: write it like 3840x2160.", size=text)
    return QSize(int(wide), int(high))


def take(app: QApplication, seat: Seat, path: Path, after: float, situation: Situation) -> None:
    """Saves the seat's window as PNG once it is complete and `after` seconds have gone by; refuses with the reason."""
    begin = time.monotonic()
    while time.monotonic() - begin < PATIENCE and (not seat.complete() or time.monotonic() - begin < after):
        app.processEvents()
        time.sleep(0.01)
    if not seat.complete():
        if situation.pulse is not None and situation.pulse.trouble is not None:
            raise situation.pulse.trouble
        raise Refusal("screenshot.late", "The seat was not drawn within {seconds} seconds.", seconds=int(PATIENCE))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not seat.window.grab().save(str(path)):
        raise Refusal("screenshot.unsaved", "The picture can't be written to {path}.", path=path)


def report(path: Path, situation: Situation, window: QWidget) -> None:
    """What the start took (seconds since the process began, peak memory in MB), and what the seat says.

    `live` counts the open incidents in the picture, `said` are the accessible names of everything that is seen.
    """
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if resource else float("nan")
    live = int(situation.picture.incidents.column("alive").sum()) if situation.picture else 0
    seen = (part.accessibleName() for part in window.findChildren(QWidget) if part.isVisible())
    took = {"first_frame_s": time.time() - _begun(), "rss_mb": peak, "live": live, "said": [n for n in seen if n]}
    path.write_text(json.dumps(took, ensure_ascii=False), encoding="utf-8")


def _begun() -> float:
    """When this process began, seconds since the epoch (Linux); elsewhere when this module was loaded."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except OSError:
        return time.time() - (time.monotonic() - STARTED)
    return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
