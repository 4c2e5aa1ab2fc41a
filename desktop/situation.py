"""The situation: what this seat knows right now; the only place that holds the newest picture on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from services.live.advance import Touched
from services.live.picture import Picture
from services.live.shapes import Shapes
from services.live.tail import Pulse


class Situation(QObject):
    """Takes pictures from the bridge and tells the seat what changed.

    `changed(picture, touched)` for each batch of facts, `replaced(picture)` for a full new one, `pulsed(pulse)` each
    second, `redrawn(shapes)` when the borders are there or new.
    """

    changed = Signal(object, object)
    replaced = Signal(object)
    pulsed = Signal(object)
    redrawn = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self.pulse: Pulse | None = None
        self.shapes: Shapes | None = None

    def take(self, picture: Picture, touched: Touched) -> None:
        """A newer picture; the first one and those after a reload replace everything."""
        whole = self.picture is None or touched.reload
        self.picture = picture
        if whole:
            self.replaced.emit(picture)
        elif not touched.nothing:
            self.changed.emit(picture, touched)

    def beat(self, pulse: Pulse) -> None:
        """Whether the line to the database lives."""
        self.pulse = pulse
        self.pulsed.emit(pulse)

    def draw(self, shapes: Shapes) -> None:
        """The borders of the city."""
        self.shapes = shapes
        self.redrawn.emit(shapes)
