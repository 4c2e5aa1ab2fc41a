"""A city to draw: grids that share winding borders exactly, villages and towns dissolved from them, and incidents.

Web Mercator metres, reproducible by seed. Made here and not taken from a database, so that a benchmark needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

GRIDS, VILLAGES, TOWNS = 3824, 790, 31
CENTRE = (12_947_000.0, 4_018_000.0)
RADIUS = 38_000.0
LEVEL_SHARES = (0.70, 0.20, 0.08, 0.02)  # blue … red


@dataclass(frozen=True, slots=True)
class City:
    """Polygons of towns, villages and grids (object arrays), and the row of each area's parent one level up."""

    towns: NDArray[Any]
    villages: NDArray[Any]
    grids: NDArray[Any]
    town_of_village: NDArray[np.int32]
    village_of_grid: NDArray[np.int32]
    outline: Any


def build(grids: int = GRIDS, villages: int = VILLAGES, towns: int = TOWNS, seed: int = 7) -> City:
    """A city of that many areas; about 80 vertices in each grid."""
    rng = np.random.default_rng(seed)
    sites = _sites(grids, rng)
    cells = _winding(_cells(sites, grids), rng)
    middle = shapely.get_coordinates(shapely.centroid(cells))
    village = _nearest_seed(middle, villages, rng)
    town_of = _nearest_seed(_means(middle, village), towns, rng)
    rows = _dissolved(cells, village)
    above = _dissolved(rows, town_of)
    return City(above, rows, cells, town_of.astype(np.int32), village.astype(np.int32), shapely.union_all(above))


def incidents(
    city: City, count: int, seed: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]:
    """(x, y, raster level 0 blue … 3 red): four in five in sixty hot spots, all inside the city."""
    rng = np.random.default_rng(seed)
    west, south, east, north = city.outline.bounds
    spots = shapely.get_coordinates(shapely.centroid(city.grids))[rng.choice(len(city.grids), min(60, len(city.grids)))]
    weight = rng.pareto(1.2, len(spots)) + 0.2
    spread = rng.uniform(400.0, 3000.0, len(spots))
    found: list[NDArray[np.float64]] = []
    while sum(map(len, found)) < count:
        hot = rng.choice(len(spots), count, p=weight / weight.sum())
        place = spots[hot] + rng.normal(size=(count, 2)) * spread[hot, None]
        plain = rng.uniform(size=count) > 0.8
        place[plain] = rng.uniform((west, south), (east, north), (int(plain.sum()), 2))
        shapely.prepare(city.outline)
        found.append(place[shapely.contains_xy(city.outline, place[:, 0], place[:, 1])])
    xy = np.concatenate(found)[:count]
    return xy[:, 0].copy(), xy[:, 1].copy(), rng.choice(4, count, p=LEVEL_SHARES).astype(np.uint8)


def _sites(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Places denser in the middle, evened out a little, with more of them outside so that the rim has neighbours."""
    found: list[NDArray[np.float64]] = []
    want = int(count * 1.9) + 60
    while sum(map(len, found)) < want:
        place = rng.uniform(-1.35, 1.35, (want * 2, 2))
        dense = 0.22 + 0.78 * np.exp(-((np.hypot(place[:, 0] - 0.1, place[:, 1] + 0.05) / 0.33) ** 2))
        found.append(place[rng.uniform(size=len(place)) < dense])
    sites = np.concatenate(found)[:want]
    for _ in range(2):
        sites = shapely.get_coordinates(shapely.centroid(_voronoi(sites)))
    return sites * RADIUS + CENTRE


def _voronoi(sites: NDArray[np.float64]) -> NDArray[Any]:
    low, high = sites.min(axis=0), sites.max(axis=0)
    return shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=shapely.box(*low, *high)))


def _cells(sites: NDArray[np.float64], count: int) -> NDArray[Any]:
    """The `count` cells nearest to the middle by a wavy measure: the outline is no circle."""
    cells = shapely.set_precision(_voronoi(sites), 0.01)
    middle = shapely.get_coordinates(shapely.centroid(cells)) - CENTRE
    turn = np.arctan2(middle[:, 1], middle[:, 0])
    far = np.hypot(*middle.T) / (1 + 0.12 * np.sin(3 * turn + 1) + 0.09 * np.sin(5 * turn + 2))
    return cells[np.sort(np.argsort(far)[:count])]


def _winding(cells: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Every edge wound in the same way for both its neighbours; cells that came out crossed are wound less."""
    xy, ring = shapely.get_coordinates(cells, return_index=True)
    at = np.flatnonzero(ring[1:] == ring[:-1])
    a, b, owner = xy[at], xy[at + 1], ring[at]
    turned = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    first, last = np.where(turned[:, None], b, a), np.where(turned[:, None], a, b)
    _, edge = np.unique(np.hstack([first, last]), axis=0, return_inverse=True)
    edge = edge.reshape(-1)
    noise = [rng.uniform(-1, 1, (edge.max() + 1, 2**depth)) for depth in range(4)]
    strength = np.full(edge.max() + 1, 0.16)
    for _ in range(8):
        lines = _wound(first, last, edge, noise, strength)
        lines = np.where(turned[:, None, None], lines[:, ::-1], lines)[:, :-1]
        points, index = lines.reshape(-1, 2), np.repeat(owner, lines.shape[1])
        wound = shapely.polygons(shapely.linearrings(points, indices=index))
        bad = np.flatnonzero(~shapely.is_valid(wound))
        if len(bad) == 0:
            return np.asarray(wound)
        strength[np.unique(edge[np.isin(owner, bad)])] *= 0.4
    raise ValueError("the borders cross each other")


def _wound(first: Any, last: Any, edge: Any, noise: list[Any], strength: Any) -> NDArray[np.float64]:
    """Each edge as 17 points: middles moved sideways, four times over."""
    line = np.stack([first, last], axis=1)
    for part in noise:
        step = np.diff(line, axis=1)
        aside = np.stack([-step[..., 1], step[..., 0]], axis=-1) * (part[edge] * strength[edge, None])[..., None]
        made = np.empty((len(line), line.shape[1] * 2 - 1, 2))
        made[:, ::2], made[:, 1::2] = line, (line[:, :-1] + line[:, 1:]) / 2 + aside
        line = made
    return np.round(line, 2)


def _nearest_seed(places: NDArray[np.float64], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Groups of places round `count` seeds; every group has a member."""
    seeds = places[rng.choice(len(places), count, replace=False)]
    group = _closest(places, seeds)
    for _ in range(3):
        seeds = _means(places, group)
        group = _closest(places, seeds)
    return np.unique(group, return_inverse=True)[1].reshape(-1)


def _closest(places: NDArray[np.float64], seeds: NDArray[np.float64]) -> NDArray[np.int64]:
    tree = shapely.STRtree(shapely.points(seeds))
    return np.unique(tree.query_nearest(shapely.points(places), all_matches=False)[1], return_inverse=True)[1].reshape(
        -1
    )


def _means(places: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    size = np.bincount(group)
    return np.column_stack([np.bincount(group, places[:, axis]) / size for axis in (0, 1)])


def _dissolved(polygons: NDArray[Any], group: NDArray[np.int64]) -> NDArray[Any]:
    return np.array([shapely.coverage_union_all(polygons[group == one]) for one in range(int(group.max()) + 1)])
