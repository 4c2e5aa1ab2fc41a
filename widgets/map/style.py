"""The map's look, from the tokens: colours, lines, sprites, label sizes at the seat's zoom."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from layers.raster.density import Density
from layers.raster.scene import Line
from layers.raster.sprites import Look, Sprites
from services.domain.areas import Level
from widgets.map.crowding import Treatment, first_limit
from widgets.theme.theme import SeatKind, Theme

DIAMETERS = (9.0, 12.0, 15.0, 20.0)  # blue … red at 1x
DOT = 3.5
PERSON = 9.0
THIN = 0.6  # of a marker's width: closer ones of a level that keeps its shape are drawn as one
DENSITY_CELL, DENSITY_WIDTHS = 10.0, 2.6  # px at 1x, and at least so many widths of a marker
DENSITY_ALPHAS = (0.82, 0.86, 0.9, 0.93, 0.95)  # of the steps of density, so that the map is felt beneath
WALL = 3.2  # a wall's scale in the hardest case; there lines are twice, not three times as wide
STROKE = {Level.CITY: "city", Level.TOWN: "town", Level.VILLAGE: "village", Level.GRID: "grid"}
LABEL = {Level.CITY: 18.0, Level.TOWN: 15.0, Level.VILLAGE: 12.0, Level.GRID: 12.0}

# whose colour a border has where land is all that lies beside it: one step stronger than over an atlas of levels
ON_LAND = {Level.CITY: "city", Level.TOWN: "town", Level.VILLAGE: "town", Level.GRID: "village"}
WALL_GLYPHS = 1.4  # times the size of marks: the character of a glyph has at least 14 minutes of arc


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Everything the canvas draws with; made anew when the theme changes.

    `flat`: areas are never in classes, so that their borders are lines on the land.
    """

    theme: Theme
    flat: bool = False

    @property
    def scale(self) -> float:
        """px at 1x to px."""
        return self.theme.scale

    def colour(self, path: str) -> int:
        """0xffRRGGBB of a token."""
        return self.theme.palette.colour(path)

    @property
    def strokes(self) -> float:
        """px of lines and markers at 1x to px: half again on a 4K desk, twice on the wall."""
        if self.theme.seat is SeatKind.WALL:
            return max(1.0, 2.0 * self.scale / WALL)
        return max(1.0, 1.0 + (self.scale - 1.0) / 2)

    def stroke(self, token: str) -> float:
        """The width of a token of `stroke.map` in px."""
        return self.theme.tokens.number(f"stroke.map.{token}") * self.strokes

    def cut_line(self, level: Level, ratio: float = 1.0) -> Line:
        """Borders over areas in classes: cut lines, so that the classes never change by contrast with a bright net."""
        colour = f"border_{ON_LAND[level]}" if self.flat else "border_on_fill"
        return _line(self.colour(f"map.{colour}"), self.stroke(STROKE[level]) * ratio)

    def flat_line(self, level: Level, ratio: float = 1.0) -> Line:
        """Borders over flat land: lighter than the land."""
        return _line(self.colour(f"map.border_{STROKE[level]}"), self.stroke(STROKE[level]) * ratio)

    def edge_line(self, ratio: float = 1.0) -> Line:
        """The line of the city, and of the subject."""
        return _line(self.colour("map.border_city"), self.stroke("city") * ratio)

    def level_lines(self, severity: int, ratio: float = 1.0) -> tuple[Line, Line]:
        """An outline that carries a level: a casing, and the level's colour on it."""
        colours, width = self.theme.palette.level(severity), 2.6 * self.stroke("town") * ratio
        return _line(colours.edge, width + 2.0 * self.strokes * ratio), _line(colours.fill, width)

    def rim(self, ratio: float = 1.0) -> Line:
        """The soft band inside the line of the city."""
        return Line(self.colour("map.band"), 256, self.stroke("city_band") * ratio)

    def label_px(self, level: Level) -> float:
        """The size of a level's names; on a wall none is smaller than the floor of its type."""
        wall = self.theme.seat is SeatKind.WALL
        least = math.ceil(self.theme.type_px("small")) if wall else 12.0 * self.scale
        return max(least, LABEL[level] * self.scale)

    @property
    def marks(self) -> float:
        """px of markers at 1x to px; on a wall they grow with the lines."""
        return self.strokes if self.theme.seat is SeatKind.WALL else self.scale

    @property
    def glyphs(self) -> float:
        """px of glyphs with a character at 1x to px: on a wall large enough for the character to be read."""
        return self.marks * (WALL_GLYPHS if self.theme.seat is SeatKind.WALL else 1.0)

    def widths(self, dots: bool, ratio: float = 1.0) -> tuple[float, ...]:
        """How wide the markers of each level are in device px; level IV as dots when far away."""
        return tuple(
            (DOT if dots and level == 0 else diameter) * self.marks * ratio for level, diameter in enumerate(DIAMETERS)
        )

    def sprites(self, dots: bool, shrink: float = 1.0, ratio: float = 1.0) -> Sprites:
        """Pictures of the markers; in a crowd they shrink, but never the dots."""
        looks = []
        for level, width in enumerate(self.widths(dots, ratio)):
            colours = self.theme.palette.level(4 - level)
            px = width if dots and level == 0 else max(3.0, width * shrink)
            edge = max(1.0, 0.055 * px) if self._wears_edge(level, px) else 0.0
            looks.append(Look(px, colours.fill & 0xFFFFFF, colours.edge & 0xFFFFFF, edge))
        halo = self.theme.tokens.number("stroke.map.marker_halo") * min(1.0, shrink * self.marks * ratio)
        return Sprites.of((looks[0], looks[1], looks[2], looks[3]), self.colour("map.halo") & 0xFFFFFF, halo)

    def density(
        self, treatment: Treatment, dots: bool, k: float, ratio: float = 1.0, within: bool = False
    ) -> Density | None:
        """How markers are shown where they would merge; `k` is the number of device px to a metre on the ground."""
        if treatment.least == 0:
            return None
        px = self.widths(dots, ratio)[0] * (1.0 if dots else treatment.shrink)
        cell = 2 * round(max(DENSITY_CELL * self.marks * ratio, DENSITY_WIDTHS * px) / 2)
        colours = self.theme.palette.ramp("demand")[-len(DENSITY_ALPHAS) :]
        top = self.widths(dots, ratio)[treatment.least] * treatment.shrink
        return Density(
            first_limit(px, cell, k),
            cell,
            np.array([colour & 0xFFFFFF for colour in colours], np.uint32),
            np.array([round(256 * alpha) for alpha in DENSITY_ALPHAS], np.int64),
            treatment.least,
            max(2, round(top * (1.0 if treatment.thin else THIN))),
            within,
        )

    def _wears_edge(self, level: int, px: float) -> bool:
        """Red from the size that can carry a light edge; on light grounds all, as yellow alone is hardly seen there."""
        return (level == 3 and px >= 12) or (self.theme.name == "light" and px >= 6)


def _line(colour: int, width: float) -> Line:
    """Below a pixel a line is fainter, not thinner."""
    return Line(colour, round(256 * min(1.0, max(0.35, width))), max(1.0, width))
