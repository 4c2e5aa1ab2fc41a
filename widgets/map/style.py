"""The map's look, from the tokens: colours, lines, sprites, label sizes at the seat's zoom."""

from __future__ import annotations

from dataclasses import dataclass

from layers.raster.scene import Line
from layers.raster.sprites import Look, Sprites
from services.domain.areas import Level
from widgets.theme.theme import Theme

DIAMETERS = (9.0, 12.0, 15.0, 20.0)  # blue … red at 1x
DOT = 3.5
PERSON = 8.0
STROKE = {Level.CITY: "city", Level.TOWN: "town", Level.VILLAGE: "village", Level.GRID: "grid"}
LABEL = {Level.CITY: 18.0, Level.TOWN: 15.0, Level.VILLAGE: 12.0, Level.GRID: 12.0}


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Everything the canvas draws with; made anew when the theme changes."""

    theme: Theme
    strokes: float = 1.0

    @property
    def scale(self) -> float:
        """px at 1x to px."""
        return self.theme.scale

    def colour(self, path: str) -> int:
        """0xffRRGGBB of a token."""
        return self.theme.palette.colour(path)

    def line(self, level: Level, fill: Level) -> Line:
        """The borders of a level over areas in classes: cut lines below, light lines for the two upper ones."""
        width = self.theme.tokens.number(f"stroke.map.{STROKE[level]}") * self.strokes * self.scale
        if level is Level.CITY:
            return Line(self.colour("map.border_city"), 256, max(1.0, width))
        if level is Level.TOWN and fill is Level.GRID:
            return Line(self.colour("map.border_town"), 256, max(1.0, width))
        strength = 256 if level < fill else round(256 * min(1.0, max(0.45, width)))
        return Line(self.colour("map.border_on_fill"), strength, max(1.0, width))

    def label_px(self, level: Level) -> float:
        """The size of a level's names."""
        return max(12.0 * self.scale, LABEL[level] * self.scale)

    def sprites(self, dots: bool, tier: int = 0, ratio: float = 1.0) -> Sprites:
        """Pictures of the markers; `tier` 1 and 2 are smaller ones for crowds; level IV as dots when far away."""
        shrink = (1.0, 0.72, 0.5)[tier] * self.scale * ratio
        looks = []
        for level, diameter in enumerate(DIAMETERS):
            colours = self.theme.palette.level(4 - level)
            size = (DOT * self.scale * ratio) if dots and level == 0 else max(3.0, diameter * shrink)
            edge = max(1.0, 0.055 * size) if level == 3 and size >= 12 else 0.0
            looks.append(Look(size, colours.fill & 0xFFFFFF, colours.edge & 0xFFFFFF, edge))
        halo = self.theme.tokens.number("stroke.map.marker_halo") * min(1.0, shrink) * (0.6 if tier == 2 else 1.0)
        return Sprites.of((looks[0], looks[1], looks[2], looks[3]), self.colour("map.halo") & 0xFFFFFF, halo)
