"""From plans and borders to what the canvas takes: area layers, indexed borders and colour look-up tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.plans import AreaPlan
from layers.style.palette import Palette
from services.domain.areas import Level
from services.live.shapes import Shapes
from services.settings import cache_folder
from widgets.map.areas import AreaLayer
from widgets.map.ground import Ground, ground_of, is_kept

CACHE = "borders"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The borders as the canvas has them; `final` unless simpler ones for small scales are still to come."""

    shapes: Shapes
    layers: Mapping[int, AreaLayer]
    ground: Ground
    final: bool = True

    def names(self, name: Callable[[int], str]) -> dict[int, list[str]]:
        """The names of all areas anew, by level."""
        return {level: [name(int(ident)) for ident in layer.ids] for level, layer in self.layers.items()}


def drawn_first(shapes: Shapes, name: Callable[[int], str]) -> Drawn:
    """The borders from the cache, or the exact ones alone while no cache has them; off the GUI thread."""
    layers, cache = area_layers(shapes, name), cache_folder() / CACHE
    if is_kept(layers, cache):
        return Drawn(shapes, layers, ground_of(layers, cache))
    return Drawn(shapes, layers, ground_of(layers, simpler=False), final=False)


def drawn_finally(shapes: Shapes, name: Callable[[int], str]) -> Drawn:
    """The borders with simpler ones for small scales, kept for the next start; seconds, off the GUI thread."""
    layers = area_layers(shapes, name)
    return Drawn(shapes, layers, ground_of(layers, cache_folder() / CACHE))


def area_layers(shapes: Shapes, name: Callable[[int], str]) -> dict[int, AreaLayer]:
    """The borders of each level that has any; `parent` is the row of the area above in its own layer, -1 for none.

    An area's number for the canvas is its index in the AreaTable.
    """
    made: dict[int, AreaLayer] = {}
    place_of: dict[int, int] = {}
    for level in Level:
        rows, polygons = shapes.of_level(level)
        if len(rows) == 0:
            continue
        parents = np.array([place_of.get(int(shapes.areas.parent[row]), -1) for row in rows], np.int32)
        made[int(level)] = AreaLayer(
            level=int(level),
            ids=rows.astype(np.int64),
            polygons=polygons,
            names=[name(int(row)) for row in rows],
            parent=parents,
            weight=shapes.areas.households[rows].astype(float),
        )
        place_of = {int(row): at for at, row in enumerate(rows)}
    return made


def lut_of(plan: AreaPlan, layer: AreaLayer, palette: Palette) -> NDArray[np.uint32]:
    """Colours by the canvas's area number (row + 1; 0 is outside): the class's step of the ramp, land where unknown."""
    ramp = palette.ramp(plan.ramp)
    steps = np.array([palette.colour("map.land"), *_spread(ramp, plan.count)], np.uint32)
    lut = np.empty(len(layer.ids) + 1, np.uint32)
    lut[0] = palette.colour("map.backdrop")
    place = np.searchsorted(plan.areas, layer.ids)
    place = np.clip(place, 0, max(0, len(plan.areas) - 1))
    known = (plan.areas[place] == layer.ids) if len(plan.areas) else np.zeros(len(layer.ids), bool)
    classes = np.where(known, plan.classes[place] if len(plan.areas) else 0, 0)
    lut[1:] = steps[classes]
    return lut


def _spread(ramp: tuple[int, ...], count: int) -> list[int]:
    """As many steps as there are classes, spread over the whole ramp."""
    if count <= 1:
        return [ramp[0]] * max(1, count)
    return [ramp[round(at * (len(ramp) - 1) / (count - 1))] for at in range(count)]


def ramp_of(plan: AreaPlan, palette: Palette) -> list[int]:
    """The colours of a plan's classes, low to high, for its legend."""
    return _spread(palette.ramp(plan.ramp), plan.count)
