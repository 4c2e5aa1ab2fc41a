"""Whether the kernels' area picture agrees with an independent one: shapely at every pixel's centre."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from map_city import City
from numpy.typing import NDArray

from layers.raster.area_index import AreaIndex
from layers.raster.engine import FrameEngine
from layers.raster.scene import Frame, Line, Scene, View

SIDE = (960, 540)
CLEAR = 0.5  # px: nearer to a border a pixel is none of the interior


def pixel_check(city: City, quick: bool) -> float:
    """The smallest share of interior pixels that agree, over the city's levels and the real villages where they are."""
    cases: list[Any] = [city.grids, city.villages]
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    path = folder / "changhua" / "changhua_villages.geojson"
    if path.exists():
        degrees = shapely.make_valid(shapely.get_parts(shapely.from_geojson(path.read_text(encoding="utf-8"))))
        cases.append(shapely.transform(degrees, lambda xy: xy * 111_320.0))
    zooms = (1.0,) if quick else (1.0, 4.0, 12.0)
    return round(min(_agreement(polygons, zoom) for polygons in cases for zoom in zooms), 6)


def _agreement(polygons: Any, zoom: float) -> float:
    polygons = np.asarray(polygons, dtype=object)
    west, south, east, north = shapely.total_bounds(polygons)
    wide, high = SIDE
    k = zoom * min(wide / (east - west), high / (north - south))
    view = View((east - west) * 0.5 - wide / 2 / k, (north - south) * 0.5 + high / 2 / k, k, wide, high)
    index = AreaIndex.of(polygons, (west, south), (k,))
    colours = (np.arange(len(polygons) + 1) | 0xFF000000).astype(np.uint32)
    frame, engine = Frame(wide, high), FrameEngine(lambda frame: None)
    engine.draw(frame, view, Scene(index, colours, Line(0, 0)))
    engine.close()
    number, clear = _by_shapely(polygons, view, (west, south))
    return float((((frame.pixels & 0xFFFFFF) == number) & clear).sum() / clear.sum())


def _by_shapely(polygons: Any, view: View, origin: tuple[float, float]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(number of the smallest area at each pixel's centre, 0 outside; whether it is clear of every border)."""
    x = origin[0] + view.x0 + (np.arange(view.width) + 0.5) / view.k
    y = origin[1] + view.ytop - (np.arange(view.height) + 0.5) / view.k
    points = shapely.points(*(part.ravel() for part in np.meshgrid(x, y)))
    tree = shapely.STRtree(points)
    area, point = tree.query(polygons, predicate="contains")
    number = np.zeros(len(points), np.int64)
    order = np.argsort(-shapely.area(polygons)[area], kind="stable")
    number[point[order]] = area[order] + 1
    near = tree.query(shapely.boundary(polygons), predicate="dwithin", distance=CLEAR / view.k)[1]
    clear = np.ones(len(points), bool)
    clear[near] = False
    return number.reshape(view.height, view.width), clear.reshape(view.height, view.width)
