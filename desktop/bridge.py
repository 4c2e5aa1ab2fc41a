"""The one door between the tail's thread and Qt's: queued signals carry pictures, pulses and borders over."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, Signal

from desktop.situation import Situation
from desktop.workers import Workers
from services.bundle import Services
from services.domain.scope import WHOLE, Scope
from services.live.advance import Touched
from services.live.picture import Picture
from services.live.scoped import Scoped
from services.live.shapes import Shapes, load_shapes
from services.live.tail import Pulse, Tail

log = logging.getLogger(__name__)


class LiveBridge(QObject):
    """Runs the change tail and hands what it brings to a `Situation` on the GUI thread."""

    arrived = Signal(object, object)
    beaten = Signal(object)

    def __init__(self, services: Services, situation: Situation, workers: Workers, scope: Scope = WHOLE) -> None:
        super().__init__(situation)
        self._services, self._situation, self._workers = services, situation, workers
        self._drawing = self._redraw = False
        queued = Qt.ConnectionType.QueuedConnection
        self.arrived.connect(self._take, queued)
        self.beaten.connect(situation.beat, queued)
        scoped = Scoped(services.database, scope)
        self._tail = Tail(
            services.database,
            scoped.load,
            scoped.advance,
            on_change=self._on_change,
            on_pulse=self._on_pulse,
            clock=services.database.clock,
        )

    def start(self) -> None:
        """Begins to listen; the first picture comes when it is loaded."""
        self._tail.start()

    def stop(self) -> None:
        """Stops listening and waits for the thread."""
        self._tail.ask_to_stop()
        self._tail.join()

    def _on_change(self, picture: Picture, touched: Touched) -> None:
        self.arrived.emit(picture, touched)

    def _on_pulse(self, pulse: Pulse) -> None:
        self.beaten.emit(pulse)

    def _take(self, picture: Picture, touched: Touched) -> None:
        if self._situation.shapes is None or touched.reload:
            self._ask_shapes(again=touched.reload)
        self._situation.take(picture, touched)

    def _ask_shapes(self, again: bool) -> None:
        """Asks once at a time: borders take longer than the next change, and only the newest answer is delivered."""
        if self._drawing:
            self._redraw = self._redraw or again
            return
        self._drawing = True
        self._workers.ask(
            "shapes", lambda: load_shapes(self._services.database), self._on_shapes, self._on_shapes_trouble
        )

    def _on_shapes(self, shapes: Shapes) -> None:
        self._drawing = False
        self._situation.draw(shapes)
        if self._redraw:
            self._redraw = False
            self._ask_shapes(again=False)

    def _on_shapes_trouble(self, error: Exception) -> None:
        self._drawing = self._redraw = False
        self._workers.troubled.emit(error)
