"""Warnings on a seat's map: planned off the GUI thread when a fact touched one, or when borders are drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from layers import warnings
from layers.plans import WarningPlan
from services.domain.incidents import Severity
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.map.areas import Hit
from widgets.map.canvas import MapCanvas
from widgets.map.ground import Ground
from widgets.map.warning_marks import WarningMark

OUTLINED = 12  # areas that wear their level as an outline; a net of lines shows none
METRES = 2500.0  # round a point that is gone to


@dataclass(frozen=True, slots=True)
class Planned:
    """Marks for a canvas, the worst first, and areas by level and number that wear an outline."""

    marks: tuple[WarningMark, ...]
    outlined: Mapping[int, Mapping[int, int]]


class WarningsOnMap(QObject):
    """`picked(id)` for a click on a mark, `opened(id)` for a double click, `shown()` when another plan is drawn."""

    picked = Signal(int)
    opened = Signal(int)
    shown = Signal()

    def __init__(self, context: SeatContext, canvas: MapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent or canvas)
        self._context, self._canvas = context, canvas
        self._only: frozenset[int] | None = None
        self._ground: Ground | None = None
        situation = context.situation
        situation.changed.connect(self._on_changed)
        situation.replaced.connect(self._on_replaced)
        canvas.clicked.connect(lambda hit: self._on_hit(hit, self.picked))
        canvas.drilled.connect(lambda hit: self._on_hit(hit, self.opened))
        canvas.frame_shown.connect(self._on_frame)
        self.plan()

    def show_only(self, numbers: frozenset[int] | None) -> None:
        """Shows these warnings alone, as a list is narrowed; None: all that stand."""
        if numbers != self._only:
            self._only = numbers
            self.plan()

    def choose(self, number: int | None) -> None:
        """Puts the corners around a warning."""
        self._canvas.warnings.choose(number)
        self._canvas.viewport().update()

    def go(self, number: int) -> bool:
        """Shows a warning's surroundings; False where it is not on the map."""
        mark = next((mark for mark in self._canvas.warnings.marks if mark.number == number), None)
        if mark is None:
            return False
        reach = max(METRES, 3 * mark.radius)
        self._canvas.go_to((mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach))
        self.choose(number)
        return True

    def plan(self) -> None:
        """Plans all marks anew."""
        picture, ground, only = self._context.situation.picture, self._canvas.scenery.ground, self._only
        if picture is None or not ground.layers:
            return
        self._ground = ground
        self._context.workers.ask(f"warnings {id(self)}", lambda: planned(picture, ground, only), self._take)

    def _take(self, found: Planned) -> None:
        self._canvas.warnings.show_marks(found.marks)
        self._canvas.scenery.set_perceived(found.outlined)
        self._canvas.refresh()
        self.shown.emit()

    def _on_replaced(self, _picture: Picture) -> None:
        self.plan()

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if touched.warnings:
            self.plan()

    def _on_frame(self, _number: int) -> None:
        if self._canvas.scenery.ground is not self._ground:
            self.plan()

    @staticmethod
    def _on_hit(hit: Hit, signal: Signal) -> None:
        if hit.kind == "warning":
            signal.emit(hit.id)  # type: ignore[attr-defined]


def planned(picture: Picture, ground: Ground, only: frozenset[int] | None = None) -> Planned:
    """The marks of a picture's warnings (or of `only` some) on the ground of a canvas; off the GUI thread."""
    chosen = (one for one in picture.warnings.values() if only is None or one.id in only)
    plan = warnings.of(chosen, picture.areas)
    marks, outlined = [], dict[int, dict[int, int]]()
    count = 0
    for at in range(len(plan.numbers)):
        mark = _mark(plan, at, picture, ground)
        if mark is None:
            continue
        marks.append(mark)
        if mark.above and not mark.hollow and mark.severity <= Severity.ORANGE and count < OUTLINED:
            level = int(picture.areas.level[plan.areas[at]])
            outlined.setdefault(level, {}).setdefault(int(plan.areas[at]), mark.severity)
            count += 1
    return Planned(tuple(marks), outlined)


def _mark(plan: WarningPlan, at: int, picture: Picture, ground: Ground) -> WarningMark | None:
    area, x, y = int(plan.areas[at]), float(plan.x[at]), float(plan.y[at])
    if area >= 0:
        level = int(picture.areas.level[area])
        layer = ground.layers.get(level)
        row = layer.row_of(area) if layer is not None else -1
        if row < 0:
            return None
        x, y = (float(value) for value in ground.spots[level][row])
    radius = float(plan.radius[at])
    return WarningMark(
        int(plan.numbers[at]), x, y, int(plan.severity[at]), bool(plan.seen[at]),
        0.0 if np.isnan(radius) else radius, above=area >= 0,
    )  # fmt: skip
