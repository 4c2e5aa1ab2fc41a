"""The facts on a small map of their own: the circle or the area of the warning, a mark for each fact, a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from services.domain.areas import Level
from services.words import Words
from widgets.map.areas import Hit
from widgets.map.canvas import Box, MapCanvas
from widgets.map.ground import Ground
from widgets.map.markers import Markers
from widgets.map.projection import stretch
from widgets.map.scale_bar import ScaleBar
from widgets.map.style import MapStyle
from widgets.map.warning_marks import WarningMark
from widgets.risk.card.looks import CircleLook, FactLook
from widgets.theme.theme import Theme

FEW = 60
NO_RANKS: Mapping[int, int] = MappingProxyType({})
MARGIN, AROUND, LEAST, ALONE = (
    8.0,
    1.9,
    250.0,
    800.0,
)  # px at 1x; times the circle; metres to each side of what is framed


class FactsMap(QWidget):
    """`picked(key)` for a fact that was clicked. The owner calls `close_view`."""

    picked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.canvas = MapCanvas(MapStyle(theme, flat=True), words, self, threads=1)
        self.canvas.warnings.bare = True
        self.canvas.set_layers(("areas", "people", "labels", "incidents", "warnings"), {}, {})  # facts over names
        self.canvas.scenery.pinned = Level.VILLAGE  # grids of all villages are called alike
        self.canvas.scenery.pinned_dots = False
        self.scale = ScaleBar(theme, words, places=False, parent=self.canvas)
        self.canvas.plates.append(self.scale)
        self.canvas.hold()  # nothing is worth drawing before the facts are there
        self._framed: Box | None = None
        self.canvas.view_changed.connect(self._on_view)
        self.canvas.clicked.connect(self._on_clicked)
        theme.changed.connect(lambda: self.canvas.set_style(MapStyle(theme, flat=True)))

    def show_ground(self, ground: Ground) -> None:
        """The borders that the seat's own map has; they are not changed here."""
        if self.canvas.scenery.ground is not ground:
            self.canvas.set_ground(ground)

    def show_facts(
        self,
        facts: Sequence[FactLook],
        markers: Markers,
        rank: int,
        circle: CircleLook | None,
        area: tuple[int, int, Box] | None,
    ) -> None:
        """Marks for all facts that have a place (`markers_of` them); `area` is level, number and box of the area that

        the warning is about.
        """
        canvas = self.canvas
        canvas.hold()
        canvas.take_markers(markers)
        canvas.warnings.bare = bool(len(markers))  # without facts the place itself is marked
        canvas.warnings.show_marks(
            [WarningMark(0, circle.x, circle.y, rank, radius=circle.radius, label=circle.label)] if circle else []
        )
        canvas.scenery.set_perceived({area[0]: {area[1]: rank}} if area is not None else {})
        boxes: list[Box] = [(x, y, x, y) for _, x, y in _placed(facts)]
        if circle is not None:
            reach = max(circle.radius * AROUND, LEAST) if circle.radius else ALONE
            boxes = [(circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach)]
        if area is not None:
            boxes.append(area[2])
        self._framed = _around(boxes)
        if self._framed is not None:
            canvas.fit(self._framed)
        canvas.let_go()

    def point(self, key: int) -> None:
        """The fact that a hand is at; 0 for none."""
        self.canvas.select_marker(key or None)

    def complete(self) -> bool:
        """Whether the exact frame is shown."""
        return self.canvas.is_exact()

    def close_view(self) -> None:
        """Ends the canvas's threads."""
        self.canvas.close_engine()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.canvas.setGeometry(self.rect().adjusted(1, 1, -1, -1))
        self._place()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.pen("line.rule", 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _place(self) -> None:
        margin = self._theme.whole(MARGIN)
        self.scale.resize(self.scale.sizeHint())
        self.scale.move(margin, self.height() - margin - self.scale.height())

    def _on_view(self) -> None:
        view, ratio = self.canvas.view(), self.canvas.viewport().devicePixelRatioF()
        middle = self.canvas.box.viewRect().center()
        self.scale.show_scale(ratio / view.k / stretch(middle.y()))
        self._place()

    def _on_clicked(self, hit: Hit) -> None:
        if hit.kind == "marker":
            self.picked.emit(hit.id)


def markers_of(facts: Sequence[FactLook], rank: int, ground: Ground, ranks: Mapping[int, int] = NO_RANKS) -> Markers:
    """The marks of facts, sorted for a ground, each of `rank` or of its own by its key; off the GUI thread."""
    placed = _placed(facts)
    keys, xs, ys = ([row[at] for row in placed] for at in range(3))
    made = Markers.of(keys, xs, ys, [4 - ranks.get(key, rank) for key in keys], ground.origin, ground.extent)
    if len(made) <= FEW:  # each of a few facts is to be seen, however close to another
        made.crowding = replace(made.crowding, shares=np.zeros_like(made.crowding.shares))
    return made


def _placed(facts: Sequence[FactLook]) -> list[tuple[int, float, float]]:
    return [(one.key, one.x, one.y) for one in facts if one.x is not None and one.y is not None]


def _around(boxes: Sequence[Box]) -> Box | None:
    """A box around all, never smaller than a few hundred metres."""
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = max(LEAST, (east - west) / 2), max(LEAST, (north - south) / 2)
    return x - wide * 1.08, y - high * 1.08, x + wide * 1.08, y + high * 1.08
