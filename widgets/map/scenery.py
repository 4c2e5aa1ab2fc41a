"""What the canvas has to draw, kept ready: indexes of each level, colours, markers; gives a Scene for a view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.area_index import AreaIndex, AreaPart
from layers.raster.density import Density
from layers.raster.point_index import PointIndex
from layers.raster.scene import Line, Scene, View
from layers.raster.sprites import Sprites
from layers.zoom import Shown, pinned, shown, zoom_of
from services.domain.areas import Level
from widgets.map.areas import Hit
from widgets.map.crowding import Treatment
from widgets.map.ground import Ground, ground_of
from widgets.map.markers import Markers
from widgets.map.projection import degrees_of_x, degrees_of_y, stretch
from widgets.map.style import MapStyle

ORDER = ("areas", "incidents", "people", "labels", "warnings")  # from below
POLE = 2.0e7  # northing beyond which there is nothing to show
Lines = tuple[tuple[AreaIndex | AreaPart, Line], ...]
Kinds = tuple[tuple[int, Line], ...]


class Scenery:
    """The drawable state of one canvas; on the GUI thread only."""

    def __init__(self, style: MapStyle) -> None:
        self.style = style
        self.ground: Ground = ground_of({})
        self.luts: dict[int, NDArray[np.uint32]] = {}
        self.subject: tuple[int, int] | None = None
        self.pinned: Level | None = None  # a page's map stays with one level at every scale
        self.pinned_dots = True  # and shows level IV as dots there
        self.warned: dict[int, dict[int, int]] = {}
        self._outlined: dict[int, dict[int, int]] = {}
        self._perceived: Mapping[int, Mapping[int, int]] = {}
        self.markers = Markers.none()
        self.order: tuple[str, ...] = ORDER
        self.visible: dict[str, bool] = dict.fromkeys(ORDER, True)
        self.opacity: dict[str, float] = dict.fromkeys(ORDER, 1.0)
        self._ratio = 1.0
        self._shown_luts: dict[int, NDArray[np.uint32]] = {}
        self._lines: dict[tuple[Level, tuple[Level, ...]], tuple[Line, Lines, Kinds]] = {}
        self._parts: dict[tuple[int, str], AreaPart] = {}
        self._treated: tuple[tuple[object, ...], Treatment] | None = None
        self._sprites: dict[tuple[bool, float, float], Sprites] = {}

    # ---- areas ---------------------------------------------------------------------------------------------------

    def set_ground(self, ground: Ground) -> bool:
        """Other borders; colours are kept where they still fit. Whether the markers must be sorted anew for them."""
        self.ground = ground
        self.luts = {
            level: lut
            for level, lut in self.luts.items()
            if level in ground.layers and len(lut) == len(ground.layers[level].ids) + 1
        }
        self._forget()
        if len(self.markers) == 0:
            self.markers = Markers.none(ground.origin, ground.extent)
        return self.markers.origin != ground.origin

    def set_colours(self, level: int, lut: NDArray[np.uint32]) -> bool:
        """The colours of a level by area number; whether they are others than before."""
        before = self.luts.get(level)
        if before is not None and np.array_equal(before, lut):
            return False
        self.luts[level] = lut
        self._shown_luts.pop(level, None)
        return True

    def set_subject(self, level: int, ident: int) -> None:
        """The area that keeps its colours; the others become flat land. The city itself: all keep them."""
        self.subject = None if level == Level.CITY else (level, ident)
        self._forget()

    def set_warned(self, level: int, severities: Mapping[int, int], outlined: Collection[int] | None = None) -> bool:
        """Areas of a level that wear a severity (1 red … 4 blue), all or some as their outline; whether that is new."""
        lined = {ident: severities[ident] for ident in (severities if outlined is None else outlined)}
        if self.warned.get(level, {}) == severities and self._outlined.get(level, {}) == lined:
            return False
        self.warned[level], self._outlined[level] = dict(severities), lined
        self._forget()
        return True

    def set_perceived(self, outlined: Mapping[int, Mapping[int, int]]) -> bool:
        """Areas by level and number that wear the level of a warning as their outline; whether that is new."""
        if self._perceived == outlined:
            return False
        self._perceived = outlined
        self._lines.clear()
        return True

    def style_changed(self, style: MapStyle) -> None:
        """Another theme or zoom of the interface, another opacity."""
        self.style = style
        self._sprites.clear()
        self._forget()

    def in_subject(self, level: int) -> NDArray[np.bool_]:
        """Which areas of a level are, or lie in, the subject; of levels above it, none but its own path."""
        layers = self.ground.layers
        if self.subject is None:
            return np.ones(len(layers[level].ids), bool)
        above, ident = self.subject
        if above not in layers:
            return np.ones(len(layers[level].ids), bool)
        inside = layers[above].ids == ident
        if level < above:
            return self._above(level, above, inside)
        for finer in sorted(at for at in layers if above < at <= level):
            parent = layers[finer].parent
            inside = np.where(parent >= 0, inside[np.clip(parent, 0, None)], False)
        return inside

    def subject_polygon(self) -> Any:
        """The border of the subject, None for the whole city."""
        layer = self.ground.layers.get(self.subject[0]) if self.subject is not None else None
        row = layer.row_of(self.subject[1]) if layer is not None and self.subject is not None else -1
        return layer.polygons[row] if layer is not None and row >= 0 else None

    def hit(self, x: float, y: float, scale: float, fitting: float, reach: float) -> Hit | None:
        """What lies at a place (metres): a marker within reach, else the area of the level in colours."""
        number = self.markers.nearest(x, y, reach) if self.visible["incidents"] else None
        what = self.shown(scale, fitting)
        if number is not None and what is not None:
            density = self._density(scale, what.dots, self._ratio)
            if density is not None and self.markers.gives_way(number, density, scale):
                number = None
        if number is not None:
            return Hit("marker", 0, number, degrees_of_x(x), degrees_of_y(y))
        if what is None:
            return None
        level, (west, south) = int(what.fill), self.ground.origin
        area = self.ground.indexes[level].locate(x - west, y - south)
        ident = int(self.ground.layers[level].ids[area - 1]) if area else 0
        return Hit("area", level, ident, degrees_of_x(x), degrees_of_y(y)) if area else None

    # ---- a scene -------------------------------------------------------------------------------------------------

    def shown(self, scale: float, fitting: float) -> Shown | None:
        """What the scale shows of the levels there are, or the pinned level at every scale; None without any."""
        if self.pinned is not None and int(self.pinned) in self.ground.layers:
            found = pinned(self.pinned, self.ground.layers)
            return found if self.pinned_dots else replace(found, dots=False)
        return shown(zoom_of(scale, fitting), self.ground.layers) if self.ground.layers else None

    def scene(self, view: View, fitting: float, ratio: float = 1.0) -> Scene:
        """Everything a frame of this view needs."""
        what, style = self.shown(view.k, fitting), self.style
        if what is None:
            lut = np.array([style.colour("map.backdrop")], np.uint32)
            return Scene(AreaIndex.none(), lut, Line(0, 0))
        if ratio != self._ratio:
            self._ratio = ratio
            self._lines.clear()
        line, over, kinds = self._lines_for(what)
        seen = self.visible["incidents"]
        city = self.ground.indexes.get(int(Level.CITY))
        return Scene(
            self.ground.indexes[int(what.fill)],
            self._lut(int(what.fill)),
            line,
            over,
            self.markers.points if seen else PointIndex.none(),
            self._sprites_for(view.k, what.dots, ratio) if seen else None,
            (city, style.rim(ratio)) if city is not None else None,
            seen and self.marks_apart,
            self._density(view.k, what.dots, ratio, self.ground.covers(int(what.fill))) if seen else None,
            kinds,
        )

    @property
    def marks_apart(self) -> bool:
        """Whether the incidents need a picture of their own: see-through, or with people or names beneath them."""
        lower = self.order[: self.order.index("incidents")]
        return self.opacity["incidents"] < 1.0 or any(self.visible[name] for name in lower if name != "areas")

    def _forget(self) -> None:
        self._shown_luts.clear()
        self._lines.clear()
        self._parts.clear()

    def _lines_for(self, what: Shown) -> tuple[Line, Lines, Kinds]:
        """The line of the filled level, those over it (fine to coarse, the subject's and the warned ones on top), and

        those of coarser levels that are drawn in its stead where they run along it.
        """
        key = (what.fill, what.over)
        if key not in self._lines:
            style, ratio = self.style, self._ratio
            found: list[tuple[AreaIndex | AreaPart, Line]] = []
            line = style.cut_line(what.fill, ratio)
            levels = sorted((level for level in what.over if level is not Level.CITY), reverse=True)
            kinds: Kinds = ()
            if self.subject is None and self.ground.indexes[int(what.fill)].shared:
                kinds = tuple((int(level), style.cut_line(level, ratio)) for level in levels)
                levels = []
            if self.subject is not None:
                line = Line(0, 0)
                levels = [what.fill, *levels]
            for level in levels:
                if self.subject is not None:
                    found.append((self._part(level, "outside"), style.flat_line(level, ratio)))
                    found.append((self._part(level, "inside"), style.cut_line(level, ratio)))
                else:
                    found.append((self.ground.indexes[int(level)], style.cut_line(level, ratio)))
            if int(Level.CITY) in self.ground.indexes:
                found.append((self.ground.indexes[int(Level.CITY)], style.edge_line(ratio)))
            if self.subject is not None and self.subject[0] in self.ground.indexes:
                found.append((self._part(Level(self.subject[0]), "subject"), style.edge_line(ratio)))
            self._lines[key] = line, (*found, *self._warned_lines()), kinds
        return self._lines[key]

    def _warned_lines(self) -> Lines:
        found = []
        perceived = self._perceived if self.visible["warnings"] else {}
        for level, severities in (*self._outlined.items(), *perceived.items()):
            layer = self.ground.layers.get(level)
            for severity in sorted(set(severities.values()), reverse=True) if layer is not None else ():
                chosen = np.r_[False, [severities.get(int(ident)) == severity for ident in layer.ids]]
                part = self.ground.indexes[level].only(chosen)
                found += [(part, line) for line in self.style.level_lines(severity, self._ratio)]
        return tuple(found)

    def _part(self, level: Level, which: str) -> AreaPart:
        """The borders of a level that touch the subject, those that don't, or the subject's own."""
        key = (int(level), which)
        if key not in self._parts:
            inside = np.r_[False, self.in_subject(int(level))]
            if which == "outside":
                self._parts[key] = self.ground.indexes[int(level)].without(inside)
            else:
                self._parts[key] = self.ground.indexes[int(level)].only(inside)
        return self._parts[key]

    def _above(self, level: int, below: int, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
        layers = self.ground.layers
        for finer in sorted((at for at in layers if level < at <= below), reverse=True):
            coarser = max(at for at in layers if at < finer)
            parents = layers[finer].parent[inside]
            inside = np.zeros(len(layers[coarser].ids), bool)
            inside[parents[parents >= 0]] = True
        return inside

    def _treatment(self, k: float, dots: bool, ratio: float) -> Treatment:
        """What becomes of the markers at so many device px to the metre."""
        key = (self.markers.crowding, k, dots, ratio, self.style)
        if self._treated is None or self._treated[0] != key:
            widths = [px / k for px in self.style.widths(dots, ratio)]
            self._treated = key, self.markers.crowding.treatment(widths, dots)
        return self._treated[1]

    def density(self, k: float, fitting: float) -> tuple[Density | None, float]:
        """What a scale shows of the markers that would merge, and its device px to a metre on the ground."""
        what = self.shown(k, fitting) if self.visible["incidents"] else None
        return self._density(k, what.dots, self._ratio) if what is not None else None, self._on_ground(k)

    def _density(self, k: float, dots: bool, ratio: float, within: bool = False) -> Density | None:
        """What stands for the markers that would merge."""
        return self.style.density(self._treatment(k, dots, ratio), dots, self._on_ground(k), ratio, within)

    def _on_ground(self, k: float) -> float:
        return k * stretch(min(max(self.ground.bounds[1], -POLE), POLE))

    def _sprites_for(self, k: float, dots: bool, ratio: float) -> Sprites:
        """The pictures of the markers."""
        key = (dots, self._treatment(k, dots, ratio).shrink, ratio)
        if key not in self._sprites:
            self._sprites[key] = self.style.sprites(*key)
        return self._sprites[key]

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
            lut[1:][~self.in_subject(level)] = land
        return lut


def blended(lut: NDArray[np.uint32], land: int, opacity: float) -> NDArray[np.uint32]:
    """Colours let through onto flat land."""
    if opacity >= 1.0:
        return lut.copy()
    out = np.full(len(lut), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        over, under = (lut >> np.uint32(shift)) & 255, (land >> shift) & 255
        out |= np.round(over * opacity + under * (1 - opacity)).astype(np.uint32) << np.uint32(shift)
    return out
