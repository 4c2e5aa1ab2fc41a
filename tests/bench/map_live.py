"""What live work costs the thread that the hands wait for: ticks while drawing, and a steady stream of changes."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
from map_city import City, incidents
from map_ours import Ours
from map_views import Look
from PySide6.QtCore import QEventLoop, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

PER_SECOND, BATCHES = 1000, 50
FRAME_MS = 16.7


def gui_tick(app: QApplication, ours: Ours, views: list[Look], seconds: float) -> float:
    """The 95th percentile of the interval of a 1 ms timer while frames are drawn and presented back to back."""
    west, south, east, north = ours.bounds
    ticks: list[float] = []
    at = 0

    def step(*_: Any) -> None:
        nonlocal at
        look = views[at % len(views)]
        at += 1
        wide, high = (east - west) / look.nearer, (north - south) / look.nearer
        ours.canvas.box.setRange(QRectF(look.x - wide / 2, look.y - high / 2, wide, high), padding=0)

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ours.canvas.frame_shown.connect(step)
    timer.start(1)
    step()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    ours.canvas.frame_shown.disconnect(step)
    timer.stop()
    ours.wait()
    return round(float(np.percentile(np.diff(ticks), 95)) * 1e3, 2)


class _Feeder(QObject):
    """Sends batches of changes from a thread of its own, as a tail does."""

    brought = Signal(object)


def live_share(app: QApplication, ours: Ours, city: City, seconds: float) -> float:
    """The GUI thread's CPU time per 16.7 ms at 1,000 changed incidents a second, as a share of those 16.7 ms."""
    x, y, level = incidents(city, int(PER_SECOND * (seconds + 2)), seed=9)
    rng = np.random.default_rng(2)
    numbers = rng.integers(1, 100_001, len(x))
    alive = rng.random(len(x)) > 0.3
    feeder, stop = _Feeder(), threading.Event()
    feeder.brought.connect(lambda batch: ours.canvas.change_markers(*batch), Qt.ConnectionType.QueuedConnection)

    def feed() -> None:
        size, begin, at = PER_SECOND // BATCHES, time.perf_counter(), 0
        while not stop.is_set() and at + size <= len(x):
            part = slice(at, at + size)
            feeder.brought.emit((numbers[part], x[part], y[part], level[part], alive[part]))
            at += size
            stop.wait(max(0.0, begin + at / PER_SECOND - time.perf_counter()))

    thread = threading.Thread(target=feed, name="feeder")
    thread.start()
    _pump(app, 0.5)
    begin, cpu = time.perf_counter(), time.thread_time()
    _pump(app, seconds)
    spent, went = time.thread_time() - cpu, time.perf_counter() - begin
    stop.set()
    thread.join()
    ours.wait()
    return round(spent / went, 4)


def _pump(app: QApplication, seconds: float) -> None:
    """The event loop for a while, asleep in between as in a running program."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
