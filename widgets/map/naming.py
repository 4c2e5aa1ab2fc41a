"""Which names a view has, with their fonts: the levels that its zoom names, the subject's own areas first."""

from __future__ import annotations

from layers.zoom import Shown
from services.domain.areas import Level
from widgets.map.labels import Naming
from widgets.map.scenery import Scenery
from widgets.map.style import LABEL, MapStyle

COLOUR = {Level.CITY: "label_city", Level.TOWN: "label_town", Level.VILLAGE: "label_village", Level.GRID: "label_grid"}
HALO = 3.0


def namings(scenery: Scenery, style: MapStyle, what: Shown) -> list[Naming]:
    """The names in the order in which they find their places."""
    made = []
    theme = style.theme
    for level in what.named:
        layer = scenery.ground.layers.get(int(level))
        if layer is None:
            continue
        px = style.label_px(level)
        made.append(
            Naming(
                texts=layer.names,
                spots=scenery.ground.spots[int(level)],
                font=theme.font_px(px),
                colour=theme.colour(f"map.{COLOUR[level]}"),
                halo=theme.colour("map.halo"),
                halo_px=max(1.5, HALO * px / LABEL[level] * 0.8),
            )
        )
    return made
