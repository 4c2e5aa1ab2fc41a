"""What the canvas has to draw, kept ready: indexes of each level, colours, markers; gives a Scene for a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.raster.area_index import AreaIndex
from layers.raster.point_index import PointIndex
from layers.raster.scene import Scene, View
from layers.raster.sprites import Sprites
from layers.zoom import Shown, Zoom, pinned, shown, zoom_of
from services.domain.areas import Level
from widgets.map.areas import AreaLayer, label_spots
from widgets.map.style import MapStyle

CAREFUL = 1000  # levels with more areas take any inner point for their names


@dataclass(frozen=True, slots=True)
class Ground:
    """The borders of all levels, indexed; made off the GUI thread by `ground_of`."""

    layers: Mapping[int, AreaLayer]
    indexes: Mapping[int, AreaIndex]
    spots: Mapping[int, NDArray[np.float64]]
    bounds: tuple[float, float, float, float]

    @property
    def origin(self) -> tuple[float, float]:
        """The corner that indexes count from."""
        return self.bounds[0], self.bounds[1]

    @property
    def extent(self) -> float:
        """The longer side in metres."""
        return max(self.bounds[2] - self.bounds[0], self.bounds[3] - self.bounds[1], 1.0)


def ground_of(layers: Mapping[int, AreaLayer], origin: tuple[float, float] | None = None) -> Ground:
    """Indexes the borders; tenths of a second, never on the GUI thread."""
    all_bounds = [shapely.total_bounds(layer.polygons) for layer in layers.values() if len(layer.polygons)]
    if not all_bounds:
        return Ground({}, {}, {}, (0.0, 0.0, 1.0, 1.0))
    box = np.array(all_bounds)
    bounds = (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 2].max()), float(box[:, 3].max()))
    corner = origin or bounds[:2]
    indexes = {level: AreaIndex.of(layer.polygons, corner) for level, layer in layers.items()}
    spots = {level: label_spots(layer.polygons, len(layer.polygons) <= CAREFUL) for level, layer in layers.items()}
    return Ground(dict(layers), indexes, spots, bounds)


class Scenery:
    """The drawable state of one canvas; on the GUI thread only."""

    def __init__(self, style: MapStyle) -> None:
        self.style = style
        self.ground: Ground = ground_of({})
        self.luts: dict[int, NDArray[np.uint32]] = {}
        self.subject: tuple[int, int] | None = None
        self.pinned: Level | None = None
        self.points = PointIndex.none()
        self.numbers: NDArray[np.int64] = np.empty(0, np.int64)
        self.visible: dict[str, bool] = {"areas": True, "incidents": True, "people": True, "labels": True}
        self.opacity: dict[str, float] = {"areas": 1.0}
        self._row_of: dict[int, int] = {}
        self._raw: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]] | None = None
        self._shown_luts: dict[int, NDArray[np.uint32]] = {}
        self._sprites: dict[tuple[bool, int, float], Sprites] = {}

    # ---- areas ---------------------------------------------------------------------------------------------------

    def set_ground(self, ground: Ground) -> None:
        """Other borders; markers are sorted anew, colours are kept where they still fit."""
        self.ground = ground
        self.luts = {
            level: lut
            for level, lut in self.luts.items()
            if level in ground.layers and len(lut) == len(ground.layers[level].ids) + 1
        }
        self._shown_luts.clear()
        if self._raw is not None:
            self.set_markers(self.numbers, *self._raw)

    def set_colours(self, level: int, lut: NDArray[np.uint32]) -> None:
        """The colours of a level by area number."""
        self.luts[level] = lut
        self._shown_luts.pop(level, None)

    def set_subject(self, level: int, ident: int) -> None:
        """The area that keeps its colours; the others become flat land. The city itself: all keep them."""
        self.subject = None if level == Level.CITY else (level, ident)
        self._shown_luts.clear()

    def style_changed(self, style: MapStyle) -> None:
        """Another theme or zoom of the interface."""
        self.style = style
        self._sprites.clear()
        self._shown_luts.clear()

    # ---- markers -------------------------------------------------------------------------------------------------

    def set_markers(
        self, numbers: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], level: NDArray[np.uint8]
    ) -> None:
        """All markers; those without a place are left out by the index."""
        west, south = self.ground.origin
        self.numbers, self._raw = numbers, (x, y, level)
        self.points = PointIndex.of(x - west, y - south, level, self.ground.extent)
        self._row_of = {int(number): row for row, number in enumerate(numbers)}

    def change_marker(self, number: int, x: float, y: float, level: int, alive: bool) -> bool:
        """Moves, regrades, adds or removes one; False when all must be set anew."""
        row = self._row_of.setdefault(number, len(self._row_of))
        west, south = self.ground.origin
        return self.points.change(row, x - west if alive else np.nan, y - south, level)

    def resort(self) -> None:
        """Sorts all markers anew, the changed ones with them."""
        points, west, south = self.points, *self.ground.origin
        count = max(len(self._row_of), len(self.numbers))
        numbers = np.fromiter(self._row_of, np.int64, len(self._row_of))
        x, y = np.full(count, np.nan), np.full(count, np.nan)
        level = np.zeros(count, np.uint8)
        x[points.order], y[points.order] = points.x, points.y
        level[points.order] = points.level_of(np.arange(len(points.order)))
        rows = points.hot_row[: points.hot]
        x[rows], y[rows], level[rows] = (
            points.hot_x[: points.hot],
            points.hot_y[: points.hot],
            points.hot_level[: points.hot],
        )
        self.set_markers(numbers, x + west, y + south, level)

    def marker_at(self, x: float, y: float, radius: float) -> int | None:
        """The number of the marker within a radius of a place (metres), None for none."""
        west, south = self.ground.origin
        row = self.points.nearest(x - west, y - south, radius)
        return self._number(row) if row >= 0 else None

    def markers_in(self, west: float, south: float, east: float, north: float) -> list[int]:
        """The numbers of the markers in a box (metres)."""
        x, y = self.ground.origin
        return [self._number(int(row)) for row in self.points.inside(west - x, south - y, east - x, north - y)]

    def place_of(self, number: int) -> tuple[float, float] | None:
        """Where a marker is, in metres."""
        row = self._row_of.get(number, -1)
        if row < 0:
            return None
        west, south = self.ground.origin
        hot = np.flatnonzero(self.points.hot_row[: self.points.hot] == row)
        if len(hot):
            x, y = float(self.points.hot_x[hot[-1]]), float(self.points.hot_y[hot[-1]])
        elif row < len(self.points.place) and self.points.place[row] >= 0:
            at = self.points.place[row]
            x, y = float(self.points.x[at]), float(self.points.y[at])
        else:
            return None
        return (x + west, y + south) if np.isfinite(x) else None

    def _number(self, row: int) -> int:
        if row < len(self.numbers):
            return int(self.numbers[row])
        return next(number for number, at in self._row_of.items() if at == row)

    # ---- a scene -------------------------------------------------------------------------------------------------

    def shown(self, scale: float, fitting: float) -> Shown | None:
        """What the scale shows of the levels there are (or the pinned level at every scale); None without any."""
        if self.pinned is not None and int(self.pinned) in self.ground.layers:
            return pinned(self.pinned, self.ground.layers)
        return shown(zoom_of(scale, fitting), self.ground.layers) if self.ground.layers else None

    def scene(self, view: View, fitting: float, ratio: float = 1.0) -> Scene:
        """Everything a frame of this view needs."""
        what = self.shown(view.k, fitting)
        style = self.style
        if what is None:
            lut = np.array([style.colour("map.backdrop")], np.uint32)
            return Scene(AreaIndex.none(), lut, style.line(Level.GRID, Level.GRID))
        over = tuple((self.ground.indexes[int(level)], style.line(level, what.fill)) for level in what.over)
        seen = self.visible["incidents"]
        return Scene(
            self.ground.indexes[int(what.fill)],
            self._lut(int(what.fill)),
            style.line(what.fill, what.fill),
            over[::-1][-2:] if zoom_of(view.k, fitting) is not Zoom.CITY else over,
            self.points if seen else PointIndex.none(),
            self._sprites_for(view, what.dots, ratio) if seen else None,
        )

    def _sprites_for(self, view: View, dots: bool, ratio: float) -> Sprites:
        """Smaller pictures in a crowd: more than one in three would touch."""
        inside = self._density(view)
        tier = 0 if inside < 0.0012 else 1 if inside < 0.004 else 2
        key = (dots, tier, ratio)
        if key not in self._sprites:
            self._sprites[key] = self.style.sprites(dots, tier, ratio)
        return self._sprites[key]

    def _density(self, view: View) -> float:
        """Markers by pixel, taken evenly over the ground: cheap, and the same for every view of one scale."""
        area = (self.ground.bounds[2] - self.ground.bounds[0]) * (self.ground.bounds[3] - self.ground.bounds[1])
        return len(self.points.order) / max(1.0, area * view.k * view.k)

    def _lut(self, level: int) -> NDArray[np.uint32]:
        if level not in self._shown_luts:
            self._shown_luts[level] = self._made_lut(level)
        return self._shown_luts[level]

    def _made_lut(self, level: int) -> NDArray[np.uint32]:
        layer, style = self.ground.layers[level], self.style
        lut = self.luts.get(level)
        land = style.colour("map.land")
        if lut is None or not self.visible["areas"]:
            lut = np.full(len(layer.ids) + 1, land, np.uint32)
        else:
            lut = blended(lut, land, self.opacity["areas"])
        lut[0] = style.colour("map.backdrop")
        if self.subject is not None:
            lut[1:][~self._below_subject(level)] = land
        return lut

    def _below_subject(self, level: int) -> NDArray[np.bool_]:
        """Which areas of a level are, or lie in, the subject; of levels above it, none but its own path."""
        above, ident = self.subject or (0, 0)
        layers = self.ground.layers
        if above not in layers or level < above:
            return np.ones(len(layers[level].ids), bool)
        inside = layers[above].ids == ident
        for finer in sorted(at for at in layers if above < at <= level):
            parent = layers[finer].parent
            inside = np.where(parent >= 0, inside[np.clip(parent, 0, None)], False)
        return inside


def blended(lut: NDArray[np.uint32], land: int, opacity: float) -> NDArray[np.uint32]:
    """Colours let through onto flat land."""
    if opacity >= 1.0:
        return lut.copy()
    out = np.full(len(lut), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        over, under = (lut >> np.uint32(shift)) & 255, (land >> shift) & 255
        out |= np.round(over * opacity + under * (1 - opacity)).astype(np.uint32) << np.uint32(shift)
    return out
