"""What a frame shows and from where: values without Qt, replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.area_index import AreaIndex, AreaPart
from layers.raster.density import Density
from layers.raster.point_index import PointIndex
from layers.raster.sprites import Sprites

KINDS = 5  # of segments: those of no kind, and the four levels


@dataclass(frozen=True, slots=True)
class View:
    """Left top corner of the left top pixel in metres from the origin, px per metre, and the frame's size in px."""

    x0: float
    ytop: float
    k: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """How borders are drawn: 0xRRGGBB, strength 0–256, width in px."""

    colour: int
    strength: int = 256
    width: float = 1.0

    @property
    def arguments(self) -> tuple[Any, ...]:
        """As the kernels take it."""
        return np.uint32(self.colour & 0xFFFFFF), int(self.strength), round(self.width * 10)


@dataclass(frozen=True, slots=True)
class Scene:
    """Areas in colours with their lines, lines of other levels over them, and markers on top.

    `kinds`: the lines of some kinds of the areas' segments, where they are others than `line`.

    `colours` is uint32 0xffRRGGBB by area number, 0 is outside. `rim`: a border with a soft band inside it, as wide as
    its line says. `apart`: the markers get a picture of their own, so that other things can lie beneath them.
    `density`: how they are shown where they would merge; None draws them all.
    """

    areas: AreaIndex
    colours: NDArray[np.uint32]
    line: Line
    over: tuple[tuple[AreaIndex | AreaPart, Line], ...] = ()
    points: PointIndex = field(default_factory=PointIndex.none)
    sprites: Sprites | None = None
    rim: tuple[AreaIndex, Line] | None = None
    apart: bool = False
    density: Density | None = None
    kinds: tuple[tuple[int, Line], ...] = ()

    @property
    def own_lines(self) -> tuple[Any, ...]:
        """The lines between the areas by the kind of their segments, as the kernels take them."""
        by_kind = dict(self.kinds)
        rows = [by_kind.get(kind, self.line).arguments for kind in range(KINDS)]
        colours, strengths, tenths = zip(*rows, strict=True)
        return np.array(colours, np.uint32), np.array(strengths, np.int64), np.array(tenths, np.int64)


class Frame:
    """A buffer of pixels (height, width) 0xffRRGGBB and what it shows; `marks`: markers that lie apart, else None."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels = np.zeros((height, width), np.uint32)
        self.view: View | None = None
        self.generation = -1
        self.marks: NDArray[np.uint32] | None = None
        self.picture: Any = None  # whatever the front end wraps around `pixels`
