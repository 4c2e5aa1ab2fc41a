"""Compiles the kernels once into the user's cache, with just the types that frames use."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from layers.raster import kernel_areas, kernel_density, kernel_markers
from layers.raster.area_index import AreaIndex
from layers.raster.density import Density
from layers.raster.kernel_band import draw_bands
from layers.raster.label_room import quick_place_all
from layers.raster.line_set import LineSet
from layers.raster.point_index import PointIndex
from layers.raster.room import Room
from layers.raster.scene import Line, Scene
from layers.raster.sprites import Look, Sprites

SIDE = 64


def is_cached() -> bool:
    """Whether a former start left compiled kernels that fit this machine and this code."""
    try:
        index = draw_bands._cache._cache_file._load_index()
    except Exception:  # another numba keeps its cache in another way: then the child process finds out
        return False
    return bool(index)


def run() -> Any:
    """Draws one small frame, which compiles or loads everything; gives the kernel."""
    areas = AreaIndex.of(np.array([shapely.box(0, 0, 40, 40), shapely.box(40, 0, 60, 60)]), (0.0, 0.0))
    points = PointIndex.of(np.array([5.0, 20.0]), np.array([5.0, 20.0]), np.array([0, 3], np.uint8), 64.0)
    look = Look(9.0, 0xFFFFFF, 0, 1.0)
    sprites = Sprites.of((look, look, look, look), 0, 1.25)
    half, line = sprites.half, Line(0x808080, 200, 2.0)
    over = LineSet.of([(areas.exact, line)])
    room = Room(SIDE, half)
    room.make_for(areas.exact, over.seg, areas.exact)
    scene = Scene(areas, np.full(3, 0xFF102030, np.uint32), line)
    draw_bands(
        np.zeros(SIDE * SIDE, np.uint32), SIDE, SIDE, 1, np.zeros(1, np.int64), -2.0, 62.0, 1.0,
        (*areas.exact.arrays, areas.exact.kind, scene.colours, *scene.own_lines), over.arrays,
        (*areas.exact.arrays, np.uint32(0), 3), (*points.arrays, *points.hot_arrays),
        sprites.arrays, Density.none().arrays, Density.none().shared(SIDE, SIDE, half), room.arrays,
    )  # fmt: skip
    kernel_areas.area_at(*areas.exact.arrays, 10.0, 10.0)
    kernel_markers.nearest(*points.arrays, 5.0, 5.0, 10.0)
    kernel_density.dense_at(5.0, 5.0, 1.0, 1.0, 10, *points.arrays, *points.hot_arrays)
    place = np.zeros(1)
    quick_place_all(np.zeros((2, 2), np.bool_), 9.0, 9.0, place, place, place, 1.0, np.zeros((1, 2)), np.zeros(1, int))
    return draw_bands
