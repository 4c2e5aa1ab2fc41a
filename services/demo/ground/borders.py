"""Invents the borders of a city: grids in villages in towns, each border shared exactly by its neighbours.

Everything is laid out in metres of the local zone and turned to CGCS2000 degrees at the end. Nothing is taken from any
real line: of the real city only its size and about where each town's seat lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.demo.ground.winding import winding
from services.demo.history.clusters import balanced, bending, clusters, connected
from services.demo.profile import Profile
from services.geo.metric import zone_at

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
PER_GRID = 20  # points of the cloud for each grid
CELL = 200.0  # metres over which the density of people is the same
SEEN = 16  # of so many points of the cloud one is shown while the city is made
SHARE = {"core": 7.0, "fringe": 5.2, "centre": 4.6, "edge": 4.6, "village": 4.3}  # grids of a village, against others
ROUNDS = 12
BENDING = (1.0, 0.7, 0.4, 0.0)  # of the towns' borders; less where a town would fall into pieces


@dataclass(frozen=True, slots=True)
class Borders:
    """Polygons in CGCS2000 degrees (object arrays), and each area's parent by row.

    Villages are in the order of the profile's towns and, within a town, of its village list; grids by village.
    """

    city: Any
    towns: NDArray[np.object_]
    villages: NDArray[np.object_]
    grids: NDArray[np.object_]
    town_of_village: Numbers
    village_of_grid: Numbers


@dataclass(frozen=True, slots=True)
class _Land:
    """The outline, the towns' seats and the middle of life, in metres."""

    outline: Any
    seats: Floats
    middle: Floats


@dataclass(frozen=True, slots=True)
class _Division:
    """The site of each grid, and its village."""

    sites: Floats
    village_of_grid: Numbers


def _nothing(share: float, **drawn: Any) -> None:
    """Tells nobody."""


def draw(profile: Profile, rng: np.random.Generator, tell: Callable[..., None] = _nothing) -> Borders:
    """Draws the whole city; `tell` is told the share that is done and what can be seen, and may raise to stop it."""
    zone = zone_at(*profile.middle)
    seats = np.column_stack(zone.metres([t.lon for t in profile.towns], [t.lat for t in profile.towns]))
    middle = np.column_stack(zone.metres([profile.middle[0]], [profile.middle[1]]))[0]
    land = _Land(_outline(seats, profile.square_km * 1e6, rng), seats, middle)
    numbers = _grids_of_villages(profile)
    counts = [len(profile.villages_of(town.code)) for town in profile.towns]
    town_of_village = np.repeat(np.arange(len(seats)), counts)
    cloud = _cloud(land, int(numbers.sum()) * PER_GRID, rng)
    tell(0.25, points=_rounded(zone.unproject)(cloud[::SEEN]))
    for strength in BENDING:
        division = _divided(profile, land, cloud, numbers, town_of_village, bending(rng, strength), rng)
        tell(0.5)
        cells = _cells(division, land.outline, rng)
        tell(0.65)
        if connected(cells, town_of_village[division.village_of_grid]).all():
            break
    tell(0.66, borders=shapely.transform(cells, _rounded(zone.unproject)))
    grids = shapely.transform(winding(cells, rng), _rounded(zone.unproject))
    tell(0.85)
    villages = dissolved(grids, division.village_of_grid)
    towns = dissolved(villages, town_of_village)
    tell(1.0)
    city = shapely.coverage_union_all(towns)
    return Borders(city, towns, villages, grids, town_of_village, division.village_of_grid)


def dissolved(polygons: NDArray[np.object_], group: Numbers) -> NDArray[np.object_]:
    """The union of each group's polygons, their shared vertices kept."""
    order = np.argsort(group, kind="stable")
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    found = np.empty(len(cuts) + 1, dtype=object)
    for at, members in enumerate(np.split(order, cuts)):
        found[at] = shapely.coverage_union_all(polygons[members])
    return found


def _rounded(unproject: Callable[[Any], Any]) -> Callable[[Floats], Floats]:
    def turn(points: Floats) -> Floats:
        return np.asarray(np.round(shapely.get_coordinates(unproject(shapely.multipoints(points))), 7))

    return turn


def _outline(seats: Floats, size: float, rng: np.random.Generator) -> Any:
    """The land around the seats, grown until it has the city's size."""
    crowd = shapely.multipoints(seats)
    low, high = 500.0, 60_000.0
    for _ in range(24):
        reach = (low + high) / 2
        land = crowd.buffer(2.6 * reach).buffer(-1.6 * reach)
        low, high = (reach, high) if land.area < size else (low, reach)
    points = shapely.get_coordinates(shapely.segmentize(shapely.get_exterior_ring(_largest(land)), 900.0))
    turn = np.linspace(0, 2 * np.pi, len(points), endpoint=False)
    waves = sum(
        rng.normal() * 0.058 * size**0.5 / wave**0.75 * np.sin(wave * turn + rng.uniform(0, 7)) for wave in range(4, 24)
    )
    away = points - points.mean(axis=0)
    away /= np.hypot(*away.T)[:, None]
    return _largest(shapely.polygons(points + away * np.asarray(waves)[:, None]).buffer(0))


def _largest(land: Any) -> Any:
    return max(shapely.get_parts(land), key=shapely.area)


