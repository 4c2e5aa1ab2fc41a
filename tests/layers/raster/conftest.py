"""Frames of a few shapes by the kernels, and the same by shapely alone: one point per pixel, its centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from layers.raster import kernels
from layers.raster.area_index import AreaIndex
from layers.raster.engine import FrameEngine
from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Line, Scene, View
from layers.raster.sprites import Look, Sprites

NO_LINE = Line(0, 0, 1.0)
OUTSIDE = 0xFF000000


def colours_of(count: int) -> NDArray[np.uint32]:
    """A colour for each area that tells its number: 0xff000000 + number."""
    return np.arange(OUTSIDE, OUTSIDE + count + 1, dtype=np.uint32)


def scene_of(polygons: Any, points: PointIndex | None = None, sprites: Sprites | None = None) -> Scene:
    """Areas without lines, each in the colour of its number."""
    polygons = np.asarray(polygons, dtype=object)
    areas = AreaIndex.of(polygons, (0.0, 0.0)) if len(polygons) else AreaIndex.none()
    return Scene(areas, colours_of(len(polygons)), NO_LINE, (), points or PointIndex.none(), sprites)


def by_shapely(polygons: Any, view: View) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(number of the area at each pixel's centre, 0 outside; whether that centre is clear of every border)."""
    polygons = np.asarray(polygons, dtype=object)
    x = view.x0 + (np.arange(view.width) + 0.5) / view.k
    y = view.ytop - (np.arange(view.height) + 0.5) / view.k
    points = shapely.points(*(part.ravel() for part in np.meshgrid(x, y)))
    numbers = np.zeros(len(points), np.int64)
    point, area = shapely.STRtree(points).query(polygons, predicate="contains")[::-1]
    numbers[point] = area + 1
    clear = np.ones(len(points), bool)
    near = shapely.STRtree(points).query(shapely.boundary(polygons), predicate="dwithin", distance=0.02 / view.k)
    clear[near[1]] = False
    shape = (view.height, view.width)
    return numbers.reshape(shape), clear.reshape(shape)


@pytest.fixture(scope="session")
def a() -> SimpleNamespace:
    """Builders: `a.scene(polygons)`, `a.colours(count)`; and `a.truth(polygons, view)` by shapely."""
    return SimpleNamespace(scene=scene_of, colours=colours_of, truth=by_shapely)


@pytest.fixture(scope="session")
def compiled() -> None:
    """The kernels, ready."""
    if not kernels.wait():
        pytest.skip("numba is not here")


@pytest.fixture
def engine(compiled: None) -> Iterator[FrameEngine]:
    """An engine whose frames nobody waits for."""
    made = FrameEngine(lambda frame: None)
    yield made
    made.close()


@pytest.fixture
def draw(engine: FrameEngine) -> Callable[[View, Scene], NDArray[np.uint32]]:
    """Pixels of one frame by the kernels."""

    def drawn(view: View, scene: Scene) -> NDArray[np.uint32]:
        frame = Frame(view.width, view.height)
        frame.pixels[:] = 0xFFFF00FF  # what is not drawn is seen
        engine.draw(frame, view, scene)
        return frame.pixels

    return drawn


@pytest.fixture
def sprites() -> Sprites:
    """Sprites of four colours with a black halo."""
    looks = tuple(
        Look(size, colour, 0) for size, colour in ((9, 0x0000FF), (12, 0xFFFF00), (15, 0xFF8800), (20, 0xFF0000))
    )
    return Sprites.of((looks[0], looks[1], looks[2], looks[3]), 0x000000, 1.25)
