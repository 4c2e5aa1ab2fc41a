"""How the light items of a canvas look: pens and colours from the theme, who lies over whom, glyphs of warned areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPen

from services.domain.areas import Level
from widgets.kit.level_glyph import LevelGlyphs
from widgets.map.style import PERSON

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

GLYPH = 28.0  # px at 1x
HEIGHT = {"incidents": 3.0, "people": 5.0, "labels": 10.0, "warnings": 11.0}


class Dress:
    """Dresses the items of one canvas anew when its theme, its layers or its warnings change."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._glyphs: LevelGlyphs | None = None

    def put_on(self) -> None:
        """Pens and colours of the light items."""
        canvas, style = self._canvas, self._canvas.look
        theme, strokes = style.theme, style.strokes
        self._glyphs = LevelGlyphs(theme)
        canvas.setAccessibleName(canvas.words("Map"))
        canvas.item.background = theme.colour("map.backdrop")
        canvas.hover_line.pen = QPen(theme.colour("text.primary"), style.stroke("hover"))
        canvas.people_item.fill, canvas.people_item.rim = theme.colour("accent.base"), theme.colour("map.halo")
        canvas.people_item.radius = PERSON / 2 * strokes
        canvas.people_item.undress()
        canvas.reticle.light, canvas.reticle.dark = theme.colour("text.primary"), theme.colour("map.halo")
        canvas.reticle.size, canvas.reticle.width = 17.0 * strokes, style.stroke("selected")
        canvas.band_item.colour = theme.colour("accent.base")
        canvas.warnings.wear(style)
        canvas.crosses.colour, canvas.crosses.scale = theme.colour("map.border_village"), strokes

    def layer(self) -> None:
        """Order, sight and opacity of incidents, people, names and warnings."""
        canvas, scenery = self._canvas, self._canvas.scenery
        items = {"incidents": canvas.marks_item, "people": canvas.people_item, "labels": canvas.labels,
                 "warnings": canvas.warnings}  # fmt: skip
        names = [name for name in (*scenery.order, *items) if name in items]
        names = list(dict.fromkeys(names))  # what an order of before does not name lies on top
        for name, height in zip(names, sorted(HEIGHT.values()), strict=True):
            items[name].setZValue(height)
            items[name].setOpacity(scenery.opacity[name])
            items[name].setVisible(scenery.visible[name])
        canvas.marks_item.setVisible(scenery.visible["incidents"] and scenery.marks_apart)

    def look_again(self) -> None:
        """Borders, theme, language or warnings have changed: glyphs, names, and what is outside."""
        canvas, scenery, ground = self._canvas, self._canvas.scenery, self._canvas.scenery.ground
        canvas.names.namer.forget()
        city = ground.indexes.get(int(Level.CITY)) or next(iter(ground.indexes.values()), None)
        west, south = ground.origin
        canvas.crosses.ask(lambda x, y: city is None or city.locate(x - west, y - south) == 0)
        ratio = canvas.viewport().devicePixelRatioF()
        canvas.glyphs.size = float(round(GLYPH * canvas.look.glyphs))
        canvas.glyphs.above = canvas.look.label_px(Level.TOWN) * 0.8
        canvas.warnings.wear(canvas.look)
        marks = []
        for level, severities in scenery.warned.items():
            layer = ground.layers.get(level)
            for ident, severity in severities.items() if layer is not None and self._glyphs is not None else ():
                row = layer.row_of(ident)
                if row >= 0:
                    pixmap = self._glyphs.pixmap(severity, canvas.glyphs.size, ratio, canvas.words.lang)
                    marks.append((*ground.spots[level][row].tolist(), pixmap))
        canvas.glyphs.marks = marks
