"""Which names a view has, with their fonts: the subject's first, then those with a warning, then the larger ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from layers.zoom import Shown
from services.domain.areas import Level
from widgets.map.labels import Allowed, Naming
from widgets.map.scenery import Scenery
from widgets.map.style import LABEL

COLOUR = {Level.CITY: "label_city", Level.TOWN: "label_town", Level.VILLAGE: "label_village", Level.GRID: "label_grid"}
HALO = 3.0
LEAST = {Level.CITY: 0.0, Level.TOWN: 0.3, Level.VILLAGE: 0.8, Level.GRID: 0.9}  # of a name its area is wide
ToMetres = Callable[[QPointF], tuple[float, float]]


class Namer:
    """Sorts the names of a scenery and keeps them so until something changes."""

    def __init__(self, scenery: Scenery) -> None:
        self._scenery = scenery
        self._kept: dict[Shown, list[Naming]] = {}

    def forget(self) -> None:
        """Borders, names, theme, subject or warnings have changed."""
        self._kept.clear()

    def namings(self, what: Shown, to_metres: ToMetres) -> list[Naming]:
        """The names in the order in which they find their places."""
        if what not in self._kept:
            made = [self._level(level, to_metres) for level in what.named if int(level) in self._scenery.ground.layers]
            self._kept[what] = [naming for level in made for naming in level]
        return self._kept[what]

    def _level(self, level: Level, to_metres: ToMetres) -> list[Naming]:
        scenery = self._scenery
        ground, subject = scenery.ground, scenery.subject
        layer = ground.layers[int(level)]
        inside = scenery.in_subject(int(level))
        rows = self._in_order(level, np.flatnonzero(inside))
        named = [self._naming(level, rows, None)]
        if subject is not None and level <= subject[0]:
            others = self._in_order(level, np.flatnonzero(~inside))
            if level == subject[0]:
                named.append(self._naming(level, others, _off(scenery, subject, to_metres), "label_village"))
            elif len(layer.ids):
                return []  # the subject's own town needs no second name over its villages
        return named

    def _in_order(self, level: Level, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        layer = self._scenery.ground.layers[int(level)]
        weight = layer.weight[rows] if len(layer.weight) else np.zeros(len(rows))
        warned = self._scenery.warned.get(int(level), {})
        worst = np.array([warned.get(int(ident), 9) for ident in layer.ids[rows]] if warned else np.zeros(len(rows)))
        return rows[np.lexsort((-weight, worst))]

    def _naming(self, level: Level, rows: NDArray[np.intp], allowed: Allowed | None, tone: str = "") -> Naming:
        style, ground = self._scenery.style, self._scenery.ground
        px = style.label_px(level)
        return Naming(
            texts=[ground.layers[int(level)].names[row] for row in rows],
            spots=ground.spots[int(level)][rows],
            font=style.theme.font_px(px),
            colour=QColor(style.theme.colour(f"map.{tone or COLOUR[level]}")),
            halo=style.theme.colour("map.halo"),
            halo_px=max(1.5, HALO * px / LABEL[level] * 0.8),
            allowed=allowed,
            widths=ground.widths[int(level)][rows],
            least=LEAST[level],
        )


def _off(scenery: Scenery, subject: tuple[int, int], to_metres: ToMetres) -> Allowed:
    """Refuses places that lie over the subject."""
    layer, index = scenery.ground.layers[subject[0]], scenery.ground.indexes[subject[0]]
    number, (west, south) = layer.row_of(subject[1]) + 1, scenery.ground.origin

    def allowed(place: QRectF) -> bool:
        middle = place.center()
        spots = (
            place.topLeft(), place.topRight(), place.bottomLeft(), place.bottomRight(), middle,
            QPointF(middle.x(), place.top()), QPointF(middle.x(), place.bottom()),
        )  # fmt: skip
        metres = (to_metres(spot) for spot in spots)
        return all(index.locate(x - west, y - south) != number for x, y in metres)

    return allowed
