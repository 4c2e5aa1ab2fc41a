"""The wall's soak: thousands of scene changes at accelerated time, over a real database in which the day goes on.

The seat is the real one, drawn off the screen: its board, fades and heart go `pace` times faster, so that each scene
still has its thirty seconds. Reports come in meanwhile, red warnings are raised and end. Memory is the resident set
after the warm-up against that at the end; a heart beat is missed when none came for a real second and a half.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHANGES, QUICK = 5000, 120
SIZE = (1920, 1080)
PACE = 480.0
WARM = 0.2  # of the changes, after which memory should stand
SAMPLE_EVERY = 0.25  # seconds
NEWS_EVERY = 0.5
BEAT_LIMIT = 1.5
LOW, HIGH = (0.2, 0.3), (0.9, 1.0)  # the parts of the run whose memory is compared


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: scene_changes, memory_growth, exceptions, missed_heartbeats; seconds, rss_mb, longest_beat_ms, unready."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="gridcommand-wall-") as folder:
        url = f"sqlite:///{Path(folder) / 'city.sqlite'}"
        count = "5000" if options.quick else "103226"
        command = [sys.executable, str(ROOT / "main.py"), "demo", "--database", url, "--incidents", count]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return Soak(url, QUICK if options.quick else CHANGES).run()


class Errors(logging.Handler):
    """Counts what was logged as an error, from whichever thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())
        print(self.format(record), file=sys.stderr)


class Soak:
    """One run: the seat, its line to the database, and what happens in the city meanwhile."""

    def __init__(self, url: str, changes: int) -> None:
        from services.bundle import open_services
        from services.settings import Settings

        self._services = open_services(Settings(url))
        self._changes = changes
        self._errors = Errors()
        self._began = time.monotonic()
        self._memory: list[tuple[int, float]] = []
        self._beats: list[float] = []
        self.changed = self.unready = 0
        self._random = Random(7)
        self._warned = 0
        self._over = threading.Event()
        with self._services.database.reading() as reader:
            self._category = next(one.code for one in reader.catalogue().categories if one.active)

    def steady(self) -> float:
        """Seconds of the accelerated clock."""
        return (time.monotonic() - self._began) * PACE

    def run(self) -> dict[str, Any]:
        """Plays until enough scenes have changed."""
        from desktop.application import Application

        logging.getLogger().addHandler(self._errors)
        sys.excepthook = self._on_bug
        from services.words import Words

        options = argparse.Namespace(screenshot=None, command="wall", size="", scale=1.0, theme=None)
        application = Application(options, Words("zh_CN"))
        seat, context, bridge = self._open(application)
        began = time.monotonic()
        street = threading.Thread(target=self._live)
        street.start()
        try:
            self._play(application.qt, seat)
        finally:
            self._over.set()
            street.join()
            bridge.stop()
            seat.close()
            context.workers.wait()
            self._services.close()
        return self._figures(time.monotonic() - began)

    def _on_bug(self, kind: type[BaseException], error: BaseException, at: Any) -> None:
        self._errors.found.append(repr(error))
        traceback.print_exception(kind, error, at)

    def _open(self, application: Any) -> tuple[Any, Any, Any]:
        from desktop.access.holder import Holder
        from desktop.bridge import LiveBridge
        from desktop.context import SeatContext
        from desktop.memory import Memory
        from desktop.seats.wall import WallSeat
        from desktop.situation import Situation
        from desktop.workers import Workers
        from widgets.theme.fonts import use_fonts

        use_fonts(application.qt, bundled=True, tokens=application.tokens)
        context = SeatContext(
            kind="wall", services=self._services, situation=Situation(), workers=Workers(), words=application.words,
            tokens=application.tokens, memory=Memory(None), clock=self._services.database.clock, officer=Holder(),
        )  # fmt: skip
        context.workers.troubled.connect(lambda error: self._errors.found.append(repr(error)))
        seat = WallSeat(context, self.steady, PACE)
        bridge = LiveBridge(self._services, context.situation, context.workers)
        bridge.start()
        seat.window.resize(*SIZE)
        seat.window.show()
        return seat, context, bridge

    def _play(self, qt: Any, seat: Any) -> None:
        from PySide6.QtCore import QEventLoop

        while not seat.complete() and time.monotonic() - self._began < 120:
            qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        self._watch(seat)
        sampled = 0.0
        while self.changed < self._changes:
            qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            now = time.monotonic()
            if now - sampled >= SAMPLE_EVERY:
                sampled = now
                self._memory.append((self.changed, resident_mb()))

    def _watch(self, seat: Any) -> None:
        show, beat = seat.board.show_scene, seat.board.foot.beat

        def shown(scene: Any, fade: bool) -> None:
            self.unready += not seat.board.back.complete()
            show(scene, fade)
            self.changed += 1

        def beaten(progress: float) -> None:
            self._beats.append(time.monotonic())
            beat(progress)

        seat.board.show_scene, seat.board.foot.beat = shown, beaten

    def _live(self) -> None:
        """The day that goes on in the city, beside the seat."""
        while not self._over.wait(NEWS_EVERY):
            self._happen()

    def _happen(self) -> None:
        """A report comes in; now and then a red warning is raised, and ends the next time."""
        from services.domain.incidents import Report

        now, lon, lat = (
            self._services.database.clock(),
            self._random.uniform(116.2, 116.5),
            self._random.uniform(33.8, 34),
        )
        self._services.door.take(
            Report("hotline", self._category, "", now, lon=lon, lat=lat, external=f"soak-{time.monotonic_ns()}")
        )
        self._warned += 1
        with self._services.database.unit() as unit:
            unit.say(*self._warning(now, self._warned // 2, self._warned % 2 == 0, lon, lat))
            unit.commit()

    @staticmethod
    def _warning(now: datetime, ident: int, begins: bool, lon: float, lat: float) -> list[Any]:
        from services.domain.facts import WarningChanged
        from services.domain.incidents import Place, PlaceStatus, Severity
        from services.domain.warnings import LiveWarning, WarningState

        return [
            WarningChanged(
                LiveWarning(
                    id=1_000_000 + ident, version=1 if begins else 2, number=f"S{ident}", scenario="energy.leaks",
                    scenario_version=1, model="repetition", level=Severity.RED,
                    state=WarningState.RAISED if begins else WarningState.EXPIRED,
                    place=Place(PlaceStatus.LOCATED, lon, lat), raised_at=now - timedelta(minutes=5), last_at=now,
                    score=90.0, members=8, department="energy", radius_m=900.0, heard={"hotline": 5, "grid": 3},
                )
            )
        ]  # fmt: skip

    def _figures(self, seconds: float) -> dict[str, Any]:
        gaps = [after - before for before, after in zip(self._beats, self._beats[1:], strict=False)]
        low, high = self._part(LOW), self._part(HIGH)
        return {
            "scene_changes": self.changed,
            "memory_growth": round(high / low - 1, 4),
            "exceptions": len(self._errors.found),
            "missed_heartbeats": sum(gap > BEAT_LIMIT for gap in gaps),
            "seconds": round(seconds, 1),
            "rss_mb": round(high),
            "longest_beat_ms": round(max(gaps, default=0.0) * 1000),
            "unready": self.unready,
            "errors": self._errors.found[:3],
        }

    def _part(self, part: tuple[float, float]) -> float:
        """The median of the memory in a part of the run."""
        begin, end = (share * self._changes for share in part)
        found = sorted(mb for changed, mb in self._memory if begin <= changed <= end)
        return found[len(found) // 2] if found else float("nan")


def resident_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
