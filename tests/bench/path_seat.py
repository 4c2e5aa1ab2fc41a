"""A seat of the path benchmark: the real tail, bridge, scene and canvas in a process of their own, without a display.

It says which pixels of its window show nothing but an area's colour, and then each time that one of them begins to show
something else: read from the memory that the window was painted into. Lines of JSON on standard output; ends by a line
on standard input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.bridge import LiveBridge
from desktop.context import SeatContext
from desktop.map.scene import MapScene
from desktop.memory import Memory
from desktop.situation import Situation
from desktop.workers import Workers
from layers.style.tokens import load_tokens
from services.bundle import open_services
from services.settings import Settings
from services.words import Words
from widgets.map.canvas import MapCanvas
from widgets.map.style import MapStyle
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme

SIZE = (1920, 1080)
STEP = 12  # px between two places: markers are smaller, so that each shows its own middle
PATIENCE = 120.0  # seconds until the first complete picture: kernels may have to be compiled
CLEAR = 9  # px around a place in which nothing but areas may be at first


class Watch(QObject):
    """Looks at the watched pixels after each painting of the window; remembers each time that one got a marker."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._viewport = canvas.viewport()
        self._viewport.installEventFilter(self)
        self._look_soon = QTimer(self, singleShot=True, interval=0)
        self._look_soon.timeout.connect(self._look)
        self.rows = self.columns = np.empty(0, np.int64)
        self.plain: NDArray[np.uint32] = np.empty(0, np.uint32)
        self.marked: NDArray[np.bool_] = np.empty(0, bool)
        self.seen: list[tuple[int, float]] = []
        self.frames = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._look_soon.start()  # after the whole window was painted
        return False

    def watch(self, rows: NDArray[np.int64], columns: NDArray[np.int64], plain: NDArray[np.uint32]) -> None:
        """Begins to watch these pixels, which all show one of the plain colours."""
        self.rows, self.columns, self.plain = rows, columns, plain
        self.marked = np.zeros(len(rows), bool)

    def pixels(self) -> NDArray[np.uint32]:
        """The window's memory as it was painted last."""
        window = self._viewport.window()
        image = window.backingStore().paintDevice()
        if not isinstance(image, QImage):  # this platform keeps it elsewhere
            image = self._viewport.grab().toImage()
        corner = QPoint(0, 0) if window is self._viewport else self._viewport.mapTo(window, QPoint(0, 0))
        data = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
        return data[corner.y() :, corner.x() : image.width()]

    def _look(self) -> None:
        self.frames += 1
        if len(self.rows):
            colour = self.pixels()[self.rows, self.columns] & 0xFFFFFF
            marked, now = ~np.isin(colour, self.plain), time.time()
            self.seen.extend((int(place), now) for place in np.flatnonzero(marked & ~self.marked))
            self.marked = marked


class Seat:
    """The window, and what is said to the benchmark about it."""

    def __init__(self, qt: QApplication, database: str) -> None:
        self.qt = qt
        tokens = load_tokens()
        use_fonts(qt, bundled=True, tokens=tokens)
        self.services = open_services(Settings(database))
        self.situation, self.workers = Situation(), Workers()
        words = Words("zh_CN")
        context = SeatContext(
            kind="operator", services=self.services, situation=self.situation, workers=self.workers, words=words,
            tokens=tokens, memory=Memory(None), clock=self.services.database.clock, still=True,
        )  # fmt: skip
        self.theme = Theme(tokens)
        self.canvas = MapCanvas(MapStyle(self.theme), words)
        self.canvas.resize(*SIZE)
        self.scene = MapScene(context, self.canvas, self.theme)
        self.watch = Watch(self.canvas)
        self.bridge = LiveBridge(self.services, self.situation, self.workers)
        self.bridge.start()
        self.canvas.show()
        self._calm, self._patience = 0, time.monotonic() + PATIENCE
        self._timer = QTimer(interval=100)
        self._timer.timeout.connect(self._begin)
        self._timer.start()

    def _begin(self) -> None:
        """Waits for the first complete picture that stays, then says the places."""
        self._calm = self._calm + 1 if self.scene.complete() else 0
        if self._calm >= 5:
            self._timer.stop()
            say({"places": self._places()})
        elif time.monotonic() > self._patience:
            print("the seat did not come to a complete picture", file=sys.stderr)
            self.end()

    def _plain(self) -> NDArray[np.uint32]:
        palette = self.theme.palette
        ramps = [palette.ramp(plan.ramp) for plan in self.scene.plans.values()]
        colours = [palette.colour("map.land"), *(colour for ramp in ramps for colour in ramp)]
        return np.unique(np.array(colours, np.uint32) & 0xFFFFFF)

    def _places(self) -> list[tuple[float, float]]:
        """Longitude/latitude of the middles of pixels that are in an area, each clear of everything else."""
        image, plain = self.watch.pixels() & 0xFFFFFF, self._plain()
        high, wide = image.shape
        free = np.isin(image, plain)
        found: list[tuple[int, int, float, float]] = []
        for row in range(CLEAR, high - CLEAR, STEP):
            for column in range(CLEAR, wide - CLEAR, STEP):
                if not free[row - 2 : row + 3, column - 2 : column + 3].all():
                    continue
                hit = self.canvas.hit(QPointF(column + 0.5, row + 0.5))
                if hit is not None and hit.kind == "area":
                    found.append((row, column, hit.lon, hit.lat))
        rows, columns = (np.array([place[at] for place in found], np.int64) for at in (0, 1))
        self.watch.watch(rows, columns, plain)
        return [place[2:] for place in found]

    def end(self) -> None:
        """Says what was seen, ends every thread."""
        say({"seen": self.watch.seen, "frames": self.watch.frames})
        self.bridge.stop()
        self.scene.close()
        self.canvas.close()
        self.workers.wait()
        self.services.close()
        self.qt.quit()


class Ending(QObject):
    """Hears the line on standard input that ends the seat."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._heard = threading.Event()
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(lambda: seat.end() if self._heard.is_set() else None)
        self._timer.start()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        sys.stdin.readline()
        self._heard.set()


def say(what: dict[str, Any]) -> None:
    """One line to the benchmark."""
    print(json.dumps(what), flush=True)


def main() -> int:
    """Runs until it is told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    options = parser.parse_args()
    qt = QApplication(sys.argv[:1])
    seat = Seat(qt, options.database)
    ending = Ending(seat)
    code = qt.exec()
    del ending
    return code


if __name__ == "__main__":
    sys.exit(main())