def _grids_of_villages(profile: Profile) -> Numbers:
    """How many grids each village has: by how it is built, the figure met exactly, at least one each."""
    weight = np.array([SHARE[v.setting] for town in profile.towns for v in profile.villages_of(town.code)])
    exact = weight / weight.sum() * (profile.figures["grids"] - len(weight))
    whole = np.floor(exact).astype(np.intp)
    rest = profile.figures["grids"] - len(weight) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return np.asarray(whole + 1)


def _cloud(land: _Land, count: int, rng: np.random.Generator) -> Floats:
    """Points inside, dense where people live: the middle of the city, then the towns' seats."""
    west, south, east, north = land.outline.bounds
    x, y = np.meshgrid(np.arange(west, east, CELL), np.arange(south, north, CELL))
    corner = np.column_stack([x.ravel(), y.ravel()])
    dense = 0.035 + 0.9 * _near(corner + CELL / 2, land.middle, 3_600)
    for seat in land.seats:
        dense += 0.2 * _near(corner + CELL / 2, seat, 1_100)
    shapely.prepare(land.outline)
    found: list[Floats] = []
    while sum(map(len, found)) < count:
        cell = rng.choice(len(corner), count, p=dense / dense.sum())
        place = corner[cell] + rng.uniform(0, CELL, (count, 2))
        found.append(place[shapely.contains_xy(land.outline, place[:, 0], place[:, 1])])
    return np.concatenate(found)[:count]


def _near(places: Floats, seat: Floats, reach: float) -> Floats:
    """1 at a seat, falling with the distance as a bell does."""
    return np.asarray(np.exp(-((places - seat) ** 2).sum(axis=1) / reach**2))


def _divided(
    profile: Profile,
    land: _Land,
    cloud: Floats,
    numbers: Numbers,
    town_of_village: Numbers,
    bent: Callable[[Floats], Floats],
    rng: np.random.Generator,
) -> _Division:
    """Where each grid lies: clusters of the cloud, town by town and village by village."""
    shares = np.bincount(town_of_village, weights=numbers, minlength=len(land.seats)).astype(np.float64)
    warped = bent(cloud)
    town_of_point = balanced(warped, bent(land.seats), shares)
    warped = (warped + cloud) / 2  # villages are bent less, or they would become strips
    sites: list[Floats] = []
    for town, seat in enumerate(land.seats):
        many = numbers[town_of_village == town]
        points = cloud[town_of_point == town]
        group = clusters(warped[town_of_point == town], len(many), rng, least=int(many.max()))
        means = np.array([points[group == one].mean(axis=0) for one in range(len(many))])
        near = land.middle if profile.towns[town].is_subdistrict else seat
        for at, count in zip(_nearest_first(means, near, many), many.tolist(), strict=True):
            inside = points[group == at]
            part = clusters(inside, count, rng)
            sites.append(np.array([inside[part == one].mean(axis=0) for one in range(count)]))
    return _Division(np.concatenate(sites), np.repeat(np.arange(len(numbers)), numbers))


def _nearest_first(means: Floats, near: Floats, many: Numbers) -> Numbers:
    """Which group of points each village gets: the more built up it is, the nearer to the town's seat."""
    place = np.empty(len(many), dtype=np.intp)
    place[np.argsort(-many, kind="stable")] = np.argsort(np.hypot(*(means - near).T), kind="stable")
    return place


def _cells(division: _Division, outline: Any, rng: np.random.Generator) -> NDArray[np.object_]:
    """The cell of each site, such that every village is in one piece."""
    sites, village = division.sites.copy(), division.village_of_grid
    rim = _rim(outline, float(np.sqrt(outline.area / len(sites))), rng)
    size = np.bincount(village)
    means = np.column_stack([np.bincount(village, sites[:, axis]) / size for axis in (0, 1)])
    for _ in range(ROUNDS):
        cells = _voronoi(np.concatenate([sites, rim]))[: len(sites)]
        loose = ~connected(cells, village)
        if not loose.any():
            break
        pull = loose[village]
        sites[pull] += 0.12 * (means[village[pull]] - sites[pull])
    return cells


def _rim(outline: Any, grid: float, rng: np.random.Generator) -> Floats:
    """Places just outside, whose cells bound the city; `grid` is about how wide a grid is."""
    lines = [outline.buffer(reach).exterior for reach in (0.6 * grid, 1.5 * grid, 3.6 * grid)]
    found = [
        shapely.get_coordinates(shapely.line_interpolate_point(line, np.arange(0, line.length, step)))
        for line, step in zip(lines, (0.83 * grid, 1.1 * grid, 2.8 * grid), strict=True)
    ]
    rim = np.concatenate(found)
    rim += rng.normal(0, 0.18 * grid, rim.shape)
    return np.asarray(rim[~shapely.contains_xy(outline, rim[:, 0], rim[:, 1])])


def _voronoi(sites: Floats) -> NDArray[np.object_]:
    """The cell of each site, in the sites' order, to the centimetre."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(sites)))
    tree = shapely.STRtree(cells)
    site, cell = tree.query(shapely.points(sites), predicate="intersects")
    order = np.empty(len(sites), dtype=np.intp)
    order[site] = cell
    return np.asarray(shapely.set_precision(cells[order], 0.01))
