"""The scene of the present map: what a desk's map shows now, as a scene that a wall can show, too."""

from __future__ import annotations

from dataclasses import replace

from desktop.map.scene import MapScene
from services.domain.areas import Level
from services.domain.scenes import LAYERS, NAME, TITLE, Extent, Scene
from services.live.mercator import from_mercator
from services.live.picture import Picture
from services.walls.standard import standard_wall
from services.words.places import english_place

CODE = "view"


def extent_of(scene: MapScene, picture: Picture | None) -> Extent:
    """What a map shows: its subject, and the part of it that is seen when a hand has moved it."""
    areas = picture.areas if picture is not None else None
    code = areas.codes[scene.subject] if areas is not None and 0 < scene.subject < len(areas) else ""
    if not scene.canvas.locked:
        return Extent(code)
    seen = scene.canvas.box.viewRect()
    (west, east), (south, north) = from_mercator((seen.left(), seen.right()), (seen.top(), seen.bottom()))
    return Extent(code, (float(west), float(south), float(east), float(north)))


def scene_here(scene: MapScene, picture: Picture | None) -> Scene:
    """The map of a desk as a scene: its ground, level, layers and extent; figures and lists are the city's."""
    usual = standard_wall().scenes["city"]
    visible, extent = scene.canvas.scenery.visible, extent_of(scene, picture)
    pinned = scene.canvas.scenery.pinned
    zh, en = "值守席视图", "Desk's view"
    if picture is not None and 0 < scene.subject < len(picture.areas):
        name = picture.areas.names[scene.subject]
        zh, en = name, english_place(name)
    return replace(
        usual, code=CODE, name_zh=zh[:NAME], name_en=en[: 2 * NAME], title_zh=zh[:TITLE], title_en=en[: 2 * TITLE],
        ground=scene.figure, extent=extent, level=None if pinned is None else Level(pinned),
        layers=tuple(name for name in LAYERS if visible.get(name, True)),
    )  # fmt: skip
