"""Changes to markers as they come: the first at once, a stream a few times a second, sorting on the side."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from widgets.map.markers import Markers

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

SHARE = 0.004  # of the GUI thread's time, at most, for putting changes in and painting them
SHORTEST, LONGEST = 40, 300  # ms between two pictures of a stream of changes
PROMPT, CALM = 60, 600  # ms that a change waits at most while fewer than so many come in a second
Change = tuple[Any, Any, Any, Any, Any]


class LiveMarkers(QObject):
    """Puts changes into the markers of a canvas; a stream of them takes no more than `SHARE` of the GUI thread."""

    _sorted = Signal(object)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._waiting: list[Change] = []
        self._since: list[Change] | None = None
        self._cost = 0.0
        self._unpainted = False
        self._flushed = 0.0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._on_pause)
        self._sorted.connect(self._on_sorted, Qt.ConnectionType.QueuedConnection)

    def change(self, *change: Any) -> None:
        """Columns: numbers, x, y, level, alive."""
        self._waiting.append(change)
        if not self._pause.isActive():
            self._flush()

    def stop(self) -> None:
        """Nothing is shown any more."""
        self._pause.stop()
        self._waiting = []

    def replace(self, markers: Markers) -> None:
        """All markers are others; a sorting that is under way is no longer wanted."""
        self._since = None
        self._canvas.scenery.markers = markers

    def sort_soon(self, ground_changed: bool = False) -> None:
        """Sorts all markers anew on another thread; what changes meanwhile is applied to the new ones too."""
        if self._since is not None and not ground_changed:
            return
        since = self._since = []
        markers, ground = self._canvas.scenery.markers, self._canvas.scenery.ground

        def sort() -> None:
            try:
                self._sorted.emit((markers.resorted(ground.origin, ground.extent), since))
            except RuntimeError:  # the canvas is gone
                return

        self._canvas.engine.aside(sort)

    def _on_pause(self) -> None:
        if self._waiting:
            self._flush()

    def painted(self, seconds: float) -> None:
        """What one painting took of the thread; the first after a change belongs to its cost."""
        if self._unpainted:
            self._unpainted = False
            self._cost += seconds

    def _flush(self) -> None:
        begin, now = time.thread_time(), time.monotonic()
        changes, self._waiting = self._waiting, []
        calm = sum(len(change[0]) for change in changes) < CALM * (now - self._flushed)
        pause = min(PROMPT if calm else LONGEST, max(SHORTEST, self._cost * 1000 / SHARE))
        self._flushed = now
        self._apply(joined(changes) if len(changes) > 1 else changes[0])
        self._canvas.markers_changed()
        self._pause.start(round(pause))
        self._cost, self._unpainted = time.thread_time() - begin, True

    def _apply(self, change: Change) -> None:
        scenery = self._canvas.scenery
        if self._since is not None:
            self._since.append(change)
        done = scenery.markers.change(*change)
        while done < len(change[0]):  # no room for more beside the sorted ones: then here and now
            scenery.markers = scenery.markers.resorted()
            self._since = None
            change = tuple(part[done:] for part in change)  # type: ignore[assignment]
            done = scenery.markers.change(*change)
        if scenery.markers.crowded:
            self.sort_soon()

    def _on_sorted(self, answer: tuple[Markers, list[Change]]) -> None:
        markers, since = answer
        if since is not self._since:
            return
        self._since = None
        self._canvas.scenery.markers = markers
        for change in since:
            markers.change(*change)
        self._canvas.refresh_soon()


def joined(changes: list[Change]) -> Change:
    """Several changes as one, in their order: of two to one marker the later wins."""
    columns = tuple(np.concatenate([change[at] for change in changes]) for at in range(5))
    _, last = np.unique(columns[0][::-1], return_index=True)
    keep = np.sort(len(columns[0]) - 1 - last)
    return tuple(column[keep] for column in columns)  # type: ignore[return-value]
